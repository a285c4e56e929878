"""What an act must be to be read at all: its days in reach, and its outcome sayable.

The diary of an appointment holds a sentence for each act, refused ones among them, and must give
the same acts again when it is heard. So what no sentence of ours says is malformed: it is answered
and not stored.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from domain.acts import Act, BadAct
from domain.languages import ENGLISH
from domain.outcomes import Opened

# The Statute is of 5 May 1949; beyond the other end no mandate is counted, and no day overflows.
IN_REACH = (date(1949, 5, 5), date(2199, 12, 31))


def must_be_well_formed(act: Act) -> None:
    """Raises BadAct with one sentence."""
    if not act.id.strip():
        raise BadAct("the act has no id: give one, and use it once")
    must_lie_in_reach((act.happened, act.outcome))
    if not isinstance(act.outcome, Opened) and not _can_be_said(act):
        raise BadAct(
            f"no sentence of ours says {msgspec.json.encode(act.outcome).decode()}: "
            "look at its fields"
        )


def must_lie_in_reach(value: object) -> None:
    """Raises BadAct for a day, anywhere in a record, that no procedure can have."""
    first, last = IN_REACH
    for of in _days(value):
        if not first <= of <= last:
            raise BadAct(f"{of} is not a day of any procedure: they lie from {first} to {last}")


def _can_be_said(act: Act) -> bool:
    try:
        return ENGLISH.hear(ENGLISH.say(act.outcome)) == act.outcome
    except ValueError:
        return False


def _days(value: object) -> Iterator[date]:
    if isinstance(value, date):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _days(each)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _days(getattr(value, field))
