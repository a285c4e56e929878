"""The only reader of the environment.

CALENDS_HOME      where everything of ours lies; by default the user's data directory
CALENDS_LEDGER    the ledger: a path, or a postgresql:// address; by default a file in the home
CALENDS_STAFF     the opaque id under which acts from a terminal are recorded; by default none
CALENDS_PORT      the embedded Temporal server's port; by default any free one
CALENDS_UI_PORT   the port of its page; by default any free one
TEMPORAL_*        another cluster instead of the embedded server, as Temporal's own tools read them:
                  naming an address, a profile or a configuration file asks for it
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

ANOTHER_CLUSTER: Final = ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
HIGHEST_PORT: Final = 65535


class BadSetting(Exception):
    """A variable of the environment does not say what it should; the message names it."""


class Settings(msgspec.Struct, frozen=True):
    """What the environment asks for.

    `cluster` is true when clerks live on a Temporal cluster of the user's; its address and keys
    are left where they are, and read by Temporal's own library when a connection is made.
    A port of zero stands for any free one. `staff` is an id from the directory of the staff, never
    a name.
    """

    home: Path
    ledger: str
    cluster: bool = False
    engine_port: int = 0
    ui_port: int = 0
    staff: str = ""

    @property
    def ledger_is_default(self) -> bool:
        """Whether nobody named a ledger, so that one may not have been made yet."""
        return self.ledger == _ledger(None, self.home)


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Raises BadSetting. Creates nothing."""
    given = os.environ if environment is None else environment
    home = _home(given.get("CALENDS_HOME"))
    return Settings(
        home=home,
        ledger=_ledger(given.get("CALENDS_LEDGER"), home),
        cluster=any(given.get(name) for name in ANOTHER_CLUSTER),
        engine_port=_port("CALENDS_PORT", given.get("CALENDS_PORT")),
        ui_port=_port("CALENDS_UI_PORT", given.get("CALENDS_UI_PORT")),
        staff=given.get("CALENDS_STAFF", "").strip(),
    )


def _home(text: str | None) -> Path:
    if not text:
        import platformdirs

        return Path(platformdirs.user_data_dir("calends", appauthor=False))
    # A relative home would be another one in every folder.
    return Path(text).expanduser().resolve()


def _ledger(text: str | None, home: Path) -> str:
    if not text:
        return str(home / "ledger.sqlite")
    if "://" in text or text == ":memory:":
        return text
    return str(Path(text).expanduser().resolve())


def _port(name: str, text: str | None) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or int(text) > HIGHEST_PORT:
        raise BadSetting(f"{name} is {text!r}, and must be a port: a number up to {HIGHEST_PORT}.")
    return int(text)
