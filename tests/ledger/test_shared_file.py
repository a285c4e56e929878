"""A ledger opened twice in one process, beside other programs that open it too."""

import subprocess
import sys
from pathlib import Path

from ledger.book import Book

OPEN_AND_CLOSE = "import sys; from ledger.book import Book; Book.open(sys.argv[1]).close()"


def test_a_second_look_in_the_same_process_does_not_give_the_file_away(tmp_path: Path) -> None:
    """POSIX lets go of all locks of a process on a file that it closes anywhere.

    Another program then took the ledger for unused and removed the log that was still written to:
    what was acknowledged after that was lost.
    """
    file = tmp_path / "ledger.sqlite"
    with Book.open(str(file)) as ours:
        ours.append("secretary-general/2029", after=0, entries=[("opened/1", b"{}")])
        Book.open(str(file)).close()
        subprocess.run(
            [sys.executable, "-c", OPEN_AND_CLOSE, str(file)],
            check=True,
            cwd=Path(__file__).parents[2],
        )

        ours.append("secretary-general/2029", after=1, entries=[("call-issued/1", b"{}")])

        with Book.open(str(file)) as another:
            assert len(another.read("secretary-general/2029")) == 2
        assert (tmp_path / "ledger.sqlite-wal").exists()
    with Book.open(str(file)) as later:
        assert len(later.read("secretary-general/2029")) == 2
