"""The directory: who is told of what; and every fault of its file, in a sentence of its own."""

from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from domain.acts import AppointmentId
from domain.in_camera import in_camera
from domain.owners import owned
from domain.reminders import Level, Reminder, Tone
from domain.stages import Body
from notices.directory import Absence, Circle, Directory, Role, missing, recipients
from notices.directory_file import BadDirectory, load, read
from tests.notices.kinds import DIRECTORY, EXAMPLE, JUDGE, SG, noon

A_DAY = date(2029, 3, 1)
AWAY = "absent = [{ from = 2029-03-01, until = 2029-03-02,"
SMALL = """
[[units]]
key = "bureau"
name_en = "Bureau"
name_fr = "Bureau"
owns = ["bureau"]

[[persons]]
id = "s-1"
unit = "bureau"
name = "Ann Arbor"
address = "ann@example.org"
language = "en"
role = "owner"

[[persons]]
id = "s-2"
unit = "bureau"
name = "Bo Lund"
address = "bo@example.org"
language = "fr"
role = "head"
"""


def reminder(
    stage: str,
    body: Body,
    *,
    tone: Tone = Tone.AHEAD,
    level: Level = Level.OWNER,
    appointment: str = SG,
) -> Reminder:
    at: datetime = noon(A_DAY)
    key = f"reminder:{stage}:{A_DAY}:10"
    return Reminder(key, AppointmentId(appointment), stage, body, A_DAY, at, tone, level)


def ids(directory: Directory, of: Reminder, on: date = A_DAY, *told: str) -> list[str]:
    return [each.person.id for each in recipients(directory, of, on, told)]


def absent(directory: Directory, id_: str, *stands_in: str) -> Directory:
    """The same, in which somebody is away on our day; who stands in, if anybody."""
    away = (Absence(date(2029, 2, 20), date(2029, 3, 9), *stands_in),)

    return msgspec.structs.replace(
        directory,
        persons=tuple(
            msgspec.structs.replace(each, absent=away) if each.id == id_ else each
            for each in directory.persons
        ),
    )


# -- The example -----------------------------------------------------------------------------


def test_the_example_has_no_fault_and_leaves_nobody_out() -> None:
    assert missing(load(EXAMPLE)) == ()


def test_every_body_of_the_example_is_one_that_must_act_or_is_told_by_nobody() -> None:
    assert {body for unit in DIRECTORY.units for body in unit.owns} == {o.body for o in owned()}


def test_the_example_is_of_fictitious_persons() -> None:
    assert all(each.address.endswith("@example.org") for each in DIRECTORY.persons)


def test_every_body_but_the_representatives_must_act_at_some_stage() -> None:
    """REG 1.a: that representatives propose somebody is their right, and never due."""
    assert {each.body for each in owned()} == set(Body) - {Body.REPRESENTATIVES}


def test_what_nobody_would_be_told_of_is_missing() -> None:
    found = missing(read(SMALL))

    assert (
        len(found) == len(set(Body)) - 2 + len([o for o in owned() if o.stage == "bureau-list"]) + 2
    )
    assert (
        "nobody is told for committee-of-ministers: give a person the role owner in a unit that "
        "owns it"
    ) in found
    assert (
        "bureau-list is held in camera and no owner of bureau is in a circle of it: put one there"
    ) in found
    assert "one-name-refused is held in camera and has no circle: put it in one" in found


# -- Who is told -----------------------------------------------------------------------------

CALL = reminder("call", Body.COMMITTEE_OF_MINISTERS)


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (Level.OWNER, ["s-2001"]),
        (Level.DEPUTY, ["s-2001", "s-2002"]),
        (Level.HEAD, ["s-2001", "s-2002", "s-2003"]),
    ],
)
def test_it_goes_to_the_owner_then_to_the_deputy_too_then_to_the_head(
    level: Level, told: list[str]
) -> None:
    overdue = reminder("call", Body.COMMITTEE_OF_MINISTERS, tone=Tone.OVERDUE, level=level)

    assert ids(DIRECTORY, overdue) == told


@pytest.mark.parametrize(
    ("tone", "observed"),
    [(Tone.AHEAD, True), (Tone.TODAY, True), (Tone.AFTER, False), (Tone.OVERDUE, False)],
)
def test_observers_follow_an_office_ahead_of_its_days(tone: Tone, observed: bool) -> None:
    submission = reminder("submission", Body.PARTY, tone=tone, appointment=JUDGE)

    assert ids(DIRECTORY, submission) == ["s-1031", *(["s-4001", "s-4002"] if observed else [])]
    assert "s-4001" not in ids(DIRECTORY, CALL)


def test_observers_are_never_told_of_what_is_held_in_camera() -> None:
    for stage, body in owned():
        if stage in in_camera():
            told = ids(DIRECTORY, reminder(stage, body, appointment=JUDGE))
            assert told
            assert not {"s-4001", "s-4002"} & set(told)


def test_what_is_held_in_camera_goes_to_its_circle_alone() -> None:
    outside = msgspec.structs.replace(DIRECTORY, circles=(Circle(("list",), ("s-2002", "s-2003")),))
    drafted = reminder("list/2", Body.COMMITTEE_OF_MINISTERS, level=Level.HEAD)

    assert ids(outside, drafted) == ["s-2002", "s-2003"]
    assert ids(msgspec.structs.replace(DIRECTORY, circles=()), drafted) == []


def test_where_the_owner_may_not_know_of_it_the_deputy_is_told() -> None:
    circle = (Circle(("list",), ("s-2002",)),)
    drafted = reminder("list", Body.COMMITTEE_OF_MINISTERS)

    assert ids(msgspec.structs.replace(DIRECTORY, circles=circle), drafted) == ["s-2002"]


def test_a_moved_day_goes_to_those_alone_who_were_told_of_the_other() -> None:
    moved = reminder("call", Body.COMMITTEE_OF_MINISTERS, tone=Tone.MOVED)

    assert ids(DIRECTORY, moved, A_DAY, "s-2002", "s-4001") == ["s-2002", "s-4001"]
    assert ids(DIRECTORY, moved, A_DAY, "s-who-has-left") == ["s-2001"]


# -- Absence ---------------------------------------------------------------------------------


def test_who_stands_in_is_written_to_and_knows_for_whom() -> None:
    (found,) = recipients(absent(DIRECTORY, "s-2001", "s-2012"), CALL, A_DAY)

    assert (found.person.id, found.role, found.instead_of) == ("s-2012", Role.OWNER, "s-2001")


@pytest.mark.parametrize(
    ("on", "told"), [(date(2029, 2, 19), "s-2001"), (date(2029, 3, 9), "s-2012")]
)
def test_an_absence_has_a_first_and_a_last_day(on: date, told: str) -> None:
    assert ids(absent(DIRECTORY, "s-2001", "s-2012"), CALL, on) == [told]


def test_whoever_stands_in_for_the_one_who_stands_in() -> None:
    away = absent(absent(DIRECTORY, "s-2001", "s-2012"), "s-2012", "s-3011")

    assert ids(away, CALL) == ["s-3011"]


def test_without_anybody_who_stands_in_the_deputy_then_the_head_then_the_absent_one() -> None:
    nobody = absent(DIRECTORY, "s-2001")
    no_deputy = absent(nobody, "s-2002")

    assert ids(nobody, CALL) == ["s-2002"]
    assert ids(no_deputy, CALL) == ["s-2003"]
    assert ids(absent(no_deputy, "s-2003"), CALL) == ["s-2001"]


def test_those_who_stand_in_for_each_other_do_not_go_round_for_ever() -> None:
    round_ = absent(absent(DIRECTORY, "s-2001", "s-2012"), "s-2012", "s-2001")

    assert ids(round_, CALL) == ["s-2002"]


def test_whoever_stands_in_must_be_of_the_circle() -> None:
    drafted = reminder("list", Body.COMMITTEE_OF_MINISTERS)

    assert ids(absent(DIRECTORY, "s-2001", "s-2012"), drafted) == ["s-2002"]


def test_nobody_gets_the_same_letter_twice_for_standing_in() -> None:
    away = absent(DIRECTORY, "s-2001", "s-2002")
    overdue = reminder("call", Body.COMMITTEE_OF_MINISTERS, tone=Tone.OVERDUE, level=Level.DEPUTY)
    (found,) = recipients(away, overdue, A_DAY)

    assert (found.person.id, found.role, found.instead_of) == ("s-2002", Role.DEPUTY, "")


# -- The file --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('role = "head"', 'role = "haed"', "person s-2: role haed is unknown: did you mean head?"),
        (
            "bo@example.org",
            "bo at example.org",
            "person s-2: address bo at example.org is not one: write it as in name@example.org",
        ),
        (
            "bo@example.org",
            "Bo Lund <bo@example.org>",
            "person s-2: address Bo Lund <bo@example.org> is not one: write it as in "
            "name@example.org",
        ),
        (
            'name = "Bo Lund"',
            'name = "Bo\\r\\nBcc: x@example.org"',
            "person s-2: name 'Bo\\r\\nBcc: x@example.org' holds a character that cannot be shown",
        ),
        (
            'owns = ["bureau"]',
            'owns = ["bureu"]',
            "unit bureau: owns bureu is unknown: did you mean bureau?",
        ),
        (
            'owns = ["bureau"]',
            'owns = "bureau"',
            'unit bureau: owns is not a list: write it as in ["a", "b"]',
        ),
        (
            'owns = ["bureau"]',
            'observes = ["juge"]',
            "unit bureau: observes juge is unknown: did you mean judge?",
        ),
        (
            'owns = ["bureau"]',
            'observes = ["judge"]',
            "person s-1 is owner in unit bureau, which owns no body: make her or him an observer, "
            "or say what the unit owns",
        ),
        (
            'owns = ["bureau"]',
            "",
            "unit bureau neither owns a body nor observes an office: say which",
        ),
        (
            'id = "s-2"\nunit = "bureau"',
            'id = "s-2"\nunit = "buro"',
            "person s-2 is of unit buro, which is not there: did you mean bureau?",
        ),
        (
            'id = "s-2"',
            'id = "s-1"',
            "person s-1 stands there twice: an id is one person's for ever",
        ),
        (
            'id = "s-2"',
            'id = "bo@example.org"',
            "person bo@example.org: id bo@example.org may hold letters, digits, dots, hyphens and "
            "underscores, and no blanks",
        ),
        ('id = "s-2"\n', "", "person 2 has no id"),
        ('language = "fr"', 'language = "de"', "person s-2: language de is unknown; known: en, fr"),
        (
            'language = "fr"',
            'langage = "fr"',
            "person s-2 has a field langage that there is not: did you mean language?",
        ),
        ('language = "fr"', "language = 3", "person s-2: language is not a text"),
        (
            'role = "head"',
            f'role = "head"\n{AWAY} stands_in = "s-3" }}]',
            "person s-2: who stands in, s-3, is not there: did you mean s-2?",
        ),
        (
            'role = "head"',
            f'role = "head"\n{AWAY} stands_in = "s-2" }}]',
            "person s-2 stands in for herself or himself from 2029-03-01: name somebody else",
        ),
        (
            'role = "head"',
            'role = "head"\nabsent = [{ from = 2029-03-02, until = 2029-03-01 }]',
            "person s-2 is absent until 2029-03-01, before 2029-03-02",
        ),
        (
            'role = "head"',
            'role = "head"\nabsent = [{ from = "2029-03-02", until = 2029-03-09 }]',
            "the absence of person s-2: from is not a day: write it as in 2027-08-02, without "
            "quotation marks",
        ),
        (
            'role = "head"',
            'role = "head"\n[[circles]]\nstages = ["lists"]\npersons = ["s-1"]',
            "circle 1: stages lists is unknown: did you mean list?",
        ),
        (
            'role = "head"',
            'role = "head"\n[[circles]]\nstages = ["list"]\npersons = ["s-7"]',
            "circle 1: person s-7 is not there: did you mean s-2?",
        ),
        (
            'role = "head"',
            'role = "head"\n[[circle]]\nstages = ["list"]',
            "there is no table circle: did you mean circles?",
        ),
        (
            'role = "head"',
            'role = "head"\n[[units]]\nkey = "empty"\nname_en = "E"\nname_fr = "E"',
            "unit empty has no persons: add one, or leave the unit out",
        ),
    ],
)
def test_each_fault_has_a_sentence_that_says_where_and_what_to_write(
    old: str, new: str, fault: str
) -> None:
    assert old in SMALL
    with pytest.raises(BadDirectory) as bad:
        read(SMALL.replace(old, new))

    assert fault in bad.value.faults


def test_those_who_all_stand_in_for_one_another_are_named() -> None:
    away = 'absent = [{ from = 2029-03-01, until = 2029-03-09, stands_in = "s-%d" }]'
    text = SMALL.replace('role = "owner"', f'role = "owner"\n{away % 2}')
    text = text.replace('role = "head"', f'role = "head"\n{away % 1}')
    with pytest.raises(BadDirectory) as bad:
        read(text)

    assert bad.value.faults == (
        "person s-1 is absent on 2029-03-01, and so are all who stand in: s-2",
        "person s-2 is absent on 2029-03-01, and so are all who stand in: s-1",
    )


def test_all_faults_are_listed_at_once() -> None:
    text = SMALL.replace('"head"', '"haed"').replace("ann@", "ann ").replace('"fr"', '"de"')
    with pytest.raises(BadDirectory, match=r"\(2 more faults\)$") as bad:
        read(text)

    assert len(bad.value.faults) == 3


def test_what_is_no_toml_is_said_to_be_none() -> None:
    with pytest.raises(BadDirectory, match=r"^this is not TOML: .*line 2"):
        read("[[units]]\nkey = bureau\n")


def test_a_file_that_cannot_be_read_is_a_fault_like_another(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes("name = 'Hélène'".encode("latin-1"))
    for name, said in (("none", "cannot be read: No such file"), ("latin", "is not in UTF-8")):
        with pytest.raises(BadDirectory, match=said):
            load(tmp_path / name)


def test_a_small_directory_without_fault_is_read() -> None:
    directory = read(SMALL)

    assert [each.id for each in directory.persons] == ["s-1", "s-2"]
    assert directory.units[0].owns == (Body.BUREAU,)
    assert directory.find("s-3") is None
