"""An engine in a process of its own, as the tests start it: tells when it is ready, and faults."""

import sys

import engine
import settings
from vault.errors import VaultError
from workflows.failures import EngineError


def main() -> int:
    """Exit code 5 for an engine that cannot run, for want of its vault too."""

    def ready(running: engine.Running) -> None:
        sys.stdout.write(f"ready {running.address} {running.ui}\n")
        sys.stdout.flush()

    try:
        engine.run_briefly(engine.up(settings.read(), ready))
    except (EngineError, VaultError) as fault:
        engine.say(str(fault))
        return 5
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
