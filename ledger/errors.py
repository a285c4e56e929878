"""What can go wrong with the book: each in one sentence that says what, and what can be done."""


class LedgerError(Exception):
    """The root of all that the ledger raises. As such: our own fault, and nothing was written."""


class Conflict(LedgerError):
    """Another entry stands where these were to go: read again, and decide again."""


class Unreachable(LedgerError):
    """The store does not answer for now; the same call may succeed later.

    An entry may have been written even so. The same append asked again finds it and says yes.
    """


class NotOurs(LedgerError):
    """This is not a ledger that we can use as it stands; asking again will not help."""


class Unguarded(NotOurs):
    """A ledger without what keeps its entries from being changed: somebody took it away."""


class Missing(NotOurs):
    """There is no ledger at that place, and none was to be made."""


class Tampered(NotOurs):
    """An entry is no longer what was written: no decision may rest on it."""

    def __init__(self, appointment: str, number: int, because: str) -> None:
        super().__init__(appointment, number, because)
        self.appointment = appointment
        self.number = number
        self.because = because

    def __str__(self) -> str:
        return (
            f"Entry {self.number} of {self.appointment} is not what was written: {self.because}. "
            "Nothing was decided on it; `calends verify` lists what is broken, and the ledger has "
            "to be restored from a copy that verifies."
        )


class Departed(NotOurs):
    """The ledger is no longer what was signed: nothing may be signed on top of it."""
