"""The only reader of the environment.

CALENDS_HOME      where everything of ours lies; by default the user's data directory
CALENDS_LEDGER    the ledger: a path, or a postgresql:// address; by default a file in the home
CALENDS_VAULT     where the keys of persons lie; by default vault.sqlite in the home
CALENDS_STAFF     the opaque id under which acts from a terminal are recorded; by default none
CALENDS_PORT      the embedded Temporal server's port; by default any free one
CALENDS_UI_PORT   the port of its page; by default any free one
CALENDS_ORIGIN    the name of this ledger in its checkpoints, as in calends.example.org/ledger
CALENDS_DIRECTORY  who is reminded of what; by default directory.toml in the home
CALENDS_DESK      where the desk is found, for the links in letters; by default nowhere
CALENDS_SMTP_HOST  the server that letters go to; without one they are put into the home, as files
CALENDS_SMTP_PORT  its port; by default 587, or 465 for tls, or 25 for none
CALENDS_SMTP_SECURITY  starttls (the default), tls, or none, which is for this machine only
CALENDS_SMTP_USER  and CALENDS_SMTP_PASSWORD, or CALENDS_SMTP_PASSWORD_FILE: how it knows us
CALENDS_SMTP_FROM  the address from which letters come; needed where a server is named
TEMPORAL_*        another cluster instead of the embedded server, as Temporal's own tools read them:
                  naming an address, a profile or a configuration file asks for it
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from notices.accounts import Security, SmtpAccount, is_address

ANOTHER_CLUSTER: Final = ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
HIGHEST_PORT: Final = 65535
FROM_NOBODY: Final = "calends@localhost"  # in letters that only lie in a folder


class BadSetting(Exception):
    """A variable of the environment does not say what it should; the message names it."""


class Settings(msgspec.Struct, frozen=True):
    """What the environment asks for.

    `cluster` is true when clerks live on a Temporal cluster of the user's; its address and keys
    are left where they are, and read by Temporal's own library when a connection is made.
    A port of zero stands for any free one. `staff` is an id from the directory of the staff, never
    a name. Without an `smtp` account letters are put into `outbox`.
    """

    home: Path
    ledger: str
    cluster: bool = False
    engine_port: int = 0
    ui_port: int = 0
    staff: str = ""
    origin: str = "calends"
    named_directory: Path | None = None
    named_vault: Path | None = None
    desk: str = ""
    smtp: SmtpAccount | None = None
    sender: str = FROM_NOBODY

    @property
    def directory(self) -> Path:
        """The file of the staff: the one named, or the one in the home."""
        return self.named_directory or self.home / "directory.toml"

    @property
    def vault(self) -> Path:
        """The file of the keys: the one named, or the one in the home."""
        return self.named_vault or self.home / "vault.sqlite"

    @property
    def outbox(self) -> Path:
        """The folder of letters that no server takes."""
        return self.home / "outbox"

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
        origin=_origin(given.get("CALENDS_ORIGIN")),
        named_directory=_path(given, "CALENDS_DIRECTORY"),
        named_vault=_path(given, "CALENDS_VAULT"),
        desk=_desk(given.get("CALENDS_DESK")),
        smtp=_smtp(given),
        sender=_sender(given),
    )


def _home(text: str | None) -> Path:
    if not text:
        import platformdirs

        return Path(platformdirs.user_data_dir("calends", appauthor=False))
    # A relative home would be another one in every folder.
    return _resolved("CALENDS_HOME", text)


def _ledger(text: str | None, home: Path) -> str:
    if not text:
        return str(home / "ledger.sqlite")
    if "://" in text or text == ":memory:":
        return text
    return str(_resolved("CALENDS_LEDGER", text))


def _port(name: str, text: str | None) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or int(text) > HIGHEST_PORT:
        raise BadSetting(f"{name} is {text!r}, and must be a port: a number up to {HIGHEST_PORT}.")
    return int(text)


def _origin(text: str | None) -> str:
    if not text:
        return "calends"
    from ledger.notes import is_name

    name = text.strip()
    if not is_name(name):
        raise BadSetting(
            f"CALENDS_ORIGIN is {name!r}, and must be a name without blanks: "
            "calends.example.org/ledger."
        )
    return name


def _path(given: Mapping[str, str], name: str) -> Path | None:
    text = given.get(name)
    return _resolved(name, text) if text else None


def _resolved(name: str, text: str) -> Path:
    try:
        return Path(text).expanduser().resolve()
    except RuntimeError:
        raise BadSetting(f"{name} is {text!r}, and no user of that name has a home.") from None


def _desk(text: str | None) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise BadSetting(f"CALENDS_DESK is {text!r}, and must be an address that begins https://.")
    return text or ""


def _smtp(given: Mapping[str, str]) -> SmtpAccount | None:
    host = given.get("CALENDS_SMTP_HOST", "").strip()
    if not host:
        return None
    for name in ("CALENDS_SMTP_USER", "CALENDS_SMTP_PASSWORD"):
        # Without its text: it may be the password.
        if not given.get(name, "").isascii():
            raise BadSetting(f"{name} must be written in ASCII, without accents: servers ask that.")
    try:
        return SmtpAccount(
            host,
            _port("CALENDS_SMTP_PORT", given.get("CALENDS_SMTP_PORT")),
            _security(given.get("CALENDS_SMTP_SECURITY")),
            given.get("CALENDS_SMTP_USER", ""),
            given.get("CALENDS_SMTP_PASSWORD", ""),
            _path(given, "CALENDS_SMTP_PASSWORD_FILE"),
        )
    except ValueError as error:
        raise BadSetting(f"CALENDS_SMTP_HOST cannot be used as it is set: {error}.") from None


def _security(text: str | None) -> Security:
    known = ", ".join(Security)
    try:
        return Security((text or Security.STARTTLS).strip().lower())
    except ValueError:
        raise BadSetting(
            f"CALENDS_SMTP_SECURITY is {text!r}, and must be one of {known}."
        ) from None


def _sender(given: Mapping[str, str]) -> str:
    """Letters bear it, and servers look at it: only what is surely an address."""
    sender = given.get("CALENDS_SMTP_FROM", "").strip()
    if not sender and given.get("CALENDS_SMTP_HOST", "").strip():
        raise BadSetting("CALENDS_SMTP_FROM is needed beside CALENDS_SMTP_HOST: give an address.")
    if sender and not is_address(sender):
        raise BadSetting(
            f"CALENDS_SMTP_FROM is {sender!r}, and must be an address: calends@example.org."
        )
    return sender or FROM_NOBODY
