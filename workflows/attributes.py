"""The search attributes by which Temporal lists clerks.

They are never encrypted, so nothing personal may stand in them. The prefix keeps them apart from
those of others on a shared cluster, and from words that the server's own SQL cannot bear as the
name of a column.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate, TypedSearchAttributes

WORDS: Final = tuple(
    SearchAttributeKey.for_keyword(name)
    for name in ("CalendsOffice", "CalendsStatus", "CalendsEdition")
)
LISTS: Final = tuple(
    SearchAttributeKey.for_keyword_list(name) for name in ("CalendsStage", "CalendsBody")
)
DUE: Final = SearchAttributeKey.for_datetime("CalendsDue")

ALL: Final[tuple[SearchAttributeKey[Any], ...]] = (*WORDS, *LISTS, DUE)
"""What a server must know before the first clerk shows itself."""


def changes(
    shown: TypedSearchAttributes, wanted: Mapping[str, str | list[str]]
) -> list[SearchAttributeUpdate[Any]]:
    """The way from what the server shows to what the agenda wants; empty where they agree.

    An attribute that the agenda no longer has is taken away. A name that no server was told of is
    passed over, because the server would otherwise reject the clerk's work for ever.
    """
    changed: list[SearchAttributeUpdate[Any]] = []
    for key in ALL:
        value = _as(key, wanted.get(key.name))
        if value == shown.get(key):
            continue
        changed.append(key.value_unset() if value is None else key.value_set(value))
    return changed


def _as(
    key: SearchAttributeKey[Any], value: str | Sequence[str] | None
) -> str | list[str] | datetime | None:
    """An agenda arrives as JSON, where an instant is text; the server wants the instant.

    An empty list is the same as none, because the server keeps none.
    """
    if not value:
        return None
    if key.name == DUE.name and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value if isinstance(value, str) else list(value)
