"""Payloads sealed: nothing of an act is readable in Temporal's database, and its page still shows
what it is to show.
"""

from pathlib import Path
from typing import Final

import msgspec
import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WorkflowHistory
from temporalio.converter import DataConverter, PayloadCodec
from temporalio.worker import Replayer

from activities.record import Recording
from activities.review import Reviewing
from domain.acts import identity_of
from domain.outcomes import CandidatureProposed
from domain.procedures import PROCEDURES
from ledger.book import Book
from tests.conftest import told
from tests.workflows.engines import serving, shift_to
from tests.workflows.keys import FixedKeys
from tests.workflows.paper import PaperActivities, paper_act
from vault.errors import KeyGone
from vault.keys import Vault
from worker import CLERKS, staffed
from workflows.codec import SealingCodec, is_sealed
from workflows.converter import DATA_CONVERTER, plugin
from workflows.failures import Unsealable, WorkerFault
from workflows.messages import Charge
from workflows.sending import send

ELECTION: Final = "SecretaryGeneralElection"
IN_CAMERA: Final = "the Panel doubted the third candidate"
NAMES: Final = ("Berset", "Reynders", "Saar", "Candidate A of the first list")


async def payload(value: object) -> Payload:
    [encoded] = await DATA_CONVERTER.encode([value])
    return encoded


# -- The codec ---------------------------------------------------------------------------------


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.open(tmp_path / "vault.sqlite", create=True)


async def test_a_record_is_sealed_and_comes_back_as_it_was(vault: Vault) -> None:
    act = await payload({"id": "a", "reason": IN_CAMERA})

    [sealed] = await SealingCodec(vault).encode([act])
    again = await SealingCodec(vault).encode([act])

    assert sealed.metadata["encoding"] == b"binary/encrypted"
    assert sealed.metadata["key"].decode() == vault.payload_key().id
    assert IN_CAMERA.encode() not in sealed.SerializeToString()
    assert again != [sealed]  # the same act twice is not to be recognised as the same
    assert await SealingCodec(vault).decode([sealed, *again]) == [act, act]


@pytest.mark.parametrize("value", [None, "a summary", msgspec.Raw(b"null"), WorkflowMetadata()])
async def test_what_a_page_shows_stays_readable(vault: Vault, value: object) -> None:
    shown = await payload(value)

    assert await SealingCodec(vault).encode([shown]) == [shown]


@pytest.mark.parametrize(
    "value", [Charge("x/1"), [1], 7, True, b"bytes", {"a": None}, msgspec.Raw(b'{"a": "b"}')]
)
async def test_everything_else_is_sealed(vault: Vault, value: object) -> None:
    assert all(map(is_sealed, await SealingCodec(vault).encode([await payload(value)])))


async def test_what_was_never_sealed_is_read_as_it_stands(vault: Vault) -> None:
    older = await payload({"id": "a"})

    assert await SealingCodec(vault).decode([older]) == [older]


async def test_a_key_that_was_in_use_still_opens() -> None:
    act = await payload({"id": "a"})
    before = await SealingCodec(FixedKeys("old")).encode([act])

    assert await SealingCodec(FixedKeys("old", "new")).decode(before) == [act]


async def test_another_vault_says_that_it_is_another(vault: Vault, tmp_path: Path) -> None:
    sealed = await SealingCodec(vault).encode([await payload({"id": "a"})])
    other = Vault.open(tmp_path / "other.sqlite", create=True)

    with pytest.raises(KeyGone, match="they were sealed with another vault; put that one back"):
        await SealingCodec(other).decode(sealed)


@pytest.mark.parametrize("cut", [slice(0, 5), slice(0, -1)], ids=["to five bytes", "at the end"])
async def test_a_payload_that_was_changed_is_not_opened(vault: Vault, cut: slice) -> None:
    [sealed] = await SealingCodec(vault).encode([await payload({"id": "a"})])
    changed = Payload(metadata=sealed.metadata, data=sealed.data[cut])

    with pytest.raises(Unsealable, match="it was changed, or because the vault is another one"):
        await SealingCodec(vault).decode([changed])


async def test_a_key_does_not_open_what_bears_the_name_of_another() -> None:
    """Not even where the two have the same secret: the name is part of what is sealed."""

    class SameSecret(FixedKeys):
        def payload_key_of(self, id_: str) -> tuple[str, bytes]:
            return id_, bytes(32)

    codec = SealingCodec(SameSecret("one"))
    [sealed] = await codec.encode([await payload({"id": "a"})])
    renamed = Payload(metadata={**sealed.metadata, "key": b"two"}, data=sealed.data)

    with pytest.raises(Unsealable):
        await codec.decode([renamed])


async def test_without_a_codec_a_sealed_payload_is_refused_in_one_sentence(vault: Vault) -> None:
    sealed = await SealingCodec(vault).encode([await payload({"id": "a"})])

    with pytest.raises(Unsealable) as refused:
        await DATA_CONVERTER.decode(sealed)

    assert str(refused.value) == (
        "Temporal's history is sealed, and no vault was opened: start again with the ledger's own"
        " vault."
    )


# -- A server that is sent sealed payloads -----------------------------------------------------


async def a_year_and_a_fault(client: Client) -> list[WorkflowHistory]:
    """Acts of two offices, one with a reason that was given in camera; and one that fails."""
    histories = []
    with Book.open(":memory:") as book:
        async with staffed(client, (Recording(book).record, Reviewing(book).review)):
            for name in ("secretary_general/2024", "judge/poland-2024"):
                diary = told(name)
                workflow_type = PROCEDURES[identity_of(diary.appointment).office].workflow
                for line in diary.lines[:-1]:
                    act = msgspec.structs.replace(line.act, reason=line.act.reason or IN_CAMERA)
                    body = msgspec.json.encode(act)
                    await send(client, diary.appointment, workflow_type, act.id, body)
                clerk = client.get_workflow_handle(diary.appointment)
                assert (await clerk.query("agenda"))["version"] == len(diary.lines) - 1
                histories.append(await clerk.fetch_history())
    paper = PaperActivities()
    async with staffed(client, paper.hands()):
        paper.broken.add("secretary-general/2029")
        with pytest.raises(WorkerFault, match="The paper is torn"):
            await send(client, "secretary-general/2029", ELECTION, "a", paper_act("a"))
    return histories


def in_the_database(home: Path, *words: str) -> set[str]:
    """Those of the words that stand anywhere in the server's own files."""
    stored = b"".join(part.read_bytes() for part in home.glob("temporal.sqlite*"))
    assert len(stored) > 100_000
    return {word for word in words if word.encode() in stored}


async def test_the_database_of_the_server_holds_no_word_of_an_act(
    tmp_path: Path, vault: Vault
) -> None:
    """Neither names, nor what was said in camera, nor the law's answer, nor why an act failed.

    Without the codec all of it stands there, so that what is looked for would be found.
    """
    words = (*NAMES, IN_CAMERA, '"outcome"', '"receipt"', '"timetable"', "The paper is torn")
    async with serving(tmp_path / "open") as client:
        await a_year_and_a_fault(client)
    async with serving(tmp_path / "sealed", SealingCodec(vault)) as client:
        await a_year_and_a_fault(client)

    assert in_the_database(tmp_path / "open", *words) == set(words)
    assert in_the_database(tmp_path / "sealed", *words) == set()
    # What the page lists and shows: ids, search attributes, summaries.
    shown = ("secretary-general/2024", "CalendsOffice", "record an act of judge/poland/2024")
    assert in_the_database(tmp_path / "sealed", *shown) == set(shown)


async def test_the_page_of_the_server_shows_the_calendar_and_nothing_sealed(
    tmp_path: Path, vault: Vault
) -> None:
    """As Temporal's own page asks, which has no key: details, summaries, and what is waited for."""
    diary = told("secretary_general/ordinary-2029")
    until = 10  # the consultation comes next
    async with serving(tmp_path, SealingCodec(vault)) as client:
        page = await Client.connect(client.service_client.config.target_host)
        with Book.open(":memory:") as book:
            async with staffed(client, (Recording(book).record, Reviewing(book).review)):
                shift = shift_to(diary.lines[until].recorded_on)
                for line in diary.lines[:until]:
                    act = msgspec.json.encode(line.act)
                    await send(client, diary.appointment, ELECTION, line.act.id, act, shift=shift)
                clerk = page.get_workflow_handle(diary.appointment)
                said = await clerk.query(
                    "__temporal_workflow_metadata", result_type=WorkflowMetadata
                )
                history = await clerk.fetch_history()
        summary = await (await clerk.describe()).static_summary()

    candidates = [line.act.outcome for line in diary.lines[:until]]
    names = [each.name for each in candidates if isinstance(each, CandidatureProposed)]
    shown = [summary or "", said.current_details, *summaries_in(history)]
    assert said.current_details.startswith(f"**{diary.appointment}**, edition 2018: open, next: ")
    assert "✓ 10 January 2029: closing of candidatures" in said.current_details
    assert summary == diary.appointment
    alarm = "consultation of the Assembly in the Joint Committee, 31 January 2029, JIS App.1"
    assert alarm in shown
    assert f"record an act of {diary.appointment}" in shown
    assert names
    assert not [name for name in names if name in " ".join(shown)]


def summaries_in(history: WorkflowHistory) -> list[str]:
    payloads = [event.user_metadata.summary for event in history.events if event.user_metadata]
    shown = [each for each in payloads if each.data]
    return list(DataConverter.default.payload_converter.from_payloads(shown, [str] * len(shown)))


async def test_a_sealed_history_replays_with_its_key_and_not_without(
    tmp_path: Path, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    """Why not is said in one sentence; where a codec is at work, in the worker's log."""
    async with serving(tmp_path / "server", SealingCodec(vault)) as client:
        [history, *_] = await a_year_and_a_fault(client)
    other = Vault.open(tmp_path / "other.sqlite", create=True)

    assert await replayed(history, SealingCodec(vault)) is None
    assert "no vault was opened" in str(await replayed(history, None))
    assert await replayed(history, SealingCodec(other)) is not None
    assert "they were sealed with another vault; put that one back" in caplog.text


async def replayed(history: WorkflowHistory, codec: PayloadCodec | None) -> Exception | None:
    replayer = Replayer(workflows=CLERKS, plugins=[plugin(codec)])
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    return result.replay_failure
