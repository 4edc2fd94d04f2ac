"""Kills a process of the desk at a random moment, starts it again at once, and notes the times."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from statistics import median

from tests.kills.place import Place, Process
from tests.kills.waiting import GLANCE, TooLate, until

READY = 120.0
# One kill in eight hits a process that is still starting; of the others every second one waits for
# work at Partner Center, so that many hit a change under way.
WHILE_STARTING, AT_WORK = 8, 2
# As shares of a start, so that a slow machine gets as far between two kills as a quick one.
LONGEST_START, LONGEST_WORK, LONGEST_CHANGE = 0.9, 1.2, 0.3
FOR_WORK = 4.0
A_START = 2.0


@dataclass(slots=True)
class Life:
    """One process from its start; `ready` is empty where it did not live that long, or where
    nobody can ask it."""

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
        start = self._usual_start()
        if self.chance.randrange(WHILE_STARTING) == 0:
            time.sleep(self.chance.uniform(0.0, LONGEST_START * start))
            return
        self._wait_for_ready()
        if self.chance.randrange(AT_WORK) == 0 and self._sees_work(FOR_WORK * start):
            time.sleep(self.chance.uniform(0.0, LONGEST_CHANGE * start))
        else:
            time.sleep(self.chance.uniform(0.0, LONGEST_WORK * start))

    def _usual_start(self) -> float:
        took = [life.ready - life.started for life in self.lives if life.ready is not None]
        return median(took) if took else A_START

    def _sees_work(self, within: float) -> bool:
        since = self.lives[-1].started if self.lives else time.monotonic()
        deadline = time.monotonic() + within
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
        for life in self.lives:
            if life.process == number and life.killed is None:
                life.killed = now
        self.lives.append(Life(number, now, self.work_waits()))
        process.start()

    def _wait_for_ready(self) -> None:
        until(self.place.is_ready, "a desk that is ready", within=READY)
        # Only the first process of a desk answers, so only of that one is it known.
        if self.lives and self.lives[-1].process == 0 and self.lives[-1].ready is None:
            self.lives[-1].ready = time.monotonic()
