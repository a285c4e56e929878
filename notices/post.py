"""The post: letters to an SMTP server, or into a folder. Each comes back with what became of it.

Nothing is raised for a letter that does not leave. Who refuses one recipient for good is told apart
from whoever may take it later; the other letters go on.
"""

import smtplib
import ssl
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from files.whole import put
from notices.accounts import Security, SmtpAccount
from notices.letters import Letter

PAUSE = 30.0  # seconds for which a server that cannot be reached is not asked again
STALE = 20.0  # seconds after which a quiet connection is asked whether it still stands


class Fate(StrEnum):
    """What became of a letter."""

    DELIVERED = "delivered"  # the server has taken it, or it lies in the folder
    REFUSED = "refused"  # for good: the same letter would be refused again
    LATER = "later"


class Delivery(NamedTuple):
    """What became of a letter, and in one sentence why.

    `perhaps`: the connection broke after the letter was sent and before the server answered, so
    that it may have been taken; sent again it has the same Message-ID.
    """

    fate: Fate
    because: str = ""
    perhaps: bool = False


class Post(Protocol):
    """Takes one letter at a time, from any thread."""

    def send(self, letter: Letter) -> Delivery: ...

    def close(self) -> None: ...


class Outbox:
    """A folder that letters are put into, a file each, where no server was named."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> Delivery:
        """The same letter lies in the same file: whole, or not at all."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            put(self._folder / f"{letter.name}.eml", letter.raw)
        except OSError as error:
            return Delivery(Fate.LATER, f"{self._folder} cannot be written: {error.strerror}")
        return Delivery(Fate.DELIVERED)

    def close(self) -> None:
        """Nothing is held open."""


class SmtpPost:
    """One connection to a server, for as many letters as it takes; made anew when it is gone.

    A server that cannot be reached is left alone for half a minute, so that a thousand letters do
    not each wait for it.
    """

    def __init__(
        self, account: SmtpAccount, sender: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._account = account
        self._sender = sender
        self._clock = clock
        self._lock = Lock()
        self._server: smtplib.SMTP | None = None
        self._used = 0.0
        self._away: tuple[float, str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, letter: Letter) -> Delivery:
        with self._lock:
            try:
                delivery = self._send(letter)
            except BaseException:
                # Stopped half-way: what the server says next is no answer to the next letter.
                self._drop()
                raise
            self._used = self._clock()
            return delivery

    def close(self) -> None:
        with self._lock:
            self._hang_up()

    def _send(self, letter: Letter) -> Delivery:
        if self._away and self._clock() < self._away[0]:
            return Delivery(Fate.LATER, self._away[1])
        self._away = None
        for fresh in (False, True):
            try:
                server = self._connected(fresh)
            except (OSError, UnicodeError) as error:  # among them all that smtplib raises
                self._away = (self._clock() + PAUSE, self._unreachable(error))
                return Delivery(Fate.LATER, self._away[1])
            try:
                if refusal := self._announced(server, letter):
                    return refusal
            except OSError as error:
                self._hang_up()
                if fresh or _timed_out(error):
                    return Delivery(Fate.LATER, self._broke_off(error))
                continue  # it had hung up on us since the letter before: nothing was sent yet
            return self._handed_over(server, letter)
        raise AssertionError("a fresh connection always gives an answer")

    def _announced(self, server: smtplib.SMTP, letter: Letter) -> Delivery | None:
        """From whom and to whom; a delivery only where the server will not have it.

        A sender who is not accepted is no fault of a recipient: that is set right, and tried again.
        """
        answer = server.mail(self._sender)
        if not _is_good(answer):
            self._begin_anew(server, answer)
            said = f"{self._where} takes no letters from {self._sender}: {_said(answer)}"
            return Delivery(Fate.LATER, said)
        answer = server.rcpt(letter.address)
        if not _is_good(answer):
            self._begin_anew(server, answer)
            return self._refused(answer, letter)
        return None

    def _handed_over(self, server: smtplib.SMTP, letter: Letter) -> Delivery:
        try:
            answer = server.data(letter.raw)
        except smtplib.SMTPDataError as error:  # it would not even begin to listen
            answer = (error.smtp_code, _bytes(error.smtp_error))
        except OSError as error:
            self._hang_up()
            return Delivery(Fate.LATER, self._broke_off(error), perhaps=True)
        if _is_good(answer):
            return Delivery(Fate.DELIVERED)
        self._begin_anew(server, answer)
        return self._refused(answer, letter)

    def _begin_anew(self, server: smtplib.SMTP, answer: "Answer") -> None:
        """The next letter owes nothing to this one; after 421 the server is hanging up."""
        try:
            server.rset()
        except OSError:
            self._hang_up()
        if answer[0] == CLOSING:
            self._hang_up()

    def _connected(self, fresh: bool) -> smtplib.SMTP:
        """Raises OSError and SMTPException."""
        if self._server is not None and self._clock() - self._used > STALE:
            fresh = fresh or not _still_stands(self._server)
        if fresh:
            self._hang_up()
        if self._server is None:
            self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        account = self._account
        trusted = ssl.create_default_context()
        if account.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.at, timeout=account.patience, context=trusted
            )
        else:
            server = smtplib.SMTP(account.host, account.at, timeout=account.patience)
        try:
            if account.security is Security.STARTTLS:
                server.starttls(context=trusted)
            server.ehlo_or_helo_if_needed()
            if account.user:
                server.login(account.user, account.secret())
        except BaseException:
            server.close()
            raise
        return server

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _hang_up(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except OSError:
                self._server.close()
            self._server = None

    # -- Sentences -----------------------------------------------------------------------------

    @property
    def _where(self) -> str:
        return f"{self._account.host}:{self._account.at}"

    def _refused(self, answer: "Answer", letter: Letter) -> Delivery:
        said = _said(answer)
        if answer[0] >= PERMANENT:
            return Delivery(
                Fate.REFUSED, f"{self._where} refuses the letter to {letter.person.id}: {said}"
            )
        return Delivery(
            Fate.LATER, f"{self._where} does not take the letter to {letter.person.id} yet: {said}"
        )

    def _broke_off(self, error: Exception) -> str:
        if _timed_out(error):
            return f"{self._where} gave no answer in {self._account.patience:g} seconds"
        return f"{self._where} closed the connection half-way"

    def _unreachable(self, error: Exception) -> str:
        """Why there is no connection."""
        match error:
            case ssl.SSLCertVerificationError():
                why = f"shows a certificate that is not trusted: {error.verify_message}"
            case ssl.SSLError():
                why = f"does not speak TLS as expected: {error.reason}"
            case smtplib.SMTPAuthenticationError():
                why = f"does not accept the user and the password ({error.smtp_code})"
            case smtplib.SMTPNotSupportedError():
                why = f"does not offer what is asked of it: {error}"
            case smtplib.SMTPResponseException() if error.smtp_code < 0:
                why = "does not answer as a mail server does"
            case smtplib.SMTPResponseException():
                why = f"answers {_said((error.smtp_code, _bytes(error.smtp_error)))}"
            case UnicodeError():
                why = "is not asked: a user and a password are given to it in ASCII alone"
            case _ if _timed_out(error):
                why = f"gave no answer in {self._account.patience:g} seconds"
            case smtplib.SMTPServerDisconnected():
                why = "closed the connection before anything was said"
            case OSError() if error.filename == str(self._account.password_file):
                why = f"is not asked: the password file {error.filename} cannot be read"
            case _:
                why = f"cannot be reached: {getattr(error, 'strerror', None) or error}"
        return f"{self._where} {why}"


Answer = tuple[int, bytes]
PERMANENT = 500
CLOSING = 421


def post(account: SmtpAccount | None, sender: str, outbox: Path) -> Post:
    """The server, where one was named; otherwise the folder."""
    return SmtpPost(account, sender) if account else Outbox(outbox)


def _timed_out(error: BaseException) -> bool:
    """smtplib says of a server that is too slow that it has hung up."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _is_good(answer: Answer) -> bool:
    return 200 <= answer[0] < 300


def _still_stands(server: smtplib.SMTP) -> bool:
    try:
        return _is_good(server.noop())
    except OSError:
        return False


def _said(answer: Answer) -> str:
    """What a server answered, on one line."""
    line = " ".join(f"{answer[0]} {answer[1].decode('utf-8', errors='replace')}".split())
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
