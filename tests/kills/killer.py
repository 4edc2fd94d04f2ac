"""Kills a process of the desk at a random moment, starts it again at once, and notes the times."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.kills.place import Place, Process
from tests.kills.waiting import GLANCE, TooLate, until

READY = 30.0
# One kill in eight hits a process that is still starting; of the others every second one waits for
# work at Partner Center, so that many hit a change under way.
WHILE_STARTING, AT_WORK = 8, 2
LONGEST_START, LONGEST_WORK, LONGEST_CHANGE = 1.5, 1.5, 0.5
FOR_WORK = 8.0


@dataclass(slots=True)
class Life:
    """One process from its start; `ready` is empty where it did not live that long."""

    process: int
    started: float
    work_waits: bool
    ready: float | None = None
    killed: float | None = None


@dataclass(slots=True)
class Killer:
    """`kill -9`, so many times. `work_waits` tells whether approved work is open, `works` whether
    the executor called Partner Center since a moment."""

    place: Place
    chance: Random
    work_waits: Callable[[], bool]
    works: Callable[[float], bool]
    between: Callable[[], None]
    lives: list[Life] = field(default_factory=list)

    def spree(self, kills: int) -> None:
        for _ in range(kills):
            number = self.chance.randrange(len(self.place.desk))
            self._let_live()
            self._replace(number, self.place.desk[number])
            self.between()
        self._wait_for_ready()

    def _let_live(self) -> None:
        """A random while: mostly of work, sometimes of a start that is cut off."""
        if self.chance.randrange(WHILE_STARTING) == 0:
            time.sleep(self.chance.uniform(0.0, LONGEST_START))
            return
        self._wait_for_ready()
        if self.chance.randrange(AT_WORK) == 0 and self._sees_work():
            time.sleep(self.chance.uniform(0.0, LONGEST_CHANGE))
        else:
            time.sleep(self.chance.uniform(0.0, LONGEST_WORK))

    def _sees_work(self) -> bool:
        since = self.lives[-1].started if self.lives else time.monotonic()
        deadline = time.monotonic() + FOR_WORK
        while time.monotonic() < deadline:
            if self.works(since):
                return True
            time.sleep(GLANCE)
        return False

    def _replace(self, number: int, process: Process) -> None:
        if not process.is_alive():
            raise TooLate(f"the desk ended by itself, see {process.log}")
        process.kill()
        now = time.monotonic()
        if self.lives:
            self.lives[-1].killed = now
        self.lives.append(Life(number, now, self.work_waits()))
        process.start()

    def _wait_for_ready(self) -> None:
        until(self.place.is_ready, "a desk that is ready", within=READY)
        if self.lives and self.lives[-1].ready is None:
            self.lives[-1].ready = time.monotonic()
