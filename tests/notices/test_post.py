"""The post: a real SMTP server on loopback, polite and otherwise; and the outbox."""

import email
import email.policy
import os
import ssl
import stat
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
import trustme

from notices.accounts import Security, SmtpAccount
from notices.directory import Person, Role
from notices.letters import Letter
from notices.post import Delivery, Fate, Outbox, SmtpPost, post
from notices.rounds import Told, carry, told
from tests.notices.kinds import KINDS, SENDER
from tests.notices.servers import (
    LOOPBACK,
    PASSWORD,
    SLOWLY,
    USER,
    Abrupt,
    Choosy,
    Leaving,
    Picky,
    Polite,
    Slow,
    Strict,
    answering,
    by_password,
    free_port,
    serving,
)

LETTER = KINDS["ahead"].letter("fr")
OTHERS = [KINDS[kind].letter("en") for kind in ("overdue", "moved", "assumed")]
NO_PATIENCE = 0.4


def account(port: int, **how: Any) -> SmtpAccount:
    how.setdefault("security", Security.NONE)
    how.setdefault("patience", 5.0)
    return SmtpAccount(LOOPBACK, port, **how)


def sent(port: int, *letters: Letter, **how: Any) -> list[Delivery]:
    with SmtpPost(account(port, **how), SENDER) as box:
        return [box.send(letter) for letter in letters]


def to(address: str, id_: str = "s-9") -> Letter:
    person = Person(id_, "unit", "Name", address, "en", Role.OWNER)
    return msgspec.structs.replace(LETTER, person=person, name=f"name-of-{id_}")


# -- A server that takes letters -------------------------------------------------------------


def test_a_letter_arrives_as_it_was_written() -> None:
    with serving(server := Polite()) as port:
        assert sent(port, LETTER) == [Delivery(Fate.DELIVERED)]

    assert [address for address, _ in server.taken] == ["edith.brandt@example.org"]
    assert server.taken[0][1] == LETTER.raw
    message = email.message_from_bytes(server.taken[0][1], policy=email.policy.default)
    assert message["Message-ID"] == LETTER.message_id


def test_many_letters_go_over_one_connection() -> None:
    with serving(server := Polite()) as port:
        fates = sent(port, *[LETTER] * 50)

    assert {each.fate for each in fates} == {Fate.DELIVERED}
    assert (server.connections, len(server.taken)) == (1, 50)


def test_a_line_that_begins_with_a_dot_arrives_whole() -> None:
    dotted = msgspec.structs.replace(LETTER, raw=LETTER.raw + b"\r\n.\r\n..x\r\n")
    with serving(server := Polite()) as port:
        sent(port, dotted)

    assert server.taken[0][1] == dotted.raw


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def certified(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate that this machine trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(LOOPBACK).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "trusted.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    return context


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_letters_go_over_tls_from_whom_the_server_knows(
    certified: ssl.SSLContext, security: Security
) -> None:
    how: dict[str, Any] = (
        {"tls_context": certified, "require_starttls": True}
        if security is Security.STARTTLS
        else {"ssl_context": certified, "auth_require_tls": False}
    )
    with serving(server := Polite(), authenticator=by_password, **how) as port:
        known = sent(port, LETTER, security=security, user=USER, password=PASSWORD)
        wrong = sent(port, LETTER, security=security, user=USER, password="no")

    assert known == [Delivery(Fate.DELIVERED)]
    assert wrong == [
        Delivery(Fate.LATER, f"127.0.0.1:{port} does not accept the user and the password (535)")
    ]
    assert len(server.taken) == 1


def test_the_password_may_lie_in_a_file(certified: ssl.SSLContext, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    how: dict[str, Any] = {"security": Security.STARTTLS, "user": USER, "password_file": file}
    with serving(
        Polite(), authenticator=by_password, auth_required=True, tls_context=certified
    ) as port:
        there = sent(port, LETTER, **how)
        file.unlink()
        gone = sent(port, LETTER, **how)

    assert there == [Delivery(Fate.DELIVERED)]
    assert gone[0].because == (
        f"127.0.0.1:{port} is not asked: the password file {file} cannot be read"
    )


def test_a_password_that_smtp_cannot_say_is_told_and_not_a_crash() -> None:
    with serving(Polite(), authenticator=by_password, auth_require_tls=False) as port:
        (delivery,) = sent(port, LETTER, user=USER, password="pässword")

    assert delivery == Delivery(
        Fate.LATER,
        f"127.0.0.1:{port} is not asked: a user and a password are given to it in ASCII alone",
    )


@pytest.mark.usefixtures("certified")
def test_a_certificate_that_nobody_vouches_for_gets_no_letter() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(LOOPBACK).configure_cert(context)
    with serving(server := Polite(), tls_context=context) as port:
        (delivery,) = sent(port, LETTER, security=Security.STARTTLS)

    assert delivery.fate is Fate.LATER
    assert delivery.because.startswith(f"127.0.0.1:{port} shows a certificate that is not trusted")
    assert server.taken == []


def test_a_server_without_tls_gets_no_letter_and_no_password() -> None:
    with serving(server := Polite()) as port:
        (delivery,) = sent(port, LETTER, security=Security.STARTTLS, user=USER, password=PASSWORD)

    assert delivery.fate is Fate.LATER
    assert "does not offer what is asked of it" in delivery.because
    assert server.taken == []


# -- A server with manners of its own --------------------------------------------------------


def test_one_recipient_refused_for_good_and_the_rest_goes_on() -> None:
    server = Choosy({"gone@example.org": ["550 5.1.1 no such mailbox"]})
    with serving(server) as port:
        fates = sent(port, LETTER, to("gone@example.org"), *OTHERS)

    assert [each.fate for each in fates] == [
        Fate.DELIVERED,
        Fate.REFUSED,
        *[Fate.DELIVERED] * 3,
    ]
    assert fates[1].because == (
        f"127.0.0.1:{port} refuses the letter to s-9: 550 5.1.1 no such mailbox"
    )
    assert server.connections == 1


def test_a_greylisted_recipient_is_written_to_later() -> None:
    server = Choosy({"slow@example.org": ["451 4.7.1 come back in five minutes"]})
    with serving(server) as port:
        first, other, again = sent(port, to("slow@example.org"), LETTER, to("slow@example.org"))

    assert first == Delivery(
        Fate.LATER,
        f"127.0.0.1:{port} does not take the letter to s-9 yet: 451 4.7.1 come back in five "
        "minutes",
    )
    assert other.fate is again.fate is Fate.DELIVERED


def test_a_slow_server_is_waited_for_only_so_long() -> None:
    with serving(Slow()) as port:
        began = time.monotonic()
        (delivery,) = sent(port, LETTER, patience=NO_PATIENCE)
        took = time.monotonic() - began

    assert delivery == Delivery(Fate.LATER, f"127.0.0.1:{port} gave no answer in 0.4 seconds")
    assert took < SLOWLY


def test_a_server_that_hangs_up_half_way_may_have_the_letter_and_the_next_ones_go() -> None:
    with serving(server := Abrupt()) as port:
        broken, *others = sent(port, LETTER, *OTHERS)

    assert broken == Delivery(
        Fate.LATER, f"127.0.0.1:{port} closed the connection half-way", perhaps=True
    )
    assert {each.fate for each in others} == {Fate.DELIVERED}
    assert len(server.taken) == 4


def test_a_connection_that_was_closed_between_letters_is_made_anew() -> None:
    with serving(server := Leaving()) as port, SmtpPost(account(port), SENDER) as box:
        first = box.send(LETTER)
        assert server.left.wait(5.0)
        second = box.send(LETTER)

    assert first == second == Delivery(Fate.DELIVERED)
    assert server.connections == 2


def test_a_connection_that_was_quiet_for_long_is_asked_whether_it_stands() -> None:
    seconds = count(0.0, 25.0)
    with (
        serving(server := Polite()) as port,
        SmtpPost(account(port), SENDER, clock=lambda: next(seconds)) as box,
    ):
        fates = [box.send(LETTER) for _ in range(3)]

    assert fates == [Delivery(Fate.DELIVERED)] * 3
    assert server.connections == 1


def test_a_sender_who_is_not_accepted_loses_no_letter() -> None:
    with serving(Strict()) as port:
        (delivery,) = sent(port, LETTER)

    assert delivery == Delivery(
        Fate.LATER,
        f"127.0.0.1:{port} takes no letters from {SENDER}: 550 5.7.1 who are you?",
    )


def test_a_letter_that_is_refused_after_it_was_heard() -> None:
    with serving(Picky()) as port:
        (delivery,) = sent(port, LETTER)

    assert delivery == Delivery(
        Fate.REFUSED,
        f"127.0.0.1:{port} refuses the letter to s-2001: 554 5.7.1 looks like spam",
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((b"554 no service here\r\n",), "answers 554 no service here"),
        ((), "closed the connection before anything was said"),
        ((b"SSH-2.0-OpenSSH\r\n",), "does not answer as a mail server does"),
    ],
)
def test_what_is_no_mail_server_is_said_to_be_none(lines: tuple[bytes, ...], said: str) -> None:
    with answering(*lines) as port:
        (delivery,) = sent(port, LETTER)

    assert delivery == Delivery(Fate.LATER, f"127.0.0.1:{port} {said}")


def test_a_server_that_is_away_is_asked_once_and_then_after_half_a_minute() -> None:
    port, now = free_port(), [0.0]
    with SmtpPost(account(port), SENDER, clock=lambda: now[0]) as box:
        away = box.send(LETTER)
        with serving(server := Polite(), port=port):
            still = box.send(LETTER)
            now[0] = 31.0
            back = box.send(LETTER)

    assert away == still
    assert away == Delivery(Fate.LATER, f"127.0.0.1:{port} cannot be reached: Connection refused")
    assert back == Delivery(Fate.DELIVERED)
    assert len(server.taken) == 1


# -- Accounts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda: SmtpAccount("mail.example.org", security=Security.NONE),
            "mail.example.org is not this machine: letters leave it by starttls or tls only",
        ),
        (
            lambda: SmtpAccount("mail.example.org", user="calends"),
            "a user and a password go together: give both or neither",
        ),
    ],
)
def test_an_account_that_would_give_something_away(
    make: Callable[[], SmtpAccount], said: str
) -> None:
    with pytest.raises(ValueError, match="^" + said.replace(".", r"\.") + "$"):
        make()


def test_an_account_never_shows_its_password() -> None:
    own = SmtpAccount("mail.example.org", user=USER, password=PASSWORD)

    assert repr(own) == "SmtpAccount(mail.example.org:587, starttls, user 'calends')"
    assert [SmtpAccount("localhost", security=each).at for each in Security] == [587, 465, 25]


# -- The outbox ------------------------------------------------------------------------------


def test_without_a_server_letters_lie_in_a_folder(tmp_path: Path) -> None:
    box = post(None, SENDER, tmp_path / "home" / "outbox")
    fates = [box.send(letter) for letter in (LETTER, *OTHERS, LETTER)]
    box.close()
    files = sorted((tmp_path / "home" / "outbox").iterdir())

    assert isinstance(box, Outbox)
    assert fates == [Delivery(Fate.DELIVERED)] * 5
    assert [file.name for file in files] == sorted(f"{e.name}.eml" for e in (LETTER, *OTHERS))
    assert (tmp_path / "home" / "outbox" / f"{LETTER.name}.eml").read_bytes() == LETTER.raw
    assert f"<{LETTER.name}@" in LETTER.message_id
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_folder_that_cannot_be_written_keeps_the_letter_for_later(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands here")
    delivery = Outbox(tmp_path / "outbox").send(LETTER)

    assert delivery == Delivery(Fate.LATER, f"{tmp_path / 'outbox'} cannot be written: File exists")


def test_with_a_server_letters_go_there() -> None:
    with serving(Polite()) as port:
        box = post(account(port), SENDER, Path(os.devnull))
        assert box.send(LETTER).fate is Fate.DELIVERED
        box.close()


# -- A round ---------------------------------------------------------------------------------


def test_a_round_tells_of_each_reminder_who_was_told() -> None:
    server = Choosy(
        {"gone@example.org": ["550 no such mailbox"], "slow@example.org": ["451 later"]}
    )
    closing_, call = "reminder:closing:2029-01-10:10", "reminder:call:2028-10-31:40"
    both = msgspec.structs.replace(LETTER, keys=(closing_, call))
    letters = (both, to("gone@example.org", "s-8"), to("slow@example.org", "s-9"))
    with serving(server) as port, SmtpPost(account(port), SENDER) as box:
        carried = list(carry(box, letters))

    assert [each.person for each in carried] == ["s-2001", "s-8", "s-9"]
    assert told(call, carried) == Told(("s-2001",))
    assert told(closing_, carried) == Told(
        ("s-2001",),
        ("s-8",),
        ("s-9",),
        f"127.0.0.1:{port} refuses the letter to s-8: 550 no such mailbox; "
        f"127.0.0.1:{port} does not take the letter to s-9 yet: 451 later",
    )
    assert told("reminder:list:2029-03-31:10", carried) == Told(())


def test_a_round_flags_what_may_have_arrived_twice() -> None:
    with serving(Abrupt()) as port, SmtpPost(account(port), SENDER) as box:
        carried = list(carry(box, (LETTER,)))
        again = list(carry(box, (LETTER,)))

    assert told(LETTER.keys[0], carried).perhaps_twice
    assert told(LETTER.keys[0], again) == Told(("s-2001",))
    assert carried[0].message_id == again[0].message_id
