"""How a command ends: its exit code, and for every fault one sentence that helps."""

import difflib
import traceback
from collections.abc import Iterable
from enum import IntEnum

from typer import TyperException

import settings
from domain.acts import BadAct
from domain.appointment import Misfit
from domain.streams import StreamMisfit
from ledger.errors import (
    Departed,
    LedgerError,
    Missing,
    NotOurs,
    Tampered,
    Unguarded,
    Unreachable,
)
from reports.typesetting import NotTypeset
from vault.errors import Busy, VaultError
from vault.errors import Missing as VaultMissing
from workflows.failures import EngineError, WorkerFault

LONGEST_SENTENCE = 1000
MANY = 20
NEAREST = 5
PRONOUNS = {"it", "nobody", "nothing", "there", "this", "that", "what", "who"}
VERBS = {"is", "was", "has", "had", "does", "cannot", "comes", "lies", "ends", "names"}
"""What stands before them as one word is as somebody typed it: `big is not a text in UTF-8`."""


class Code(IntEnum):
    """Exit codes: promises to scripts."""

    DONE = 0
    BROKEN = 1  # verification failed: the record is not what was written, or does not fit
    BAD_INPUT = 2
    REFUSED = 3
    NOT_FOUND = 4
    PENDING = 5  # or the engine, or the ledger's server, cannot be reached
    OUR_FAULT = 70
    INTERRUPTED = 130


class Stop(Exception):
    """The command ends here, with a code and one sentence for the person."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def told(error: Exception) -> tuple[Code, str]:
    """What a fault means to the person at the terminal."""
    return _code(error), whole(_sentence(error))


def whole(text: str) -> str:
    """A whole sentence on one line: a capital where it begins with a word, a stop at its end."""
    text = " ".join(text.split())
    if len(text) > LONGEST_SENTENCE:
        text = f"{text[:LONGEST_SENTENCE]} …"
    word, _, rest = text.partition(" ")
    if word.isalpha() and (word in PRONOUNS or rest.partition(" ")[0] not in VERBS):
        text = word[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def refusal(clause: str, because: str, cure: str) -> str:
    """Refused under REG 5.a: 1 of 2 names. Draw up another list, or …"""
    under = f" under {clause}" if clause else ""
    return f"Refused{under}: {because}. {whole(cure) if cure else ''}".rstrip()


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: what might have been meant, and what there is; of many the nearest."""
    known = tuple(known)
    said, there_are = "known", known
    if len(known) > MANY:
        said = f"the nearest of {len(known)}"
        there_are = tuple(difflib.get_close_matches(word, known, n=NEAREST, cutoff=0.0))
    if close := difflib.get_close_matches(word, known, n=1):
        return f": did you mean {close[0]}? {whole(said)[:-1]}: {', '.join(there_are)}"
    return f"; {said}: {', '.join(there_are)}"


def write_down(error: Exception) -> str:
    """A fault of ours goes with all its lines to a file in the home, if there is one."""
    from embedded import open_private

    try:
        home = settings.read().home
        if not home.is_dir():
            return ""
        with open_private(home / "calends.log") as log:
            log.write("".join(traceback.format_exception(error)).encode(errors="replace"))
    except (OSError, settings.BadSetting):
        return ""
    return f" Its details are in {home / 'calends.log'}."


CODES: tuple[tuple[type[Exception], Code], ...] = (
    (TyperException, Code.BAD_INPUT),
    (BadAct, Code.BAD_INPUT),
    (settings.BadSetting, Code.BAD_INPUT),
    (Misfit, Code.BROKEN),
    (StreamMisfit, Code.BROKEN),
    (Tampered, Code.BROKEN),
    (Missing, Code.NOT_FOUND),
    (Departed, Code.BROKEN),
    (Unguarded, Code.BROKEN),
    (NotOurs, Code.BAD_INPUT),
    (NotTypeset, Code.BAD_INPUT),
    (Unreachable, Code.PENDING),
    (VaultMissing, Code.NOT_FOUND),
    (Busy, Code.PENDING),
    (VaultError, Code.BAD_INPUT),
    (WorkerFault, Code.OUR_FAULT),
    (EngineError, Code.PENDING),
)
"""The first that fits; whatever else goes wrong is our fault."""


def _code(error: Exception) -> Code:
    if isinstance(error, Stop):
        return error.code
    return next((code for kind, code in CODES if isinstance(error, kind)), Code.OUR_FAULT)


def _sentence(error: Exception) -> str:
    match error:
        case TyperException():
            return _usage(error)
        case Misfit():
            return (
                f"The record does not fit its procedure: {error}. No act is accepted until it "
                "does; `calends show` and `calends verify` show it"
            )
        case StreamMisfit():
            return f"The register does not add up: {error}. Nothing is entered in it until it does"
        case WorkerFault():
            return f"{whole(str(error))} The fault is ours, not yours"
        case Stop() | BadAct() | settings.BadSetting():
            return str(error)
        case LedgerError() | EngineError() | VaultError() | NotTypeset():
            return str(error)
        case _:
            return f"This is our fault, not yours: {type(error).__name__}: {error}"


def _usage(error: TyperException) -> str:
    """What is wrong with the command line, and where its help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "calends"
    because = error.format_message().replace("Value error, ", "")
    return f"{whole(because)} See `{command} --help`"
