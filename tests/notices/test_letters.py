"""Letters: what they say, to whom, in which language, and that they are always the same letter."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from domain.acts import AppointmentId
from domain.languages import LANGUAGES
from domain.reminders import Reminder
from domain.telling import named
from notices.calendars import event_of
from notices.directory import Directory, Person
from notices.letters import Letter, Writer, envelopes, one_line
from notices.stationery import TEMPLATES, BadTemplate, Stationery
from tests.notices.kinds import (
    CLOSING,
    DESK,
    DIRECTORY,
    EVENT,
    JUDGE,
    KINDS,
    LETTERS,
    SECRETARY_GENERAL,
    SENDER,
    SG,
    WRITERS,
    body,
    in_language,
    is_as_it_was_read,
    lying_ahead,
    noon,
    read,
)

GOLDEN = Path(__file__).with_name("letters")
NARROW, WIDE = "\u202f", "\u00a0"


def on_one_line(text: str) -> str:
    """Ends of lines are blanks; a no-break space stays one."""
    return re.sub(r"[ \n]+", " ", text)


def closing_letters(
    directory: Directory = DIRECTORY, writer: Writer | None = None
) -> tuple[Letter, ...]:
    expected, reminders = lying_ahead(SECRETARY_GENERAL)
    due = [(each, ()) for each in reminders if each.key == CLOSING]
    now = due[0][0].at
    to = envelopes(due, directory, now)
    return tuple((writer or WRITERS[""]).letters(to, expected, directory, now))


class Words(HTMLParser):
    """What a reader of HTML sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return on_one_line(" ".join(self.said))


# -- As a person reads them ------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "code"), LETTERS)
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_each_letter_is_the_one_that_was_read(kind: str, code: str, suffix: str) -> None:
    letter = KINDS[kind].letter(code)
    content = body(letter, "plain" if suffix == "txt" else "html")
    if suffix == "txt":
        content = f"Subject: {letter.subject}\n\n{content}"
    is_as_it_was_read(GOLDEN / f"{kind}.{code}.{suffix}", content)


def test_no_letter_is_kept_that_is_of_no_kind() -> None:
    assert {each.stem for each in GOLDEN.glob("*.txt")} == {f"{k}.{code}" for k, code in LETTERS}


@pytest.mark.parametrize(("kind", "code"), LETTERS)
def test_both_bodies_say_the_same_days_clauses_and_reference(kind: str, code: str) -> None:
    letter = KINDS[kind].letter(code)
    plain = on_one_line(body(letter, "plain"))
    drawn = Words(body(letter, "html")).text
    days = rf"\d{{1,2}}{WIDE}(?:{'|'.join(LANGUAGES[code].months)}) \d{{4}}"
    clauses = rf"(?:JIS|REG|ECHR|R1366){WIDE}[\w.]+"

    for pattern in (days, clauses, r"reminder:[^\s,]+"):
        assert set(re.findall(pattern, plain)) == set(re.findall(pattern, drawn)) != set()


@pytest.mark.parametrize(("kind", "code"), LETTERS)
def test_a_letter_fetches_nothing_and_fits_its_column(kind: str, code: str) -> None:
    words = Words(body(KINDS[kind].letter(code), "html"))

    assert not {"img", "script", "link", "style", "iframe"} & {tag for tag, _ in words.tags}
    assert not any("url(" in (attrs.get("style") or "") for _, attrs in words.tags)
    assert all(attr != "src" for _, attrs in words.tags for attr in attrs)
    assert words.tags[0] == ("html", {"lang": code})


@pytest.mark.parametrize("kind", KINDS)
def test_french_is_set_as_french_is(kind: str) -> None:
    letter = KINDS[kind].letter("fr")
    for text in (body(letter, "plain"), Words(body(letter, "html")).text):
        assert not re.search(r"[^\s«] [:;?!»](\s|$)", text), "an ordinary space before a sign"
        assert f"{WIDE}:" in text or kind == "today"
        assert not re.search(r"\w'\w", text)


@pytest.mark.parametrize("kind", KINDS)
def test_no_english_is_left_in_a_french_letter(kind: str) -> None:
    said = body(KINDS[kind].letter("fr"), "plain").lower()

    assert not re.search(r"\b(the|of|which|day|list|letter|assumed|after)\b", _without_code(said))


def _without_code(text: str) -> str:
    return re.sub(r"(calends \w+ \S+( \S+)?|reminder:\S+|https?://\S+)", "", text)


# -- Headers ---------------------------------------------------------------------------------


def test_a_letter_has_the_headers_of_an_automatic_one() -> None:
    message = read(KINDS["ahead"].letter("fr"))

    assert message["From"] == "Calends <calends@example.org>"
    assert message["To"] == "Edith Brandt <edith.brandt@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"] == "Fri, 22 Dec 2028 08:30:00 +0100"
    assert message["Subject"].startswith("Échéance le 10 janvier 2029 : clôture des candidatures")


def test_letters_of_an_appointment_stand_in_one_thread() -> None:
    messages = [read(KINDS[kind].letter("en")) for kind in ("ahead", "overdue", "moved")]
    other = read(KINDS["in-camera"].letter("en"))

    assert len({message["References"] for message in messages}) == 1
    assert all(message["References"] == message["In-Reply-To"] for message in messages)
    assert other["References"] != messages[0]["References"]


def test_what_is_held_in_camera_says_so_and_nothing_else_does() -> None:
    camera, other = (KINDS[kind].letter("en") for kind in ("in-camera", "ahead"))

    assert read(camera)["Sensitivity"] == "Company-Confidential"
    assert "IN CAMERA" in body(camera, "plain")
    assert read(other)["Sensitivity"] is None
    assert "IN CAMERA" not in body(other, "plain")


def test_a_letter_is_the_same_to_the_last_byte() -> None:
    again = [KINDS[kind].letter(code) for kind, code in LETTERS]

    assert again == [KINDS[kind].letter(code) for kind, code in LETTERS]


def test_the_message_id_depends_on_the_reminders_and_the_person_alone() -> None:
    (letter,) = closing_letters()
    (elsewhere,) = closing_letters(writer=WRITERS[DESK])
    of_others = {KINDS[kind].letter("en").message_id for kind in KINDS if kind != "ahead"}

    assert letter.message_id == elsewhere.message_id == KINDS["ahead"].letter("fr").message_id
    assert letter.message_id not in of_others
    assert len(of_others) == len(KINDS) - 1
    assert re.fullmatch(r"<[0-9a-f]{32}@calends\.example\.org>", letter.message_id)


@pytest.mark.parametrize("of", ["name", "address"])
def test_no_header_can_be_smuggled_in(of: str) -> None:
    """The directory's file refuses such a text; a letter does not rely on it."""
    evil = "x@example.org\r\nBcc: everybody@example.org"
    persons = tuple(_with(each, of, evil) for each in DIRECTORY.persons)
    directory = msgspec.structs.replace(DIRECTORY, persons=persons)
    try:
        (letter,) = closing_letters(directory)
    except ValueError:
        return  # no such address can be written at all
    message = read(letter)

    assert message["Bcc"] is None
    assert b"\nBcc" not in letter.raw


def _with(person: Person, of: str, text: str) -> Person:
    return msgspec.structs.replace(person, **{of: text})


def test_one_line_holds_no_end_of_a_line_and_nothing_unseen() -> None:
    assert one_line("a\r\nb\tc\x00\u2028d\u00a0e") == "a b c d e"


def test_a_name_with_markup_is_shown_and_not_obeyed() -> None:
    units = tuple(msgspec.structs.replace(unit, name_en="<b>&</b>") for unit in DIRECTORY.units)
    (letter,) = closing_letters(msgspec.structs.replace(DIRECTORY, units=units))

    assert "&lt;b&gt;&amp;&lt;/b&gt;" in body(letter, "html")
    assert "<b>&</b>" in body(letter, "plain")


# -- Calendars -------------------------------------------------------------------------------


def test_the_event_goes_with_the_letter_byte_for_byte() -> None:
    letter = msgspec.structs.replace(KINDS["digest"], calendar=True).letter("en")
    attached = list(read(letter).iter_attachments())

    assert [part.get_filename() for part in attached] == ["call.ics", "closing.ics"]
    assert [part.get_content_type() for part in attached] == ["text/calendar"] * 2
    assert attached[1].get_payload(decode=True) == EVENT % b"closing"
    assert body(letter, "plain") == body(KINDS["digest"].letter("en"), "plain")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_event_is_the_one_of_the_feeds(code: str) -> None:
    kind = KINDS["ahead"]
    expected, reminders = lying_ahead(kind.entries)
    due = [(each, ()) for each in reminders if each.key == CLOSING]
    directory, now = in_language(DIRECTORY, code), due[0][0].at
    own = event_of(AppointmentId(SG), kind.entries, "closing", LANGUAGES[code])
    (letter,) = WRITERS[""].letters(
        envelopes(due, directory, now),
        expected,
        directory,
        now,
        lambda stage, language: event_of(AppointmentId(SG), kind.entries, stage, language),
    )
    (attached,) = read(letter).iter_attachments()

    assert attached.get_payload(decode=True) == own
    assert attached["Content-Type"].params["charset"] == "utf-8"


def test_a_letter_with_an_event_is_the_same_to_the_last_byte() -> None:
    kind = msgspec.structs.replace(KINDS["ahead"], calendar=True)

    assert kind.letter("fr") == kind.letter("fr")


# -- Who gets which --------------------------------------------------------------------------


def test_several_reminders_go_to_one_person_in_one_letter() -> None:
    expected, reminders = lying_ahead(SECRETARY_GENERAL)
    wanted = (CLOSING, "reminder:call:2028-10-31:40", "reminder:date:2028-09-30:20")
    due = [(each, ()) for each in reminders if each.key in wanted]
    now = noon(date(2028, 10, 30))
    letters = list(WRITERS[""].letters(envelopes(due, DIRECTORY, now), expected, DIRECTORY, now))

    assert {each.person.id: each.keys for each in letters} == {
        "s-1011": ("reminder:date:2028-09-30:20",),
        "s-2001": ("reminder:call:2028-10-31:40", CLOSING),
    }


def test_who_is_not_of_the_circle_reads_nothing_of_what_is_held_in_camera() -> None:
    """The ballot of a judge comes after interviews of which the Table Office may not know."""
    expected, reminders = lying_ahead(KINDS["in-camera"].entries)
    due = [(each, ()) for each in reminders if each.key == "reminder:ballot:2027-01-28:20"]
    now = due[0][0].at
    letters = WRITERS[""].letters(envelopes(due, DIRECTORY, now), expected, DIRECTORY, now)
    said = {letter.person.id: body(letter, "plain") for letter in letters}

    assert "s-1001" in said
    assert not any("nterviews" in each or "Advisory Panel" in each for each in said.values())


def test_a_reminder_for_whom_nobody_is_there_stands_in_no_envelope() -> None:
    _, reminders = lying_ahead(SECRETARY_GENERAL)
    due = [(each, ()) for each in reminders if each.key == CLOSING]

    assert envelopes(due, Directory((), ()), due[0][0].at) == ()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_step_of_the_year_can_be_written_about(code: str) -> None:
    """Each reminder of a judge's year, in each tone, in each language."""
    expected, reminders = lying_ahead(KINDS["in-camera"].entries)
    writer, directory = WRITERS[""], in_language(DIRECTORY, code)
    for each in _one_of_each(reminders):
        to = envelopes([(each, ())], directory, each.at + timedelta(hours=1))
        assert to, each.key
        for letter in writer.letters(to, expected, directory, each.at):
            assert each.key in body(letter, "plain")
            assert letter.subject.endswith(one_line(named(JUDGE, LANGUAGES[code])))


def _one_of_each(reminders: tuple[Reminder, ...]) -> list[Reminder]:
    return list({(each.stage, each.tone): each for each in reminders}.values())


# -- Templates -------------------------------------------------------------------------------


def _stationery(tmp_path: Path, name: str, old: str, new: str) -> Stationery:
    for template in TEMPLATES.rglob("*.*"):
        copy = tmp_path / template.relative_to(TEMPLATES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    changed = tmp_path / name
    text = changed.read_text(encoding="utf-8")
    assert old in text
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    return Stationery(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "en/letter.html",
            "{{ of.who|capital }}",
            "{{ of.whom|capital }}",
            r"the template en/letter\.html, line \d+, asks for a field that there is not: .*'whom'",
        ),
        (
            "en/letter.txt",
            "{{ appointment|wrapped }}",
            "{{ apointment|wrapped }}",
            r"the template en/letter\.txt, line \d+, asks for a field that there is not: "
            r"'apointment' is undefined",
        ),
        ("en/subject.txt", "{%- endif -%}", "", r"the template en/subject\.txt, line \d+: .*"),
        (
            "en/letter.txt",
            "en/capacity.txt",
            "en/quality.txt",
            r"there is no template en/quality\.txt in .*",
        ),
    ],
)
def test_a_template_with_a_fault_is_one_clear_sentence(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    stationery = _stationery(tmp_path, name, old, new)
    with pytest.raises(BadTemplate) as bad:
        closing_letters(writer=Writer(SENDER, stationery=stationery))

    assert re.fullmatch(said, str(bad.value))
    assert "\n" not in str(bad.value)
