"""How a fault on the ledger's side reaches the clerk, and the person behind it."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.exceptions import ApplicationError

from ledger.errors import LedgerError, Unreachable


@contextmanager
def told(outcome: str) -> Iterator[None]:
    """Says what went wrong in one or two sentences, the second of them `outcome`.

    A ledger that is out of reach will come back, so that alone is tried again. Anything else would
    fail in the same way for ever: it goes to the person who asked. A law that refuses is not among
    these, because a refusal is an answer.
    """
    try:
        yield
    except Unreachable as away:
        raise ApplicationError(str(away), type="Unreachable") from away
    except LedgerError as fault:
        raise ApplicationError(
            f"{_sentence(str(fault))} {outcome}", type=type(fault).__name__, non_retryable=True
        ) from fault
    except Exception as fault:
        raise ApplicationError(
            f"{_sentence(f'{type(fault).__name__}: {fault}')} {outcome}",
            type=type(fault).__name__,
            non_retryable=True,
        ) from fault


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
