"""Every office by its own workflow, on a real server with the real law and a real ledger."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Final

import msgspec
import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowExecutionStatus

from domain.acts import Act, Identity, Receipt, Result
from domain.candidates import Name
from domain.outcomes import Holder, Opened, Vacancy, VacancyCause
from domain.procedures import PROCEDURES
from domain.reckoning import day
from domain.timetable import Row
from tests.workflows import engines
from worker import CLERKS
from workflows.messages import AgendaView
from workflows.sending import send

ON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""The day on which they are all opened, by the clerks' clocks."""

OPENINGS: Final = (
    Opened("secretary-general", 2029),
    Opened("deputy-secretary-general", 2027, term_ends=date(2027, 8, 31)),
    Opened("secretary-general-of-the-assembly", 2027, term_ends=date(2027, 1, 31)),
    Opened(
        "judge",
        2027,
        party="andorra",
        term_ends=date(2027, 4, 30),
        holders=(Holder(Name("Pol Oriol"), until=date(2027, 4, 30)),),
    ),
    Opened(
        "judge",
        2026,
        party="ireland",
        vacancy=Vacancy(date(2026, 5, 31), VacancyCause.RESIGNATION),
    ),
    Opened("commissioner", 2030),
    Opened("cpt-member", 2027, party="andorra", term_ends=date(2027, 12, 19)),
    Opened("cpt-member", 2027, party="russia", term_ends=date(2027, 12, 19)),
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    home = tmp_path_factory.mktemp("offices")
    async with engines.engine(home, str(home / "ledger.sqlite")) as (client, _):
        yield client


def test_every_office_has_its_workflow_and_no_other() -> None:
    """By the name under which Temporal lists it, which is stored."""
    assert [clerk.__name__ for clerk in CLERKS] == [of.workflow for of in PROCEDURES.values()]
    assert {opening.office for opening in OPENINGS} == set(PROCEDURES)


@pytest.mark.parametrize("opening", OPENINGS, ids=lambda of: f"{of.seat}/{of.year}")
async def test_an_appointment_is_opened_and_its_clerk_says_what_is_due(
    engine: Client, opening: Opened
) -> None:
    id_ = Identity(opening.office, opening.party, opening.year).id
    workflow_type = PROCEDURES[opening.office].workflow
    act = msgspec.json.encode(Act("open", opening, day(ON.date())))

    answer = await send(engine, id_, workflow_type, "open", act, shift=engines.shift_to(ON))

    assert msgspec.json.decode(answer, type=Receipt).result is Result.RECORDED
    clerk = engine.get_workflow_handle(id_)
    agenda = await clerk.query("agenda", result_type=AgendaView)
    rows = msgspec.json.decode(
        await clerk.query("timetable", result_type=msgspec.Raw), type=list[Row]
    )
    assert (agenda.version, agenda.status) == (1, "open")
    assert agenda.alarm is None or agenda.alarm > ON
    assert agenda.attributes["CalendsOffice"] == opening.office
    assert rows[-1].stage == "start"
    assert [row.stage for row in rows if row.stage == "party"] == ["party"] * (
        opening.party == "russia"
    )
    described = await clerk.describe()
    assert (described.workflow_type, described.status) == (
        workflow_type,
        WorkflowExecutionStatus.RUNNING,
    )
