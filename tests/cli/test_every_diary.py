"""Every diary of ours, as an auditor meets it: imported, audited, exported, checked by an outsider.

In both languages, and without a word on the standard error that is not explained here. Many of the
diaries tell of years to come: the clock at the terminal's edge stands in 2040.
"""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from domain.diaries import read_diary
from ledger import outsider
from terminal import surroundings
from terminal.faults import Code
from tests.cli.conftest import Calends
from tests.conftest import DIARIES

VERIFIER = Path(outsider.__path__[0]) / "verify.py"
NO_ENGINE = re.compile(r"clerk.* not started|No engine is running|`calends up`")
"""Of an appointment that is still open: nothing waits for its next day, because no engine runs."""


@pytest.mark.parametrize(
    "diary", sorted(DIARIES.rglob("*.diary")), ids=lambda of: f"{of.parent.name}/{of.stem}"
)
def test_a_diary_is_imported_audited_exported_and_checked(
    calends: Calends, tmp_path: Path, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "now", lambda: datetime(2040, 1, 2, 12, tzinfo=UTC))
    id_ = read_diary(diary.read_text(encoding="utf-8")).appointment
    bundle = tmp_path / "bundle.zip"

    imported = calends("import", str(diary))
    audits = [calends("audit", id_, "--lang", code) for code in ("en", "fr")]
    exported = calends("export", id_, "--out", str(bundle), "--pdf", "--json")

    still_open = imported.code == Code.PENDING
    assert imported.code == (Code.PENDING if still_open else Code.DONE), imported.err
    assert bool(imported.err) == still_open
    assert still_open <= bool(NO_ENGINE.search(imported.err)), imported.err
    assert [(each.code, each.err) for each in audits] == [(Code.DONE, "")] * 2
    assert audits[0].out.splitlines()[1:2] != audits[1].out.splitlines()[1:2]
    assert (exported.code, exported.err) == (Code.DONE, "")
    held = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(bundle)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (held.returncode, held.stderr) == (0, ""), held.stdout
    assert f"Sound. Proven of {id_}" in held.stdout
    assert msgspec.json.decode(exported.out)["entries"] == calends("show", id_, "--json").out.count(
        '"recorded_at"'
    )
