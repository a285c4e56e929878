"""What can go wrong between a person and a clerk, one sentence each, free of temporalio."""


class EngineError(Exception):
    """Something is wrong with the engine, not with the act; the message is one whole sentence."""


class EngineUnreachable(EngineError):
    """No Temporal server answers. Nothing was sent."""

    def __init__(self, address: str | None = None, because: str = "") -> None:
        self.address = address
        if address is None:
            sentence = "The engine is not running: start it with `calends up`, or set"
            super().__init__(f"{sentence} TEMPORAL_ADDRESS.")
            return
        why = f" ({because})" if because else ""
        super().__init__(
            f"No Temporal server answers at {address}{why}: start it with `calends up`, or check"
            " TEMPORAL_ADDRESS."
        )


class Pending(EngineError):
    """No answer came in time. The act may still be carried out, so it is not refused.

    Asking again with the same id is harmless and brings the receipt.
    """

    def __init__(self, act_id: str, because: str = "no answer came in time") -> None:
        self.act_id = act_id
        super().__init__(
            f"The act {act_id} is pending: {because}; it may still be carried out. Ask again with"
            " the same act id to learn what became of it."
        )


class WorkerFault(EngineError):
    """The act reached the ledger's side and failed there: our own fault, not a refusal."""


class HomeInUse(EngineError):
    """A second engine was started on a home that already has one."""


class EngineFailed(EngineError):
    """The server could not be started, or died too often to be restarted."""


class Unsealable(EngineError):
    """What Temporal keeps is sealed, and what we have does not open it."""

    def __init__(self, because: str = "no vault was opened") -> None:
        super().__init__(
            f"Temporal's history is sealed, and {because}: start again with the ledger's own vault."
        )
