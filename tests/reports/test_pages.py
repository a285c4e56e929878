"""The typeset report: PDF/A with all that the audit tells, the same bytes on every machine."""

import io
import re
import sys
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.audit.of_an_appointment import audit
from domain.audit.records import Audit, State
from domain.diaries import carry_out, read_diary
from domain.languages import ENGLISH, FRENCH, LANGUAGES
from domain.phrases import Language
from reports.pages import audit_pages, sheet
from reports.pictures.timeline import timeline
from reports.sentences import capital
from reports.told.report import told as said
from reports.typesetting import LETTERS, UNSEEN, NotTypeset, legible
from tests.reports.conftest import DIARIES, past
from tests.reports.reading import elsewhere, first_page, pictures, squeezed, words_of

SG_2024 = next(path for path in DIARIES if path.parts[-2:] == ("secretary_general", "2024.diary"))
NAME = r"Ωρίων *Ħ* _ß_ #Łł $Ё$ @ġ <a> `b` \c //"
SIGNS = [
    chr(each)
    for each in range(0x20, 0x3000)
    if LETTERS.fullmatch(chr(each)) and unicodedata.category(chr(each)) not in UNSEEN
]
either_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))


@cache
def pages_of(path: Path, language: str) -> bytes:
    return audit_pages(past(path).audited, LANGUAGES[language])


@cache
def a_long_past() -> Audit:
    """A candidate with a name of markup, eleven others, one of letters that no font of ours has."""
    names = [
        NAME,
        "李明",
        *(f"Candidate{number:02} {'von und zu ' * 9}End" for number in range(11)),
    ]
    lines = [
        "secretary-general 2029, edition 2018",
        "4 September 2028  the Bureau confirms the date of the election: 26 June 2029",
        "9 November 2028  the Committee of Ministers calls for candidatures until 10 January 2029 "
        f'[reason: "{"a long reason, #told[at] length; " * 120}"]',
        *(f"14 November 2028  {name} (Malta) is proposed by Malta" for name in names),
    ]
    diary = read_diary("\n".join(lines) + "\n")
    return audit(diary.appointment, carry_out(diary), on=date(2029, 1, 1))


@pytest.mark.parametrize("path", DIARIES, ids=[f"{p.parent.name}/{p.stem}" for p in DIARIES])
@either_language
def test_the_pages_say_what_the_report_says(path: Path, language: Language) -> None:
    """Every fact, step, day with its mark, sum, verdict and clause of every diary."""
    found = words_of(pages_of(path, language.code))
    report = said(past(path).audited, language)
    told = [report.title.upper(), report.subject, report.legend, report.may, report.closing]
    told += [line for fact in report.facts for line in (fact.label, *fact.lines)]
    for step in (*report.steps, *report.ahead):
        told += [step.title, step.body, step.window, step.happened, step.timing, step.clauses]
        told += [step.sentence, *step.remarks]
    for chapter in report.chapters:
        told += [chapter.title, *([chapter.nothing] if not chapter.blocks else [])]
        for block in chapter.blocks:
            told += [block.heading, block.beside, *block.lines]
            told += [line for fact in block.facts for line in (fact.label, *fact.lines)]
            told += [part for each in block.sums for part in (each.what, each.number, each.remark)]
    missing = [line for line in told if squeezed(legible(line)) not in found]
    assert missing == []
    for stage in past(path).audited.stages:
        if stage.state is not State.MAY:  # once in the picture, once in the table
            title = squeezed(capital(language.title(stage.occurrence)))
            assert found.count(title) >= 2, title


def test_it_says_of_itself_that_it_is_pdf_a_and_for_all() -> None:
    """PDF/A-2a and PDF/UA-1, with a title, a language, tags, and the day of the report."""
    reader = pypdf.PdfReader(io.BytesIO(pages_of(SG_2024, "fr")))
    assert reader.metadata is not None
    assert reader.xmp_metadata is not None
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", xmp)
    assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>", xmp)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", xmp)
    assert reader.metadata.title == "Secrétaire Général du Conseil de l’Europe, 2024"
    assert reader.metadata.author == "Calends"
    assert reader.metadata.creation_date_raw == "D:20240918000000Z"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"]


def test_no_font_is_missing_from_the_file() -> None:
    """PDF/A: what is read in fifty years is drawn with what is in the file."""
    pages: list[Any] = list(pypdf.PdfReader(io.BytesIO(audit_pages(a_long_past(), ENGLISH))).pages)
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


@either_language
def test_the_picture_says_what_it_shows(language: Language) -> None:
    """To whoever hears the page read: how many stages, and how they lie."""
    picture = timeline(past(SG_2024).audited, language)
    assert picture is not None
    assert picture.alt in pictures(pages_of(SG_2024, language.code))


def test_the_same_audit_gives_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    there = elsewhere(tmp_path, "tests.reports.test_pages", "pages_of(SG_2024, 'fr')")
    assert audit_pages(past(SG_2024).audited, FRENCH) == pages_of(SG_2024, "fr") == there


@either_language
def test_a_name_is_never_markup(language: Language) -> None:
    """However it reads, it stands as it is; letters without a shape stand as their numbers."""
    found = words_of(audit_pages(a_long_past(), language))
    assert squeezed(NAME) in found
    assert "[U+674E][U+660E]" in found
    assert squeezed("a long reason, #told[at] length; " * 120) in found


def test_every_letter_that_is_let_through_has_a_shape() -> None:
    """Each is in a font of the typesetter: else PDF/A would refuse the whole report."""
    assert len(SIGNS) > 1500
    heard = msgspec.structs.replace(a_long_past(), refusals=(), deviations=())
    named = tuple(
        msgspec.structs.replace(heard.candidates[0], name=" ".join(SIGNS[at : at + 200]))
        for at in range(0, len(SIGNS), 200)
    )
    assert audit_pages(msgspec.structs.replace(heard, candidates=named), ENGLISH)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(st.sampled_from(SIGNS) | st.characters(), max_size=40), max_size=9))
def test_no_text_keeps_a_report_from_being_typeset(texts: list[str]) -> None:
    """Marks over letters that they do not belong to, signs without a shape, both at once."""
    of = a_long_past()
    reasons = dict(enumerate(texts))
    stages = tuple(
        msgspec.structs.replace(stage, reason=reasons.get(number, ""))
        for number, stage in enumerate(of.stages)
    )
    assert audit_pages(msgspec.structs.replace(of, stages=stages, deviations=()), ENGLISH)


def test_what_no_font_carries_stands_as_its_number() -> None:
    assert legible("李 \t\n x\u202e\u0000\U0001f600") == "[U+674E]    x[U+202E][U+0000][U+1F600]"
    assert legible({"of": ["e\u0301", 3, None]}) == {"of": ["é", 3, None]}


def test_a_checkpoint_stands_on_the_first_page() -> None:
    note = (
        "calends.example.org/ledger\n7\nZm9v\nheads 1 YmFy\nat 2029-06-26T04:00:00Z\n\n— c ZGVm\n"
    )
    of = past(SG_2024).audited
    found = first_page(audit_pages(of, ENGLISH, note))
    for line in filter(None, note.splitlines()):
        assert squeezed(line) in found
    assert sheet(of, ENGLISH, note).facts[-1].lines == tuple(note.splitlines())


def test_a_checkpoint_and_a_digest_can_be_copied_from_the_page() -> None:
    """Each of its lines whole, with nothing in it that nobody sees."""
    signature = f"— calends.example.org/ledger {'A' * 92}"
    note = f"calends.example.org/ledger\n7\n{'B' * 43}=\n\n{signature}\n"
    of = msgspec.structs.replace(past(SG_2024).audited, head="0a" * 32)
    with pypdfium2.PdfDocument(audit_pages(of, ENGLISH, note)) as document:
        copied = document[0].get_textpage().get_text_range().splitlines()

    for line in ("7", f"{'B' * 43}=", signature):
        assert line in copied
    assert f"Last digest {of.head}" in copied


def test_the_foot_says_of_what_day_it_is_told() -> None:
    of = past(SG_2024).audited
    assert sheet(of, ENGLISH).foot == f"Calends, told as of {ENGLISH.day(of.on)}"
    assert sheet(of, FRENCH).foot == f"Calends, arrêté au {FRENCH.day(of.on)}"


def test_without_the_typesetter_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NotTypeset, match=r"pip install 'calends\[pdf\]'"):
        audit_pages(past(SG_2024).audited, ENGLISH)


def test_an_appointment_that_was_never_opened_has_its_pages_too() -> None:
    """Only a refusal is on record: no stage, no picture."""
    never = msgspec.structs.replace(
        past(SG_2024).audited, stages=(), ballots=(), candidates=(), questions=(), deviations=()
    )
    assert squeezed(said(never, FRENCH).nothing_done) in words_of(audit_pages(never, FRENCH))
