"""Reminders: that staff were told, and that somebody has taken note."""

from datetime import date

from domain.kinds.outcome import Outcome, Quotable


class ReminderSent(Outcome, tag="reminder-sent/1", frozen=True):
    """Staff were reminded of a stage. `key` says of what, and is used once.

    `to`: opaque ids of the directory. `also`: the keys of older reminders of the same stage,
    useless by now, that are folded into this one. `perhaps_twice`: an earlier attempt broke off,
    and may have sent the same letter, with the same Message-ID.
    """

    key: str
    of: str
    due: date
    to: tuple[str, ...]
    also: tuple[str, ...] = ()
    perhaps_twice: bool = False


class ReminderNotSent(Outcome, tag="reminder-not-sent/1", frozen=True):
    """A reminder could not be sent to somebody; but for whom a server refuses it is tried again.

    Recorded once for each reminder; and once more where it was `perhaps_sent`: a server may have
    taken the letter without saying so.
    """

    key: str
    of: str
    due: date
    because: Quotable
    perhaps_sent: bool = False


class ReminderAcknowledged(Outcome, tag="reminder-acknowledged/1", frozen=True):
    """Somebody has taken note that a stage is due: nobody is told above her or him."""

    of: str
    due: date
    by: str
