"""Real servers for the tests of the clerk: one of each kind for a whole session.

Under xdist every process has its own. Tests keep apart by the names of their appointments.
"""

import itertools
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from embedded import binary
from skipping import QUIET, Skipping, skipping
from tests.workflows.engines import begin_anew_after
from tests.workflows.paper import PaperActivities
from worker import staffed
from workflows.attributes import ALL
from workflows.converter import plugin

_years = itertools.count(2029)


@pytest.fixture
def appointment() -> str:
    """A name that no other test of this process uses."""
    return f"secretary-general/{next(_years)}"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[WorkflowEnvironment]:
    """A server on the wall clock, which asks for a new run after forty events instead of 4,096."""
    environment = await WorkflowEnvironment.start_local(
        dev_server_existing_path=binary(),
        dev_server_extra_args=[*QUIET, *begin_anew_after(40)],
        dev_server_log_level="never",
        plugins=[plugin()],
        search_attributes=ALL,
    )
    async with environment:
        yield environment


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def paper() -> PaperActivities:
    """The paper ledger that the clerks of this session write in."""
    return PaperActivities()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(server: WorkflowEnvironment, paper: PaperActivities) -> AsyncIterator[Client]:
    """A client of the server on the wall clock, with a worker behind it."""
    async with staffed(server.client, paper.hands()):
        yield server.client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def skipped(paper: PaperActivities) -> AsyncIterator[Skipping]:
    """A server on which time is skipped, with a worker behind it."""
    async with skipping() as moved, staffed(moved.client, paper.hands()):
        yield moved
