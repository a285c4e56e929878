"""The register of terms: past terms in sequence, who may stand again, what cannot both be true."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.acts import AppointmentId, Provenance
from domain.appointment import Appointment, fold
from domain.candidates import Name
from domain.clauses import Mark
from domain.diaries import carry_out, read_diary
from domain.expiries import AT_ONCE, NO_TEXT, next_to_open
from domain.imported_terms import (
    BadRow,
    Row,
    TermCorrected,
    TermEntry,
    TermImported,
    as_they_stand,
    cells_of,
    corrected,
    imported,
    read_term_entry,
    term_of,
)
from domain.mandates import told_by
from domain.merging import merge
from domain.outcomes import ActingBegan, Holder, MandateStarted, VacancyCause
from domain.reckoning import Span, day
from domain.stages import Body
from domain.streams import StreamMisfit
from domain.terms import Ending, RegisterOfTerms, Term, Told, Vacated
from tests.conftest import DIARIES
from tests.domain.acts_in_short import A, B, d, opened

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
SG = "secretary-general"
# The last day is on record; the start follows from five years.
DAVIS = "secretary-general,,Terry Davis,United Kingdom,2004-09-01,2009-08-31,,calendar,"


def told(path: str) -> Told:
    return told_by(standing(path))


def standing(path: str) -> Appointment:
    """Where an appointment stands at the end of its diary."""
    diary = read_diary((DIARIES / f"{path}.diary").read_text(encoding="utf-8"))
    return fold(diary.appointment, carry_out(diary))


def of(line: str) -> Term:
    """A term from a line of the table."""
    columns = "office,party,holder,nationality,starts,last_day,ended,mark,source"
    return term_of(dict(zip(columns.split(","), line.split(","), strict=True)))


def rows(*lines: str) -> list[Row]:
    return [Row(number, of(line)) for number, line in enumerate(lines, start=2)]


def entered(*lines: str, told: Sequence[Told] = ()) -> tuple[TermEntry, ...]:
    return imported((), rows(*lines), told, now=NOW)


def register(*lines: str, told: Sequence[Told] = ()) -> RegisterOfTerms:
    """The register after a table was imported."""
    return merge(told, as_they_stand(entered(*lines, told=told)).values())


def sequence(known: RegisterOfTerms, seat: str = SG) -> list[tuple[str, str, str]]:
    """Who, from when, until when in fact."""
    return [(t.holder, str(t.starts), str(t.until)) for t in known.of_seat(seat)]


def because(known: RegisterOfTerms) -> list[str]:
    return [conflict.because for conflict in known.conflicts]


PAST = tuple(f"secretary_general/{year}" for year in (2009, 2014, 2019, 2024))


@pytest.fixture(scope="module")
def past() -> RegisterOfTerms:
    """The Secretaries General since 2004, the first of them imported."""
    return register(DAVIS, told=[told(path) for path in PAST])


# -- Past terms --------------------------------------------------------------------------------


def test_the_secretaries_general_follow_each_other(past: RegisterOfTerms) -> None:
    """2009, 2014, 2019 and 2024; between the first two terms a month in which somebody acts."""
    assert sequence(past) == [
        ("Terry Davis", "2004-09-01", "2009-08-31"),
        ("Thorbjørn Jagland", "2009-10-01", "2014-09-30"),
        ("Thorbjørn Jagland", "2014-10-01", "2019-09-17"),
        ("Marija Pejčinović Burić", "2019-09-18", "2024-09-17"),
        ("Alain Berset", "2024-09-18", "2029-09-17"),
    ]
    assert past.conflicts == ()
    assert [term.nationality for term in past.terms][1:4] == ["Norway", "Norway", "Croatia"]
    assert [term.where for term in past.terms][:2] == [
        "entry 1 of the import",
        "secretary-general/2009",
    ]


def test_a_successor_in_office_ends_the_term_before_it(past: RegisterOfTerms) -> None:
    """2019: five years had been computed to 30 September; the successor came on the 18th."""
    cut = past.terms[2]
    assert (cut.last_day, cut.ended) == (day(d("2019-09-30")), day(d("2019-09-17")))
    assert cut.cause is Ending.SUCCESSOR
    assert {term.cause for term in past.terms if term != cut} == {None}
    assert past.held_on(SG, d("2019-09-17")) == cut
    assert past.held_on(SG, d("2019-09-18")) == past.terms[3]


def test_the_acting_period_of_2009_lasts_until_the_start(past: RegisterOfTerms) -> None:
    """DSG A: from the day after the term of Terry Davis; who acted is not on record."""
    [acting] = past.acting
    assert (acting.name, acting.deputy) == ("", True)
    assert (str(acting.begins), str(acting.until)) == ("2009-09-01", "2009-09-30")
    assert acting.mark is Provenance.UNKNOWN
    for on, acts in (("2009-08-31", False), ("2009-09-01", True), ("2009-09-30", True)):
        assert (past.acting_on(SG, d(on)) is not None) is acts
        assert (past.held_on(SG, d(on)) is None) is acts
    assert past.acting_on(SG, d("2009-10-01")) is None


def test_com_11_six_years_of_a_commissioner() -> None:
    """2012 and 2024, by public records; between them a gap in what is known, and no conflict."""
    known = register(told=[told("commissioner/2012"), told("commissioner/2024")])
    assert sequence(known, "commissioner") == [
        ("Nils Muižnieks", "2012-04-01", "2018-03-31"),
        ("Michael O'Flaherty", "2024-04-01", "2030-03-31"),
    ]
    assert known.conflicts == ()
    assert known.held_on("commissioner", d("2020-01-01")) is None
    again = known.stands_again("commissioner", Name("Michael O'Flaherty"), d("2026-01-01"))
    assert (again.yes, str(again.clause), again.terms) == (False, "COM 11", 1)


def test_echr_23_nine_years_of_a_judge_who_stays_until_replaced() -> None:
    """Ireland: a resignation in 2014 ends the term before it, and nine years run from 2015.

    Who resigned is not in our records: the name and the start are invented.
    """
    before = "judge,ireland,Jo Doe,Ireland,2008-03-01,,,unknown,"
    known = register(before, told=[told("judge/ireland-2014")])
    seat = "judge/ireland"
    assert sequence(known, seat) == [
        ("Jo Doe", "2008-03-01", "2014-09-30"),
        ("Síofra O'Leary", "2015-07-02", "2024-07-01"),
    ]
    resigned, judge = known.of_seat(seat)
    assert (str(resigned.last_day), resigned.cause) == ("2017-02-28", Ending.RESIGNATION)
    assert known.held_on(seat, d("2014-12-01")) is None
    assert known.held_on(seat, d("2024-07-02")) == judge
    assert known.held_on("judge/malta", d("2024-07-02")) is None
    again = known.stands_again("judge", judge.holder, d("2024-07-02"))
    assert (again.yes, str(again.clause)) == (False, "ECHR 23")
    assert known.conflicts == ()


def test_the_senior_officials_may_stand_again(past: RegisterOfTerms) -> None:
    """REG 8.b: without limit of times."""
    again = past.stands_again(SG, Name("Thorbjørn Jagland"), d("2019-01-01"))
    assert (again.yes, str(again.clause), again.terms) == (True, "REG 8.b", 2)
    assert past.number_of_terms(SG, Name("Thorbjørn Jagland"), d("2014-09-30")) == 1


# -- Vacancies and acting periods --------------------------------------------------------------


def test_an_appointment_that_is_open_already_ends_the_term_before_it(past: RegisterOfTerms) -> None:
    """Reading 10: the office is vacant and somebody acts, though nobody is elected yet."""
    case = opened(2027, "2027-02-01", vacancy="2027-01-31")
    case.does(ActingBegan("Ann Arbor"), "2027-02-01")
    known = merge([*(told(path) for path in PAST), told_by(case.standing)])
    term = known.of_seat(SG)[-1]
    assert (term.holder, str(term.ended), term.cause) == (
        "Alain Berset",
        "2027-01-31",
        Ending.DEATH,
    )
    assert known.held_on(SG, d("2027-02-01")) is None
    acting = known.acting_on(SG, d("2099-01-01"))
    assert acting is not None
    assert (acting.name, acting.until) == ("Ann Arbor", None)
    assert known.under_way == {SG: "secretary-general/2027"}
    [upcoming] = next_to_open(known, d("2027-03-01"))
    assert (upcoming.note, upcoming.opened) == (AT_ONCE, "secretary-general/2027")
    assert upcoming.appointment == "secretary-general/2027"


def test_whoever_the_ministers_name_acts_from_their_decision() -> None:
    """DSG A, reading 6: there is no Deputy; a renewed call ends after the term."""
    case = opened().to_the_second_list(A, B)
    case.does(ActingBegan(deputy_in_office=False), "2029-09-18")
    assert told_by(case.standing).acting == ()
    option = "a person named by the Committee of Ministers acts"
    case.settles("nobody-to-act", option, Body.COMMITTEE_OF_MINISTERS, "2029-09-20")
    [acting] = told_by(case.standing).acting
    assert (acting.name, acting.deputy, str(acting.begins)) == ("", False, "2029-09-20")


def test_a_correction_of_the_start_is_one_of_the_register() -> None:
    """The register is drawn anew from the record as it now reads."""
    case = opened().to_the_end(A, B)
    assert sequence(merge([told_by(case.standing)])) == [(A, "2029-09-18", "2034-09-17")]
    later = told_by(
        told_with(case.standing, MandateStarted(until=d("2032-09-17"), agreement="JC 2029/2"))
    )
    assert later.term is not None
    assert str(later.term.last_day) == "2032-09-17"


def told_with(of: Appointment, started: MandateStarted) -> Appointment:
    """The same appointment, with another start in its last entry."""
    *before, last = of.entries
    return fold(of.id, (*before, msgspec.structs.replace(last, outcome=started)))


# -- Conflicts ---------------------------------------------------------------------------------


def test_two_holders_at_once_are_told() -> None:
    known = merge(
        [told("secretary_general/2009")],
        [msgspec.structs.replace(of(DAVIS), ended=day(d("2009-08-30")), entry=1)],
    )
    assert because(known) == []
    later = "secretary-general,,Jo Doe,Norway,2010-01-01,,,seen,"
    with pytest.raises(BadRow) as bad:
        register(DAVIS, later, told=[told("secretary_general/2009")])
    assert str(bad.value) == (
        "line 3: Thorbjørn Jagland is in office until 2014-09-30 (secretary-general/2009), and Jo "
        "Doe already from 2010-01-01 (line 3): say when the first one ended, or correct one of them"
    )


def test_what_was_imported_first_is_contradicted_by_an_appointment_later() -> None:
    """Then it cannot be refused any more; it is told wherever the register is shown."""
    wrong = "secretary-general,,Terry Davis,,2004-09-01,2009-10-15,2009-10-10 death,unknown,"
    known = merge([told("secretary_general/2009")], as_they_stand(entered(wrong)).values())
    assert because(known) == [
        "Terry Davis is in office until 2009-10-10 (entry 1 of the import), and Thorbjørn Jagland "
        "already from 2009-10-01 (secretary-general/2009): say when the first one ended, or "
        "correct one of them",
        "somebody acts from 2009-09-01 (secretary-general/2009), and Terry Davis is in office "
        "until 2009-10-10 (entry 1 of the import): correct one of them",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2009-10-01,2014-10-01,", "has its last day on 2014-09-30 by secretary-general/2009"),
        ("2009-10-01,2014-09-30,2013-09-30 death", ""),
        (
            "2009-09-15..2009-10-15,2014-09-30,2009-09-20 death",
            "it cannot have ended on 2009-09-20",
        ),
    ],
)
def test_two_sources_of_one_term_are_one_term_or_contradict_each_other(
    line: str, says: str
) -> None:
    """The import may say that a term which an appointment has filled ended early, and why."""
    row = f"secretary-general,,Thorbjørn Jagland,Norway,{line},seen,CM(2013)1"
    known = merge([told("secretary_general/2009")], [msgspec.structs.replace(of(row), entry=4)])
    [term] = known.terms
    assert says in " ".join(because(known))
    assert (because(known) == []) is (not says)
    if not says:
        assert (str(term.ended), term.cause, term.reference, term.entry) == (
            "2013-09-30",
            Ending.DEATH,
            "CM(2013)1",
            4,
        )
        assert term.source == "secretary-general/2009"


def test_an_opening_that_contradicts_the_import_is_told() -> None:
    vacated = Vacated(d("2013-05-31"), Ending.DEATH, "secretary-general/2013")
    opening = Told(SG, AppointmentId("secretary-general/2013"), vacated=vacated, under_way=True)
    row = "secretary-general,,Jo Doe,,2009-10-01,2014-09-30,2013-06-30 resignation,seen,"
    assert because(merge([opening], [of(row)])) == [
        "the term of Jo Doe from 2009-10-01 ended on 2013-06-30 by entry 0 of the import, and on "
        "2013-05-31 by secretary-general/2013: correct one of them"
    ]
    assert because(merge([opening], [of(DAVIS)])) == []


people = st.sampled_from(["Ann Arbor", "Bo Lund", "Cy Young"])
early_days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@st.composite
def terms_of_one_seat(draw: st.DrawFn) -> Term:
    """From an appointment or the import, sometimes ended early, sometimes known to the month."""
    starts = draw(early_days)
    about = timedelta(draw(st.sampled_from([0, 0, 30])))
    length = timedelta(draw(st.integers(60, 3000)))
    ended = draw(st.one_of(st.none(), st.integers(31, 59)))
    return Term(
        SG,
        Name(draw(people)),
        Span(starts, starts + about),
        Span(starts + length, starts + about + length),
        ended=day(starts + timedelta(ended)) if ended else None,
        source=draw(st.sampled_from(["", "secretary-general/2014", "secretary-general/2019"])),
    )


@given(st.lists(terms_of_one_seat(), max_size=7), st.one_of(st.none(), early_days))
def test_terms_of_one_seat_never_overlap_or_a_conflict_is_told(
    terms: list[Term], vacant: date | None
) -> None:
    """Whatever the sources say; and whatever order they are read in."""
    appointments = [
        Told(SG, AppointmentId(term.source), term=term) for term in terms if term.source
    ]
    if vacant:
        vacated = Vacated(vacant, Ending.DEATH, "secretary-general/2031")
        appointments.append(Told(SG, AppointmentId("secretary-general/2031"), vacated=vacated))
    imports = [term for term in terms if not term.source]
    known = merge(appointments, imports)
    if not known.conflicts:
        assert not any(one.overlaps(other) for one, other in combinations(known.terms, 2))
    assert {term.holder for term in known.terms} == {term.holder for term in terms}
    again = merge(appointments[::-1], imports[::-1])
    assert (again.terms == known.terms) or known.conflicts


# -- For the opening of an appointment ---------------------------------------------------------


def test_the_last_day_of_a_term_is_that_of_the_year_in_which_the_next_begins(
    past: RegisterOfTerms,
) -> None:
    """Computed: a successor who came earlier was elected for the term as it was to end."""
    assert past.last_day(SG, "", 2019) == d("2019-09-30")
    assert past.last_day(SG, "", 2029) == d("2029-09-17")
    assert past.last_day(SG, "", 2028) is None
    andorra = register("judge,andorra,Pol Oriol,Andorra,2018-01-01,,,seen,")
    assert andorra.last_day("judge", "andorra", 2027) == d("2026-12-31")
    assert andorra.last_day("judge", "andorra", 2026) is None
    assert andorra.last_day("judge", "malta", 2027) is None


def test_a_last_day_that_is_not_certain_or_not_reached_must_be_given() -> None:
    about = register("judge,andorra,Pol Oriol,Andorra,2018-01-01..2018-01-31,,,unknown,")
    assert about.last_day("judge", "andorra", 2027) is None
    died = register("judge,andorra,Pol Oriol,Andorra,2018-01-01,,2024-02-03 death,seen,")
    assert died.last_day("judge", "andorra", 2027) is None
    assert died.vacancy("judge", "andorra", 2024) == died.terms[0]
    assert died.vacancy("judge", "andorra", 2027) is None


MEMBERS = (
    "cpt-member,andorra,Pol Oriol,Andorra,2015-12-20,,,seen,",
    "cpt-member,andorra,Pol Oriol,Andorra,2019-12-20,,,seen,",
    "cpt-member,andorra,Pol Oriol,Andorra,2023-12-20,,,seen,",
    "cpt-member,malta,Maria Zammit,Malta,2025-12-20,,,seen,",
    "cpt-member,norway,Anna Berg,Norway,2017-12-20,,,seen,",
    "cpt-member,norway,Bo Dahl,Norway,2021-12-20,,,seen,",
    "judge,malta,Ninu Borg,Malta,2020-01-01,,,seen,",
)


def test_cpt_4_3_the_members_of_the_other_parties_are_among_the_holders() -> None:
    """CPT 5.3: three terms, and no more; whoever has left another seat takes nobody's place."""
    known = register(*MEMBERS)
    holders = known.holders("cpt-member", "andorra", d("2027-01-10"))
    assert holders == (
        Holder(Name("Pol Oriol"), 3, "Andorra", d("2027-12-19")),
        Holder(Name("Maria Zammit"), 1, "Malta", d("2029-12-19")),
    )
    assert known.holders("cpt-member", "andorra", d("2017-01-10")) == (
        Holder(Name("Pol Oriol"), 1, "Andorra", d("2019-12-19")),
    )
    again = {
        year: known.stands_again("cpt-member", Name("Pol Oriol"), d(f"{year}-01-01"))
        for year in (2020, 2024)
    }
    assert (again[2020].yes, again[2024].yes, str(again[2024].clause)) == (True, False, "CPT 5.3")


def test_the_seat_of_whoever_is_gone_is_nobodys() -> None:
    """CPT 4.3: somebody of the same nationality may follow a member who has resigned."""
    [gone] = register("cpt-member,malta,Maria Zammit,Malta,2025-12-20,,,seen,").holders(
        "cpt-member", "malta", d("2027-01-10"), vacant_after=d("2027-01-31")
    )
    assert gone.until == d("2027-01-31")


def test_the_holders_of_an_office_without_shared_nationalities_are_its_own() -> None:
    known = register(*MEMBERS)
    assert [h.name for h in known.holders("judge", "malta", d("2026-01-01"))] == ["Ninu Borg"]
    assert known.holders("judge", "andorra", d("2026-01-01")) == ()


# -- What ends next ----------------------------------------------------------------------------


def test_what_ends_next_and_by_when_its_procedure_is_set_in_motion(past: RegisterOfTerms) -> None:
    """REG 8.b: six months before 17 September 2029 is a Saturday, so the Friday before."""
    others = (
        "judge,andorra,Pol Oriol,Andorra,2018-05-01,,,seen,",
        "judge,russia,Ivan Ivanov,Russia,2013-01-01,,,seen,",
        "commissioner,,Michael O'Flaherty,Ireland,2024-04-01,,,seen,",
        "secretary-general-of-the-assembly,,Wojciech Sawicki,Poland,2011-02-01,,,seen,",
    )
    known = merge((), [*past.terms, *register(*others).terms])
    upcoming = {each.term.seat: each for each in next_to_open(known, d("2026-05-04"))}
    assert list(upcoming) == [
        "secretary-general-of-the-assembly",
        "judge/andorra",
        "secretary-general",
        "commissioner",
    ]
    sg = upcoming[SG]
    assert (sg.appointment, sg.ends) == ("secretary-general/2029", d("2029-09-17"))
    assert sg.by is not None
    assert (str(sg.by.span), str(sg.clause), sg.mark) == ("2029-03-16", "REG 8.b", Mark.READING)
    judge = upcoming["judge/andorra"]
    assert judge.by is not None
    assert (str(judge.by.span), str(judge.clause), judge.mark) == (
        "2026-04-30",
        "R1366 2",
        Mark.ASSUMED,
    )
    commissioner = upcoming["commissioner"]
    assert (commissioner.by, commissioner.note, commissioner.mark) == (None, NO_TEXT, None)
    sgpa = upcoming["secretary-general-of-the-assembly"]
    assert str(sgpa.by and sgpa.by.span) == "2015-07-31"


def test_a_term_that_ended_early_is_reckoned_from_the_day_on_which_it_ended() -> None:
    """By a start that is not on record; or, in rows of before, for a reason that was not given."""
    row = "judge,france,Jo Doe,France,2012-09-01,,2015-06-30 successor,seen,"
    for cause in (Ending.SUCCESSOR, None):
        term = msgspec.structs.replace(of(row), cause=cause)
        [upcoming] = next_to_open(merge((), [term]), d("2012-10-01"))
        assert upcoming.appointment == "judge/france/2015"
        assert str(upcoming.by and upcoming.by.span) == "2014-06-30"


def test_a_seat_is_upcoming_until_its_party_has_left() -> None:
    known = register("judge,russia,Ivan Ivanov,Russia,2013-01-01,,,seen,")
    assert len(next_to_open(known, d("2022-09-15"))) == 1
    assert next_to_open(known, d("2022-09-16")) == ()


def test_warnings_ahead_of_an_ending_are_counted_back_in_months(past: RegisterOfTerms) -> None:
    [sg] = next_to_open(past, d("2026-05-04"))
    assert [str(sg.ahead(months=months).earliest) for months in (18, 15, 12, 7)] == [
        "2028-03-17",
        "2028-06-17",
        "2028-09-17",
        "2029-02-17",
    ]


def test_beyond_the_table_of_days_off_no_day_is_named() -> None:
    known = register("secretary-general,,Jo Doe,,2049-09-18,,,seen,")
    [upcoming] = next_to_open(known, d("2049-10-01"))
    assert upcoming.by is None
    assert "the table of days off reaches" in upcoming.note


# -- The table ---------------------------------------------------------------------------------


def test_a_row_is_read_and_typed_again() -> None:
    full = "judge,andorra,Pol Oriol,Andorra,2018-05-01,2027-04-30,2024-02-03 death,seen,AS 9"
    assert ",".join(cells_of(of(full)).values()) == full
    about = "secretary-general,,Jo Doe,,2009-09-01..2009-09-30,2014-09-30,2013-01-01 death,unknown,"
    assert ",".join(cells_of(of(about)).values()) == about


@pytest.mark.parametrize(
    ("line", "last_day"),
    [
        ("secretary-general,,A B,,2024-09-18,,,seen,", "2029-09-17"),
        ("deputy-secretary-general,,A B,,2020-02-29,,,seen,", "2025-02-28"),
        ("judge,malta,A B,,2018-05-01,,,seen,", "2027-04-30"),
        ("commissioner,,A B,,2024-04-01,,,seen,", "2030-03-31"),
        ("cpt-member,malta,A B,,2023-12-20,,,seen,", "2027-12-19"),
    ],
)
def test_a_last_day_that_is_left_out_is_computed(line: str, last_day: str) -> None:
    """REG 8.a, ECHR 23, COM 11, CPT 5.3."""
    assert str(of(line).last_day) == last_day


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sg,,A B,,2024-09-18,,,seen,", "no office 'sg' is known; known: secretary-general, "),
        ("judge,,A B,,2024-09-18,,,seen,", "judge has a seat for each Party: name it in party"),
        ("judge,narnia,A B,,2024-09-18,,,seen,", "no Party 'narnia' is known; the nearest is "),
        ("commissioner,malta,A B,,2024-09-18,,,seen,", "commissioner has no seats by Party"),
        ("commissioner,,7,,2024-09-18,,,seen,", "holder: '7' is not a name"),
        ("commissioner,,A B,(x),2024-09-18,,,seen,", "nationality: a name cannot contain"),
        ("commissioner,,A B,,,,,seen,", "starts is empty"),
        ("commissioner,,A B,,2024-09-18,soon,,seen,", "last_day: soon is not a day"),
        ("commissioner,,A B,,2024-09-18,2024-09-17,,seen,", "lies before the start 2024-09-18"),
        (
            "commissioner,,A B,,2024-09-18,,2024-09-17 death,seen,",
            "it cannot have ended on 2024-09-17",
        ),
        ("commissioner,,A B,,2024-09-18,,2031-01-01 death,seen,", "after its last day 2030-09-17"),
        ("commissioner,,A B,,2024-09-18,,2026-01-01,seen,", "ended: say after 2026-01-01 why, one"),
        ("commissioner,,A B,,2024-09-18,,2026-01-01 boredom,seen,", "ended: 'boredom' is not one"),
        ("commissioner,,A B,,2024-09-18,,,V,", "mark: 'V' is not one of seen, calendar, unknown"),
        ("commissioner,,A B,,2024-09-18,,,seen,[x]", "source: it cannot contain"),
        ("commissioner,,A B,,1924-09-18,,,seen,", "1924-09-18 is not a day of any procedure"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        of(line)


def test_a_table_is_entered_once() -> None:
    """A repeat changes nothing; a longer table adds what is new."""
    first = entered(DAVIS)
    assert [entry.kind for entry in first] == ["term-imported/1"]
    assert imported(first, rows(DAVIS), (), now=NOW) == ()
    longer = rows(DAVIS, "commissioner,,A B,,2024-04-01,,,seen,")
    [new] = imported(first, longer, (), now=NOW)
    assert (new.number, new.step) == (2, TermImported(longer[1].term))


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((DAVIS, DAVIS), "line 3: this term stands on line 2 too"),
        (
            (DAVIS, "secretary-general,,Jo Doe,,2009-08-31,,,seen,"),
            "line 3: Terry Davis is in office until 2009-08-31 (line 2), and Jo Doe already from "
            "2009-08-31 (line 3): say when the first one ended, or correct one of them",
        ),
        (
            (DAVIS, "secretary-general,,Jo Doe,,2004-08-31,,,seen,"),
            "line 3: Jo Doe is in office until 2009-08-30 (line 3), and Terry Davis already from "
            "2004-09-01 (line 2): say when the first one ended, or correct one of them",
        ),
    ],
)
def test_rows_of_a_table_that_overlap_are_told_by_their_lines(
    lines: tuple[str, ...], says: str
) -> None:
    with pytest.raises(BadRow) as bad:
        entered(*lines)
    assert str(bad.value) == says


def test_a_row_that_reads_otherwise_is_corrected_and_not_imported() -> None:
    changed = DAVIS.replace("2009-08-31,,", "2009-08-31,2009-08-15 death,")
    before = entered(DAVIS)
    with pytest.raises(BadRow, match="line 2: entry 1 has this term otherwise: `calends terms-cor"):
        imported(before, rows(changed), (), now=NOW)
    entry = corrected(before, 1, of(changed), (), reason="he died", now=NOW)
    assert entry is not None
    assert (entry.number, entry.kind) == (2, "term-corrected/1")
    after = (*before, entry)
    assert as_they_stand(after)[1].cause is Ending.DEATH
    assert imported(after, rows(changed), (), now=NOW) == ()
    assert corrected(after, 1, of(changed), (), reason="again", now=NOW) is None


def test_a_row_is_struck_out_and_a_correction_must_fit_what_is_known() -> None:
    """And it needs a reason, as every correction does."""
    before = entered(DAVIS, "secretary-general,,Jo Doe,,2009-09-01,,,seen,")
    longer = of(DAVIS.replace("2009-08-31", "2010-01-01"))
    with pytest.raises(ValueError, match="Terry Davis is in office until 2010-01-01"):
        corrected(before, 1, longer, (), reason="misread", now=NOW)
    struck = corrected(before, 2, None, (), reason="never was", now=NOW)
    assert struck is not None
    assert [*as_they_stand((*before, struck))] == [1]
    with pytest.raises(ValueError, match="a correction has a reason"):
        TermCorrected(1, " ")


def test_an_entry_that_has_no_place_stops_the_stream() -> None:
    [first] = entered(DAVIS)
    stray = TermEntry(2, TermCorrected(2, "x"), NOW)
    with pytest.raises(StreamMisfit, match="does not fit: entry 2 is no row of a table"):
        as_they_stand([first, stray])
    with pytest.raises(StreamMisfit, match="it does not stand after entry 0"):
        as_they_stand([stray])


def test_what_was_stored_is_read_for_ever() -> None:
    """Specimens: a kind, a field or a default that was renamed shows here."""
    for stored in (
        b'{"number":1,"step":{"kind":"term-imported/1","term":{"office":"judge",'
        b'"holder":"Pol Oriol","starts":{"earliest":"2018-05-01","latest":"2018-05-01"},'
        b'"last_day":{"earliest":"2027-04-30","latest":"2027-04-30"},"party":"andorra",'
        b'"nationality":"Andorra","ended":{"earliest":"2024-02-03","latest":"2024-02-03"},'
        b'"cause":"dismissal","mark":"calendar","reference":"AS (2018) CR 9"}},'
        b'"recorded_at":"2026-05-04T09:00:00Z","staff":"staff-7"}',
        b'{"number":2,"step":{"kind":"term-corrected/1","corrects":1,"reason":"misread"},'
        b'"recorded_at":"2026-05-04T09:00:00Z"}',
    ):
        assert msgspec.json.encode(read_term_entry(stored)) == stored


def test_every_cause_of_a_vacancy_ends_a_term() -> None:
    assert {cause.value for cause in VacancyCause} <= {ending.value for ending in Ending}
