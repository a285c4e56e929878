"""Letters with a checkpoint: a few words in each language, and the note to the byte."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.languages import LANGUAGES
from notices.checkpoint_letters import Alarm, SignedNote, alarm_letter, checkpoint_letter
from notices.directory_file import BadDirectory, load
from notices.directory_file import read as read_directory
from notices.letters import Letter, Writer
from notices.office import PostOffice
from notices.post import Outbox
from notices.stationery import TEMPLATES, Stationery
from tests.notices.kinds import (
    DIRECTORY,
    EXAMPLE,
    SENDER,
    WRITERS,
    body,
    in_language,
    is_as_it_was_read,
    noon,
    read,
)

GOLDEN = Path(__file__).with_name("checkpoint-letters")
# Nothing that a printer of a language would set otherwise may change in it.
NOTE = (
    "calends.example.org/1-may\n"
    "1234\n"
    "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=\n"
    "heads 7 aGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGg=\n"
    "at 2029-06-26T00:00:00Z\n"
    "\n"
    "— calends.example.org/1-may "
    "IfZ4NqDuyu8xk7O9sLAlmzcxzC8w1HAwUzvJQmO+hzjGa5KpK7dTR8QPYXDnzz7rc3kbqZ0bMH8TwRmVvBkr6+LkAQQ=\n"
)
SIGNED = SignedNote(NOTE, 1234, datetime(2029, 6, 26, tzinfo=UTC))


def letter(code: str, of: SignedNote = SIGNED) -> Letter:
    person = in_language(DIRECTORY, code).persons[0]
    return checkpoint_letter(WRITERS[""], of, person, noon(date(2029, 6, 26)))


def alarm(code: str, because: str = "Entry 2 of judge/malta/2030 is gone.") -> Letter:
    person, on = in_language(DIRECTORY, code).persons[0], date(2029, 6, 26)
    return alarm_letter(WRITERS[""], Alarm(because, on), person, noon(on))


def test_an_alarm_is_one_letter_a_night_and_for_each_place_that_fails() -> None:
    assert alarm("en") == alarm("en")
    assert alarm("en").message_id != alarm("en", "Entry 3 of judge/malta/2030 is gone.").message_id


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("name", "written"), [("checkpoint", letter), ("alarm", alarm)])
def test_each_letter_is_the_one_that_was_read(
    name: str, written: Callable[[str], Letter], code: str
) -> None:
    now = f"{written(code).subject}\n\n{body(written(code))}"
    is_as_it_was_read(GOLDEN / f"{name}.{code}.txt", now)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_note_stands_in_the_letter_unchanged(code: str) -> None:
    """Plain text, in one part, with the note as its end: it can be cut out and checked."""
    assert body(letter(code)).endswith(f"\n{NOTE}")
    assert read(letter(code)).get_content_type() == "text/plain"
    assert read(letter(code))["Content-Language"] == code


def test_the_same_checkpoint_to_the_same_person_is_the_same_letter() -> None:
    another = SignedNote(NOTE.replace("1234", "1235"), 1235, SIGNED.at)

    assert letter("en") == letter("en")
    assert letter("en").message_id != letter("en", another).message_id
    assert read(letter("en"))["References"] == read(letter("en", another))["References"]


@pytest.mark.parametrize(
    ("name", "of"),
    [("checkpoint", SIGNED), ("alarm", Alarm("Entry 2 is gone.", date(2029, 6, 26)))],
)
def test_a_template_that_cannot_be_used_keeps_it_from_its_own_language_alone(
    name: str, of: SignedNote | Alarm, tmp_path: Path
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "fr" / f"{name}.txt").write_text("{{ nonsense }}", encoding="utf-8")
    writer, outbox = Writer(SENDER, "", Stationery(templates)), tmp_path / "outbox"
    office = PostOffice(EXAMPLE, writer, Outbox(outbox))

    # Of these three the second reads French.
    told = office.mail(of, ["s-1001", "s-1002", "s-1003"], noon(date(2029, 6, 26)), lambda: None)

    assert (told.to, told.later) == (("s-1001", "s-1003"), ("s-1002",))
    assert f"fr/{name}.txt" in told.because
    assert len(list(outbox.iterdir())) == 2


def test_the_directory_says_to_whom_checkpoints_are_mailed() -> None:
    """To nobody, unless it says so; and every fault of it in a sentence."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert load(EXAMPLE).checkpoints == ()
    asked = '\n[checkpoints]\nmail = ["s-1001", "s-2003"]\n'
    assert read_directory(text + asked).checkpoints == ("s-1001", "s-2003")
    for wrong, fault in (
        ('[checkpoints]\nmail = ["s-1000"]', "person s-1000 is not there: did you mean s-1003?"),
        ('[checkpoints]\nmail = "s-1001"', 'mail is not a list: write it as in ["a", "b"]'),
        ("[checkpoints]\npost = []", "has a field post that there is not"),
        ('[[checkpoints]]\nmail = ["s-1001"]', "is one table: begin it with [checkpoints]"),
    ):
        with pytest.raises(BadDirectory) as bad:
            read_directory(f"{text}\n{wrong}\n")
        assert bad.value.faults[0].startswith("checkpoints")
        assert fault in bad.value.faults[0]
