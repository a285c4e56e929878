"""Whatever an opening names itself: it is opened and leads to a start, or refused, or malformed."""

from datetime import date, timedelta

from hypothesis import event, given
from hypothesis import strategies as st

from domain.acts import Act, AppointmentId, BadAct
from domain.decisions import decide
from domain.outcomes import Holder, Offset, Opened, Vacancy, VacancyCause
from domain.procedures import PROCEDURES
from domain.reckoning import Span, day
from domain.sittings import PARTS, PartSession
from domain.timetable import ahead
from domain.twelve_months import assumed
from tests.domain.test_properties import LATER_THAN_ALL, QUICK
from tests.domain.walks import people, states

STEPS = [offset.step for offset in assumed()]


@st.composite
def openings(draw: st.DrawFn) -> Opened:
    """Of any office and year: mostly ones that can be meant."""
    office = draw(st.sampled_from([*PROCEDURES]))
    n = draw(st.one_of(st.integers(2009, 2044), st.integers(1900, 2300)))
    near = st.dates(date(n - 1, 6, 1), date(n + 1, 6, 30))
    spans = st.tuples(near, st.integers(0, 40)).map(lambda p: Span(p[0], p[0] + timedelta(p[1])))
    in_the_year = st.dates(date(n, 1, 1), date(n, 12, 31))
    vacancy = st.builds(Vacancy, in_the_year, st.sampled_from(VacancyCause))
    months = st.one_of(st.integers(-5, 40), st.integers(0, 100_000))
    offsets = st.builds(Offset, st.sampled_from([*STEPS, "tea"]), months, months, months)
    holders = st.builds(Holder, people, st.integers(-1, 4), states, st.one_of(st.none(), near))
    return Opened(
        office,
        n,
        draw(st.sampled_from(["", "", "", "2018", "2010"])),
        term_ends=draw(near),
        vacancy=draw(st.one_of(st.none(), vacancy)),
        part_sessions=draw(st.lists(sessions(n, spans), max_size=3).map(tuple)),
        party=draw(st.sampled_from(["andorra", "russia"])) if PROCEDURES[office].by_party else "",
        holders=draw(st.lists(holders, max_size=2).map(tuple)),
        twelve_months=draw(st.one_of(st.just(()), st.lists(offsets, max_size=3).map(tuple))),
    )


@st.composite
def sessions(draw: st.DrawFn, n: int, spans: st.SearchStrategy[Span]) -> PartSession:
    """Mostly with both days, though not always in that order; or cancelled."""
    held = draw(st.integers(0, 4))
    opens, closes = draw(spans), draw(spans)
    year, part = draw(st.integers(n - 1, n + 1)), draw(st.sampled_from([0, *PARTS]))
    return PartSession(
        year,
        part,
        opens if held else None,
        closes if held > 1 else None,
        estimated=draw(st.booleans()),
    )


@QUICK
@given(openings(), st.integers(-500, 500))
def test_whatever_an_opening_names_it_leads_to_a_start_or_cannot_be_opened(
    asked: Opened, days: int
) -> None:
    """No outside witness: an invariant of the house."""
    on = date(asked.year, 1, 1) + timedelta(days)
    act = Act("act-1", asked, day(on))
    appointment = AppointmentId(f"{asked.seat}/{asked.year}")
    try:
        decision = decide(appointment, (), act, LATER_THAN_ALL)
    except BadAct as bad:
        event(f"malformed: {bad}"[:30])
        return
    event("refused" if decision.after is None else asked.office)
    if decision.after is not None:
        assert ahead(decision.after)[-1].open.stage.key == "start"
