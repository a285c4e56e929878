"""PostgreSQL's own programs: `pg_dump` writes a ledger down, `pg_restore` puts it back."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from ledger.errors import NotOurs


def dump(address: Mapping[str, Any], schema: str, to: Path, where: str) -> None:
    """One snapshot of the schema, in the programs' own form. Raises NotOurs."""
    to.touch(mode=0o600, exist_ok=False)
    _run("pg_dump", address, where, "--format=custom", f"--schema={schema}", f"--file={to}")


def put_back(address: Mapping[str, Any], dumped: Path, where: str) -> None:
    """The whole of a dump, or nothing. Raises NotOurs."""
    _run("pg_restore", address, where, "--single-transaction", "--exit-on-error", f"{dumped}")


def _run(program: str, address: Mapping[str, Any], where: str, *options: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise NotOurs(
            f"{program} is not on the PATH: install the client programs of PostgreSQL, of the "
            "server's release or a later one."
        )
    with _without_password(address) as database:
        done = subprocess.run(
            [found, "--no-owner", "--no-privileges", f"--dbname={database}", *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    if done.returncode:
        because = " ".join(done.stderr.decode(errors="replace").split())
        raise NotOurs(
            f"{program} failed on {where}, and changed nothing ({because[-300:]}): it has to be of "
            "the server's release or a later one, and the role needs the privileges in "
            "docs/operators/postgresql.md."
        )


@contextmanager
def _without_password(address: Mapping[str, Any]) -> Iterator[str]:
    """A connection string that anybody may see, as command lines can be: the password in a file."""
    said = {key: value for key, value in address.items() if value}
    password = said.pop("password", None)
    if password is None:
        yield _connection_string(said)
        return
    with NamedTemporaryFile("w", encoding="utf-8") as file:  # 0600, removed afterwards
        file.write("*:*:*:*:" + re.sub(r"([\\:])", r"\\\1", str(password)))
        file.flush()
        yield _connection_string({**said, "passfile": file.name})


def _connection_string(said: Mapping[str, Any]) -> str:
    """As libpq reads it."""
    quoted = {key: re.sub(r"([\\'])", r"\\\1", str(value)) for key, value in said.items()}
    return " ".join(f"{key}='{value}'" for key, value in quoted.items())
