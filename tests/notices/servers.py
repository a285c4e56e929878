"""Real SMTP servers on loopback, with the manners that servers have."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOOPBACK = "127.0.0.1"
USER, PASSWORD = "calends", "correct horse"
SLOWLY = 3.0  # seconds: far longer than the patience of any test


class Polite:
    """Takes every letter, and keeps what it has taken."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.connections = 0

    async def handle_EHLO(  # noqa: N802  the name is aiosmtpd's
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        if session.host_name is None:
            self.connections += 1
        session.host_name = hostname
        return said

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return "250 OK"


class Choosy(Polite):
    """Has an answer of its own for some addresses."""

    def __init__(self, answers: dict[str, list[str]]) -> None:
        super().__init__()
        self.answers = answers

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Slow(Polite):
    """Thinks for long about whom it is asked to write to."""

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        await asyncio.sleep(SLOWLY)
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Abrupt(Polite):
    """Hangs up instead of answering: the first time that it has heard a letter to its end."""

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.taken) == 1:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return answer


class Leaving(Polite):
    """Hangs up once it has thanked for the first letter; `left` is set when it has."""

    def __init__(self) -> None:
        super().__init__()
        self.left = threading.Event()

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.taken) == 1:
            assert isinstance(server.transport, asyncio.WriteTransport)
            asyncio.get_running_loop().call_soon(self._leave, server.transport)
        return answer

    def _leave(self, transport: asyncio.WriteTransport) -> None:
        transport.close()
        asyncio.get_running_loop().call_soon(self.left.set)


class Strict(Polite):
    """Knows no such sender."""

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, _envelope: Envelope, _address: str, _options: Any
    ) -> str:
        return "550 5.7.1 who are you?"


class Picky(Polite):
    """Reads a letter, and will not have it."""

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        return "554 5.7.1 looks like\tspam"


@contextmanager
def serving(handler: Polite, port: int = 0, **how: Any) -> Iterator[int]:
    """A server in a thread of its own; its port."""
    controller = Controller(handler, hostname=LOOPBACK, port=port or free_port(), **how)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def answering(*lines: bytes) -> Iterator[int]:
    """No mail server: it says these lines to whoever connects, and hangs up."""
    with socket.create_server((LOOPBACK, 0)) as server:
        server.settimeout(SLOWLY)

        def once() -> None:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                for line in lines:
                    connection.sendall(line)

        thread = threading.Thread(target=once)
        thread.start()
        yield server.getsockname()[1]
    thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def by_password(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any
) -> AuthResult:
    """Who knows the user and the password."""
    assert isinstance(given, LoginPassword)
    known = (given.login.decode(), given.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=known, handled=known)
