"""What the environment says of letters; what it says wrongly is one sentence that names it."""

from pathlib import Path

import pytest

from notices.accounts import Security, SmtpAccount
from settings import BadSetting, read

HOST = {"CALENDS_SMTP_HOST": "mail.example.org", "CALENDS_SMTP_FROM": "calends@example.org"}
LETTERS = (Path(__file__).parents[2] / "docs" / "operators" / "letters.md").read_text()


def test_without_a_server_letters_lie_in_the_home(tmp_path: Path) -> None:
    plain = read({"CALENDS_HOME": str(tmp_path)})

    assert (plain.smtp, plain.sender, plain.desk) == (None, "calends@localhost", "")
    assert plain.outbox == tmp_path / "outbox"
    assert plain.directory == tmp_path / "directory.toml"


def test_a_server_is_named_with_all_that_it_asks_for(tmp_path: Path) -> None:
    chosen = read(
        HOST
        | {
            "CALENDS_SMTP_PORT": "2525",
            "CALENDS_SMTP_SECURITY": "TLS",
            "CALENDS_SMTP_USER": "calends",
            "CALENDS_SMTP_PASSWORD_FILE": str(tmp_path / "password"),
            "CALENDS_DIRECTORY": str(tmp_path / "staff.toml"),
            "CALENDS_DESK": "https://desk.example.org",
        }
    )

    assert chosen.smtp == SmtpAccount(
        "mail.example.org",
        2525,
        Security.TLS,
        "calends",
        password_file=(tmp_path / "password").resolve(),
    )
    assert chosen.sender == "calends@example.org"
    assert chosen.directory == (tmp_path / "staff.toml").resolve()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"CALENDS_SMTP_PORT": "high"}, r"^CALENDS_SMTP_PORT is 'high', and must be a port"),
        (
            {"CALENDS_SMTP_SECURITY": "ssl"},
            r"^CALENDS_SMTP_SECURITY is 'ssl', and must be one of starttls, tls, none\.$",
        ),
        (
            {"CALENDS_SMTP_SECURITY": "none"},
            r"^CALENDS_SMTP_HOST cannot be used as it is set: mail\.example\.org is not this",
        ),
        (
            {"CALENDS_SMTP_USER": "calends"},
            r"^CALENDS_SMTP_HOST cannot be used as it is set: a user and a password go together",
        ),
        (
            {"CALENDS_SMTP_USER": "josé", "CALENDS_SMTP_PASSWORD": "x"},
            r"^CALENDS_SMTP_USER must be written in ASCII, without accents",
        ),
        (
            {"CALENDS_SMTP_USER": "jose", "CALENDS_SMTP_PASSWORD": "né"},
            r"^CALENDS_SMTP_PASSWORD must be written in ASCII, without accents: servers ask that",
        ),
        ({"CALENDS_SMTP_FROM": ""}, r"^CALENDS_SMTP_FROM is needed beside CALENDS_SMTP_HOST"),
        (
            {"CALENDS_SMTP_FROM": "Calends <calends@example.org>"},
            r"^CALENDS_SMTP_FROM is 'Calends <calends@example\.org>', and must be an address",
        ),
        (
            {"CALENDS_SMTP_FROM": "a@example.org\r\nBcc: b@example.org"},
            r"^CALENDS_SMTP_FROM is '.*', and must be an address",
        ),
        ({"CALENDS_DESK": "desk.example.org"}, r"^CALENDS_DESK is 'desk\.example\.org', and must"),
    ],
)
def test_what_is_set_wrongly_is_named(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        read(HOST | wrong)


@pytest.mark.parametrize(
    "name",
    [
        "CALENDS_DESK",
        "CALENDS_DIRECTORY",
        *(
            f"CALENDS_SMTP_{name}"
            for name in ("FROM", "HOST", "PASSWORD", "PASSWORD_FILE", "PORT", "SECURITY", "USER")
        ),
    ],
)
def test_every_setting_stands_on_the_page_of_the_operator(name: str) -> None:
    assert f"| `{name}` |" in LETTERS
