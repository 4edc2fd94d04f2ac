"""The processes of a demo: the desk in this one, perhaps workers beside it, started together."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from bot.config import Settings
from bot.desk import Desk
from bot.part import Part

PATIENCE = 60.0


class Processes:
    """Without workers the desk does everything itself; with them it only talks to Slack."""

    def __init__(
        self,
        environment: dict[str, str],
        folder: Path,
        workers: int,
        reached: Callable[[str], None],
    ) -> None:
        """`reached` is told at which address, at every start."""
        self.workers, self.environment = workers, environment
        self._folder, self._reached = folder, reached
        self._stack = ExitStack()
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("the desk is not running")
        return self._desk

    def start(self) -> Desk:
        """All of them, ready."""
        self._desk = self._stack.enter_context(_desk(self.environment, self.workers))
        self._reached(self._desk.url)
        for number in range(self.workers):
            log = self._folder / f"worker-{number}.log"
            self._stack.enter_context(_worker(self.environment, log))
        return self._desk

    def read_customers(self) -> None:
        """Every account, before this returns. A worker reads them at its start, too, and tells
        nobody when it is done."""
        from bot.wiring import partner_center
        from bot.work import read_customers

        office = self.desk.ledger.office
        settings = Settings.from_environment(self.environment, Part.WORKER)
        with closing(partner_center(settings, office.clock)) as center:
            read_customers(center, office)

    def stop(self) -> None:
        self._stack.close()
        self._desk = None

    @contextmanager
    def down(self) -> Iterator[None]:
        """Nothing runs meanwhile."""
        self.stop()
        yield
        self.start()


@contextmanager
def _desk(environment: dict[str, str], workers: int) -> Iterator[Desk]:
    """The desk in this process, or the half of it that Slack talks to."""
    from bot.desk import start_desk
    from bot.wiring import begin_policy, business_clock, machine_clock, open_ledger
    from core.usecases.opening import FirstStart
    from storage.opening import open_migrated

    part = Part.WEB if workers else Part.ALL
    settings = Settings.from_environment(environment, part)
    open_migrated(settings.database_url).close()
    clock = business_clock(settings)
    ledger = open_ledger(settings, clock or machine_clock)
    try:
        if clock is not None:
            clock.start(ledger.engine.wake)
        begin_policy(ledger)
        desk = start_desk(settings, ledger, start=FirstStart.OPEN, part=part)
        # As in a process of its own: what was loaded so far stays.
        gc.freeze()
        try:
            yield desk
        finally:
            desk.stop()
    finally:
        if clock is not None:
            clock.stop()
        ledger.close()


@contextmanager
def _worker(environment: dict[str, str], log: Path) -> Iterator[None]:
    """The other half of the desk, at work in a process of its own."""
    words = [sys.executable, "-m", "bot", "run", "--role", "worker"]
    with log.open("wb") as out:
        process = subprocess.Popen(words, env={**os.environ, **environment}, stdout=out)
    try:
        deadline = time.monotonic() + PATIENCE
        while "Goodstanding works" not in log.read_text(encoding="utf-8"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the worker does not start, see {log}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()
