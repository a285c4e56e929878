"""Keys that are always the same, so that a history sealed with them can be kept in the tests."""

from typing import Final

KEY_BYTES: Final = 32


class FixedKeys:
    """A double of the vault: it has the keys of these ids, each made of its own name."""

    def __init__(self, *ids: str) -> None:
        self._ids = ids

    def payload_key(self) -> tuple[str, bytes]:
        """The last is in use."""
        return self.payload_key_of(self._ids[-1])

    def payload_key_of(self, id_: str) -> tuple[str, bytes]:
        """Raises KeyError for one that is not here."""
        if id_ not in self._ids:
            raise KeyError(f"there is no key {id_}")
        return id_, id_.encode().ljust(KEY_BYTES, b".")


STORED: Final = FixedKeys("first", "kept")
"""With which the sealed histories among the stored ones are sealed."""
