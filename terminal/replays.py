"""What `replay` answers: the same records for people and, as JSON, for programs.

The names of fields are promises to scripts.
"""

import msgspec

from domain.audit.records import AuditedStage
from domain.differences import Differences
from domain.otherwise import Stop, WouldRefuse
from terminal.pages import Page


class Replayed(Page, frozen=True, kw_only=True):
    """The page of then. `course` is what was done, open and ahead, stage by stage.

    `under` names another edition than its own; `would_refuse` and `no_place` are what it says of
    the record, which is told as far as it fits.
    """

    as_of: str
    known_on: str
    under: str = ""
    course: tuple[AuditedStage, ...] = ()
    would_refuse: tuple[WouldRefuse, ...] = ()
    no_place: Stop | None = None


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What changed from the first of two days to the second.

    `axis`: in what had `happened`, or in what was `known`; `other` is the day on the other one.
    `no_place`: where by the second day the record no longer fits the edition in `under`.
    """

    id: str
    axis: str
    days: tuple[str, ...]
    other: str
    under: str
    no_place: Stop | None
    changes: Differences
    said: tuple[str, ...]
