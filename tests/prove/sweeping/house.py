"""The whole desk without its threads: every kind of job, and every tick that somebody asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from bot.alerts import alert_sources
from bot.consents import keep_consents
from bot.desk import _give_work, _tools
from handlers.answers import SlackAnswers
from handlers.request import Services
from handlers.rooms import SlackRooms
from handlers.say import SlackSay
from tests.office import TEAM
from tests.prove.sweeping.place import Desk


class Ticks:
    """A timetable whose ticks come when they are asked for. Keeps the interface of bot.jobs."""

    def __init__(self) -> None:
        self._known: dict[str, Callable[[], None]] = {}

    def every(
        self, seconds: float, name: str, work: Callable[[], None], *, leaps: bool = False
    ) -> None:
        self._known[name] = work

    def is_ending(self) -> bool:
        return False

    def come(self, names: Collection[str]) -> None:
        for name in names:
            self._known[name]()


@dataclass
class House(Desk):
    """A process that does everything."""

    most: ClassVar[int] = 600
    moment: ClassVar[timedelta] = timedelta(seconds=20)
    ticks: Ticks = field(default_factory=Ticks)
    services: Services = field(init=False)
    _ends: list[Callable[[], None]] = field(default_factory=list)

    def hire(self) -> None:
        place, ledger = self.place, self.ledger
        answers = SlackAnswers(place.slack)
        rooms = SlackRooms(place.slack, place.settings.channels.spoken_in)
        self.services = Services(ledger.office, place.directory, answers, rooms)
        alarms = alert_sources(ledger)
        tools = _tools(ledger, self.services, self.center, TEAM, alarms)
        # Pauses pass on the sandbox's clock here, also those that Slack asks for.
        assert isinstance(tools.say, SlackSay)
        tools.say.limits.clock = lambda: place.clock().timestamp()
        # Of what comes back the first ends lines, and the last makes one more checkpoint.
        ends = _give_work(self.ticks, place.settings, ledger, tools)  # type: ignore[arg-type]
        self._ends = [alarms.close, answers.close, ends[0], keep_consents(self.ticks, ledger)]  # type: ignore[arg-type]

    def _leave_the_rest(self) -> None:
        """There is somebody for everything."""

    def die(self) -> None:
        for end in self._ends:
            end()
        super().die()
