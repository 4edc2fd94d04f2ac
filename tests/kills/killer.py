"""Kills processes of the desk at random moments, starts them again at once, and notes the times."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from statistics import median

from tests.kills.cut_off import CutOff
from tests.kills.place import Place
from tests.kills.waiting import GLANCE, TooLate, until

READY = 120.0
# One kill in eight hits a process that is still starting; of the others every second one waits for
# work at Partner Center, so that many hit a change under way.
WHILE_STARTING, AT_WORK = 8, 2
# Where there are several processes, one time in eight all of them die at once, as when the power
# goes, and one time in six one of them is halted: for longer than the others think that it lives.
POWER_CUTS, HALTS, HALTED_FOR = 8, 6, 20.0
# As shares of a start, so that a slow machine gets as far between two kills as a quick one.
LONGEST_START, LONGEST_WORK, LONGEST_CHANGE = 0.9, 1.2, 0.3
FOR_WORK = 2.0
GONE, LAST_LINES = "The database went away: ", 50
# Before the first; and whoever starts sooner gets to work all the same.
A_START = 2.0


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
    cut_off: CutOff
    lives: list[Life] = field(default_factory=list)
    power_cuts: int = 0
    halts: int = 0
    given_up: int = 0
    _halted: tuple[int, float] | None = None

    @property
    def kills(self) -> int:
        return len(self.lives) - self.given_up

    def spree(self, kills: int) -> None:
        """At least so many: where the power goes, every process counts."""
        while self.kills < kills:
            self._let_live()
            self._go_on_or_halt()
            self._start_again()
            self._kill(self._chosen())
            self.between()
        self._go_on()
        self._wait_for_ready()
        until(self._all_resumed, "the jobs that were cut off", within=READY)

    def watch(self) -> None:
        """Called all the time, from a thread of its own."""
        for life in tuple(self.lives):
            if life.ready is None and life.killed is None and self._answers(life):
                life.ready = time.monotonic()
        self.cut_off.look()

    def _answers(self, life: Life) -> bool:
        halted = self._halted is not None and self._halted[0] == life.process
        return not halted and self.place.desk[life.process].is_ready()

    def _all_resumed(self) -> bool:
        return not self.cut_off.waiting

    def _let_live(self) -> None:
        """A random while: mostly of work, sometimes of a start that is cut off."""
        start = self._usual_start()
        if self.chance.randrange(WHILE_STARTING) == 0:
            time.sleep(self.chance.uniform(0.0, LONGEST_START * start))
            return
        start = max(start, A_START)
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

    def _go_on_or_halt(self) -> None:
        if self._halted is not None and time.monotonic() >= self._halted[1]:
            self._go_on()
        ready = {one.process for one in self.lives if one.ready and one.killed is None} - {0}
        if ready and self._halted is None and self.chance.randrange(HALTS) == 0:
            number = self.chance.choice(sorted(ready))
            self._halted = number, time.monotonic() + HALTED_FOR
            self.halts += 1
            self.place.desk[number].halt()

    def _go_on(self) -> None:
        if self._halted is not None:
            self.place.desk[self._halted[0]].go_on()
            self._halted = None

    def _chosen(self) -> list[int]:
        everybody = list(range(len(self.place.desk)))
        if len(everybody) > 1 and self.chance.randrange(POWER_CUTS) == 0:
            self._go_on()
            self.power_cuts += 1
            return everybody
        halted = self._halted[0] if self._halted else None
        return [self.chance.choice([number for number in everybody if number != halted])]

    def _start_again(self) -> None:
        """As a supervisor does with whoever had stood still for so long that the database was gone:
        it says so and ends."""
        for number, process in enumerate(self.place.desk):
            if process.is_alive():
                continue
            # Lines of the log may follow it.
            last = process.said().splitlines()[-LAST_LINES:]
            if not any(line.startswith(GONE) for line in last):
                raise TooLate(f"the desk ended by itself, see {process.log}")
            self.given_up += 1
            self._begin(number, ended=time.monotonic())

    def _begin(self, number: int, *, ended: float) -> None:
        for life in self.lives:
            if life.process == number and life.killed is None:
                life.killed = ended
        started = time.monotonic()
        self.place.desk[number].start()
        self.lives.append(Life(number, started, self.work_waits()))

    def _kill(self, numbers: list[int]) -> None:
        ended = [self.place.desk[number].kill() for number in numbers]
        now = time.monotonic()
        for pid in ended:
            self.cut_off.note(pid, now)
        for number in numbers:
            self._begin(number, ended=now)

    def _wait_for_ready(self) -> None:
        until(self.place.is_ready, "a desk that is ready", within=READY)
