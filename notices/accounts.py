"""Where letters go out: an account with an SMTP server, as the settings hand it in."""

import re
from enum import StrEnum
from pathlib import Path

import msgspec


class Security(StrEnum):
    """How the connection is protected. Plain text never leaves the machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


USUAL_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
PATIENCE = 15.0  # seconds for each answer

# RFC 5321 in the part that mail systems really use: no quoted words, no addresses of machines.
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})+")
LONGEST_ADDRESS = 254


class SmtpAccount(msgspec.Struct, frozen=True):
    """A server, how it is spoken to, and as whom. A port of zero is the usual one.

    The password stands here or in a file, which is read anew for each connection. Raises
    ValueError, in one sentence, for what would give letters or the password away.
    """

    host: str
    port: int = 0
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""
    password_file: Path | None = None
    patience: float = PATIENCE

    def __post_init__(self) -> None:
        if self.security is Security.NONE and not is_loopback(self.host):
            raise ValueError(
                f"{self.host} is not this machine: letters leave it by starttls or tls only"
            )
        if bool(self.user) != bool(self.password or self.password_file):
            raise ValueError("a user and a password go together: give both or neither")

    def __repr__(self) -> str:
        """Without the password: a repr may end in a log."""
        return f"SmtpAccount({self.host}:{self.at}, {self.security.value}, user {self.user!r})"

    @property
    def at(self) -> int:
        return self.port or USUAL_PORTS[self.security]

    def secret(self) -> str:
        """The password. Raises OSError where its file cannot be read."""
        if self.password_file is None:
            return self.password
        return self.password_file.read_text(encoding="utf-8").rstrip("\r\n")


def is_address(text: str) -> bool:
    """Whether a text is an address of a person's mailbox, and nothing else."""
    return len(text) <= LONGEST_ADDRESS and bool(ADDRESS.fullmatch(text))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or its number."""
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
