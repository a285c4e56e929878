"""Need-to-know: the stages held in camera, and why. A table of the house; no text lists them.

Committees sit in camera, a list is nobody else's while it is a draft, persons are assessed, and
the Panel's opinion is confidential. What the Assembly and the public see is not among them.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from domain.tables import rows


class Closed(StrEnum):
    """Why a stage is held in camera."""

    COMMITTEE = "committee"
    DRAFT = "draft"
    PERSONS = "persons"
    PANEL = "panel"


@lru_cache(maxsize=1)
def in_camera() -> Mapping[str, Closed]:
    """The stages held in camera, by key, each with its reason."""
    return {row["stage"]: Closed(row["why"]) for row in rows("in_camera.csv")}


def is_in_camera(stage: str) -> bool:
    """Whether a stage, with or without its occurrence, is for its circle alone."""
    return key_of(stage) in in_camera()


def key_of(stage: str) -> str:
    """A stage without its occurrence: list/2 is a list."""
    return stage.partition("/")[0]
