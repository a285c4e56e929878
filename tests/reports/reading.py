"""What a reader finds in a report: the words of a typeset file, and what stands for its pictures.

And what another reader gets from the same entries, on a machine of another kind.
"""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2

ROOT = Path(__file__).parents[2]


def elsewhere(folder: Path, module: str, expression: str) -> bytes:
    """What an expression of ours gives in another process, folder, time zone and language.

    Sets come in another order there too.
    """
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); "
        f"from {module} import *; sys.stdout.buffer.write({expression})"
    )
    other = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "de_DE.UTF-8",
        "HOME": str(folder),
        "PYTHONHASHSEED": "1",
    }
    return subprocess.run(
        [sys.executable, "-c", script, str(ROOT)],
        cwd=folder,
        env={**os.environ, **other},
        check=True,
        capture_output=True,
    ).stdout


def squeezed(text: str) -> str:
    """Without blanks, hyphens and places to break: where a line ends is for the page to say."""
    return re.sub(r"[\s\u200b\u0002\ufffe-]+", "", text)


def words_of(pages: bytes) -> str:
    """What a reader of the file finds in it, squeezed."""
    with pypdfium2.PdfDocument(pages) as document:
        return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def first_page(pages: bytes) -> str:
    """What another reader finds on the first page, squeezed."""
    return squeezed(pypdf.PdfReader(io.BytesIO(pages)).pages[0].extract_text())


def pictures(pages: bytes) -> list[str]:
    """What stands for the pictures of a file, from its tags."""
    root: Any = pypdf.PdfReader(io.BytesIO(pages)).trailer["/Root"]
    return list(_alts(root["/StructTreeRoot"]))


def _alts(tag: Any) -> Iterator[str]:
    of = tag.get_object()
    if isinstance(of, list):
        for each in of:
            yield from _alts(each)
    elif isinstance(of, dict) and ("/S" in of or of.get("/Type") == "/StructTreeRoot"):
        yield str(of.get("/Alt", ""))
        yield from _alts(of.get("/K", pypdf.generic.ArrayObject()))
