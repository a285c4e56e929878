"""A paper: sealed, small enough, of somebody whom the record names; old acts are what they were."""

import base64
from datetime import UTC, date, datetime

import msgspec
import pytest

from domain.acts import Act, AppointmentId, BadAct, Entry, read_act, read_entry
from domain.appointment import fold
from domain.candidates import Name
from domain.decisions import decide
from domain.diaries import read_diary, write_diary
from domain.outcomes import (
    CallIssued,
    CandidatureProposed,
    ListDrawnUp,
    Opened,
    Recordable,
    RefusedAct,
)
from domain.papers import (
    LARGEST_ACT,
    LARGEST_PAPER,
    NONCE_AND_TAG,
    Paper,
    PaperKind,
    bound_to,
    named_in,
)
from domain.reckoning import day

ID = AppointmentId("secretary-general/2014")
NOW = datetime(2014, 1, 6, 12, tzinfo=UTC)
MARIA, NINU = Name("Maria Zammit"), Name("Ninu Borg")
PROPOSED = CandidatureProposed(MARIA, "Malta", ("Malta",))


def paper(person: Name = MARIA, size: int = 20) -> Paper:
    sealed = base64.b64encode(bytes(size + NONCE_AND_TAG)).decode()
    return Paper(person, PaperKind.CURRICULUM, "0123456789abcdef", sealed)


def act(outcome: Recordable, on: date, *papers: Paper, id_: str = "act") -> Act:
    return Act(id_, outcome, day(on), papers=papers)


def called() -> tuple[Entry, ...]:
    entries: tuple[Entry, ...] = ()
    for number, asked in enumerate(
        (
            act(Opened("secretary-general", 2014, "1962"), date(2013, 9, 1)),
            act(CallIssued(date(2014, 1, 10)), date(2013, 10, 5)),
        )
    ):
        each = msgspec.structs.replace(asked, id=f"act-{number}")
        entries = (*entries, decide(ID, entries, each, NOW).entry)
    return entries


def test_papers_go_into_the_entry_with_the_digest_of_the_act() -> None:
    asked = act(PROPOSED, date(2014, 1, 5), paper())
    entry = decide(ID, called(), asked, NOW).entry

    assert entry.papers == (paper(),)
    assert entry.digest == asked.digest
    assert read_entry(msgspec.json.encode(entry)) == entry
    assert read_act(msgspec.json.encode(asked)) == asked
    fold(ID, (*called(), entry))


def test_a_refused_act_keeps_no_papers_and_its_digest_covers_them() -> None:
    asked = act(ListDrawnUp((MARIA, NINU)), date(2014, 1, 5), paper())
    entry = decide(ID, called(), asked, NOW).entry

    assert isinstance(entry.outcome, RefusedAct)
    assert entry.papers == ()
    assert entry.digest == asked.digest
    assert entry.digest != msgspec.structs.replace(asked, papers=()).digest


def test_an_act_without_papers_is_what_it_was_before_there_were_any() -> None:
    """No word of them is in its bytes, so that its digest is the old one."""
    asked = act(PROPOSED, date(2014, 1, 5))

    assert b"papers" not in msgspec.json.encode(asked)
    assert b"papers" not in msgspec.json.encode(decide(ID, called(), asked, NOW).entry)


def test_a_paper_of_nobody_named_is_malformed_and_leaves_nothing() -> None:
    with pytest.raises(BadAct, match="neither the act nor the appointment names Ninu Borg"):
        decide(ID, called(), act(PROPOSED, date(2014, 1, 5), paper(NINU)), NOW)


def test_a_paper_may_be_of_somebody_whom_an_earlier_act_names() -> None:
    entries = (*called(), decide(ID, called(), act(PROPOSED, date(2014, 1, 5)), NOW).entry)
    other = CandidatureProposed(NINU, "Malta", ("Malta",))
    entry = decide(ID, entries, act(other, date(2014, 1, 5), paper(), id_="b"), NOW).entry

    assert entry.papers == (paper(),)


@pytest.mark.parametrize(
    ("field", "value", "because"),
    [
        ("sealed", "in plain words", "is not sealed"),
        ("sealed", base64.b64encode(bytes(NONCE_AND_TAG - 1)).decode(), "is not sealed"),
        ("sealed", base64.b64encode(bytes(LARGEST_PAPER + 29)).decode(), "at most 256 KiB"),
        ("person", "Maria  Zammit", "not in the form in which names are kept"),
        ("what", "gossip", "Invalid enum value"),
        ("key", "../../etc", "matching regex"),
        ("note", "more", "unknown field"),
    ],
)
def test_what_is_no_sealed_paper_cannot_be_read(field: str, value: str, because: str) -> None:
    raw = msgspec.json.decode(msgspec.json.encode(act(PROPOSED, date(2014, 1, 5), paper())))
    raw["papers"][0][field] = value

    with pytest.raises(BadAct, match=because):
        read_act(msgspec.json.encode(raw))


def test_the_largest_paper_passes_and_an_act_beyond_its_limit_does_not() -> None:
    largest = paper(size=LARGEST_PAPER)
    assert largest.size == LARGEST_PAPER
    assert read_act(msgspec.json.encode(act(PROPOSED, date(2014, 1, 5), largest)))

    two = msgspec.json.encode(act(PROPOSED, date(2014, 1, 5), largest, largest))
    assert len(two) > LARGEST_ACT
    with pytest.raises(BadAct, match="file fewer papers with it, and the others with further acts"):
        read_act(two)


def test_a_paper_is_bound_to_its_place() -> None:
    assert bound_to(ID, MARIA, PaperKind.CONTACT) == (
        b"secretary-general/2014\nMaria Zammit\ncontact"
    )


def test_the_persons_of_an_outcome_are_found_wherever_they_stand() -> None:
    refused = RefusedAct(ListDrawnUp((MARIA, NINU)), "REG 5.a", "because", "cure")

    assert set(named_in(refused)) == {MARIA, NINU}
    assert list(named_in(PROPOSED)) == [MARIA]
    assert list(named_in(CallIssued(date(2014, 1, 10)))) == []


def test_a_diary_says_that_papers_were_sealed_and_is_read_as_if_they_were_not() -> None:
    plain = decide(ID, called(), act(PROPOSED, date(2014, 1, 5)), NOW).entry
    sealed = decide(ID, called(), act(PROPOSED, date(2014, 1, 5), paper()), NOW).entry
    diary = write_diary((*called(), sealed))

    remark = "# sealed, and so not in a diary: the curriculum of Maria Zammit"
    assert diary.splitlines()[-1] == remark
    assert diary == f"{write_diary((*called(), plain))}{remark}\n"
    assert [e.act for e in read_diary(diary).lines] == [
        e.act for e in read_diary(write_diary((*called(), plain))).lines
    ]
