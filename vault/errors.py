"""What can go wrong with the vault: each in one sentence that says what, and what can be done."""


class VaultError(Exception):
    """The root of all that the vault raises: it cannot be used as it stands."""


class Missing(VaultError):
    """There is no vault at that place, and none was to be made."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"The vault {path} is missing: put it back from its backup; without it nobody can read "
            "what was sealed"
        )


class NoneYet(Missing):
    """The ledger names no vault, because none was ever needed."""

    def __init__(self) -> None:
        VaultError.__init__(
            self,
            "This ledger has no vault yet, and nothing was ever sealed with it: `calends up` makes "
            "one when it first starts",
        )


class Busy(VaultError):
    """Another program is writing to it, or its disk is full; the same call may succeed later."""


class Another(VaultError):
    """It is not the vault with which the ledger was sealed."""


class KeyGone(VaultError):
    """A key is not in the vault: it was erased, or never was in it."""


class CannotBeOpened(VaultError):
    """A key does not fit what was sealed, or what was sealed was changed."""
