"""A worker process that is killed in the middle of its first job, whatever that is."""

from __future__ import annotations

import os
import signal
import sys

from core.ports.engine import Delivery
from tests.storage.bindings import binding_of


def die(_: Delivery) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(url: str) -> None:
    engine = binding_of(url).another_engine(threads=1)
    engine.handler("work", die, max_attempts=3, timeout=10)
    engine.run()


if __name__ == "__main__":
    main(sys.argv[1])
