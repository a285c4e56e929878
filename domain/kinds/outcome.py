"""The common root of all kinds, and the texts that a sentence of ours can end in."""

from typing import Annotated, ClassVar

import msgspec

from domain.candidates import Name

# A reference that a sentence ends in: nothing in it may look like a bracket or an arrow.
Quotable = Annotated[str, msgspec.Meta(pattern=r"^[^\[\]>\n]*$")]


class Outcome(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """The common root of all kinds."""

    stage: ClassVar[str] = ""

    @property
    def taking_part(self) -> tuple[Name, ...]:
        """The candidates who take part in this step: proposed, listed, voted for or elected."""
        return ()
