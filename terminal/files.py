"""Files that a command writes for a person: there whole, or not at all; never over another."""

import os
import secrets
from pathlib import Path

from terminal import words


def write_new(path: Path, content: bytes) -> None:
    """Put a file where none is. Stops with a sentence where that cannot be."""
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        raise words.bad(f"{path} is there already, and is not written over: name another") from None
    except OSError as error:
        raise words.bad(f"{path} cannot be written: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)
