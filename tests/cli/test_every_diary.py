"""Every diary of ours, as an auditor meets it: imported, audited, exported, checked by an outsider.

In both languages, and without a word on the standard error that is not explained here. Many of the
diaries tell of years to come: the clock at the terminal's edge stands in 2040.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.diaries import read_diary
from terminal import surroundings
from terminal.faults import Code
from tests.cli.conftest import Calends
from tests.conftest import EVERY_DIARY
from tests.ledger.bundles import outsider

NO_ENGINE = re.compile(r"clerk.* not started|No engine is running|`calends up`")
"""Of an appointment that is still open: nothing waits for its next day, because no engine runs."""


@pytest.mark.parametrize("diary", EVERY_DIARY, ids=lambda of: f"{of.parent.name}/{of.stem}")
def test_a_diary_is_imported_audited_exported_and_checked(
    calends: Calends, tmp_path: Path, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "now", lambda: datetime(2040, 1, 2, 12, tzinfo=UTC))
    id_ = read_diary(diary.read_text(encoding="utf-8")).appointment
    bundle = tmp_path / "bundle.zip"

    imported = calends("import", str(diary))
    audits = [calends("audit", id_, "--lang", code) for code in ("en", "fr")]
    exported = calends("export", id_, "--out", str(bundle), "--pdf", "--json")
    shown = calends("show", id_, "--json").json

    if shown["status"] == "closed":
        assert (imported.code, imported.err) == (Code.DONE, "")
    else:
        assert imported.code == Code.PENDING
        assert NO_ENGINE.search(imported.err), imported.err
    assert [(each.code, each.err) for each in audits] == [(Code.DONE, "")] * 2
    assert audits[0].out.splitlines()[1:2] != audits[1].out.splitlines()[1:2]
    assert (exported.code, exported.err) == (Code.DONE, "")
    held = outsider(bundle)
    assert (held.code, held.err) == (0, ""), held.out
    assert f"Sound. Proven of {id_}" in held.out
    assert exported.json["entries"] == len(shown["entries"])
