"""Where the reading of a set of books stands: page by page, over deliveries and processes, and what
stands in its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

# What began so long ago speaks of books as they were then: it begins anew.
LONGEST = timedelta(hours=24)
# Whoever reads says so with every page; books that come in one piece take longer.
HELD, HELD_LONG = timedelta(minutes=5), timedelta(minutes=30)
# What another machine has begun lies there. It has so long to go on with it.
ELSEWHERE = timedelta(minutes=15)
# Between two tries while nobody answers, doubled each time.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)
# Books that were refused may look better later, and whoever looks at them has time for it.
REFUSED_PAUSE = timedelta(hours=6)
# Silence is told of once it has lasted so long: what a person has to mend, at once.
TOLD_AFTER = timedelta(hours=1)
LONGEST_WHY = 300
JOBS = "jobs"


class Stage(StrEnum):
    """What is done next with a reading."""

    IDLE = "idle"
    READING = "reading"
    LOOKING = "looking"
    TAKING = "taking"


class Trouble(StrEnum):
    """What stands in the way: nobody answers, a person has to mend something, their clock and ours
    differ, or what was read cannot be true."""

    SILENT = "silent"
    BARRED = "barred"
    APART = "apart"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Pace:
    """How often books are read, and how often as a whole."""

    every: timedelta = timedelta(hours=1)
    whole: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Reading:
    """A row for each source. `reading_id` names the file in which the rows lie that were read so
    far, `rows` of them; `place` is where it goes on, `next_mark` what its end said. `mark` belongs
    to what is in the books. `read_at` is the beginning of the newest reading that came to its end,
    `whole_at` that of the newest whole one. `wanted_at` is a hint of the source's. `turn` counts
    who took it up: whoever has an older one has lost it."""

    source: str
    stage: Stage = Stage.IDLE
    reading_id: str = ""
    whole: bool = False
    place: str = ""
    rows: int = 0
    mark: str = ""
    next_mark: str = ""
    begun_at: datetime | None = None
    saved_at: datetime | None = None
    read_at: datetime | None = None
    whole_at: datetime | None = None
    wanted_at: datetime | None = None
    trouble: Trouble | None = None
    why: str = ""
    since: datetime | None = None
    tries: int = 0
    told: bool = False
    retry_at: datetime | None = None
    turn: int = 0
    holder: str = ""
    held_until: datetime | None = None

    def is_due(self, now: datetime, pace: Pace) -> bool:
        """Is there something to read: the rest of this reading, or a new one?"""
        if self.retry_at is not None:
            return now >= self.retry_at
        if self.stage is not Stage.IDLE or self.begun_at is None:
            return True
        return self._is_wanted(now) or now - self.begun_at >= pace.every

    def _is_wanted(self, now: datetime) -> bool:
        wanted, begun = self.wanted_at, self.begun_at
        return wanted is not None and begun is not None and begun < wanted <= now

    def next_at(self, pace: Pace) -> datetime | None:
        """When it is read next; None means as soon as somebody can."""
        if self.retry_at is not None:
            return self.retry_at
        if self.stage is not Stage.IDLE or self.begun_at is None:
            return None
        return self.begun_at + pace.every

    def wants_whole(self, now: datetime, pace: Pace) -> bool:
        return self.whole_at is None or now - self.whole_at >= pace.whole

    def is_held_against(self, holder: str, now: datetime) -> bool:
        """Jobs of one source follow one another, so that the next may go on at once."""
        return self.holder not in ("", holder) and (self.held_until or now) > now

    def is_at_rest(self) -> bool:
        """Has nobody begun anything?"""
        return self.stage is Stage.IDLE and not self.holder

    def taken_up(self, holder: str, now: datetime) -> Reading:
        return replace(self, holder=holder, held_until=now + HELD, turn=self.turn + 1)

    def held(self, now: datetime, lasting: timedelta = HELD) -> Reading:
        return replace(self, held_until=now + lasting, saved_at=now)

    def let_go(self) -> Reading:
        return replace(self, holder="", held_until=None)

    def is_outdated(self, now: datetime) -> bool:
        return self.begun_at is None or now - self.begun_at > LONGEST

    def is_elsewhere(self, now: datetime) -> bool:
        """May another machine, which has the file, still go on?"""
        return self.saved_at is not None and now - self.saved_at < ELSEWHERE

    def begun(self, reading_id: str, now: datetime) -> Reading:
        """A new one, of which nothing is known yet."""
        return replace(
            self,
            stage=Stage.READING,
            reading_id=reading_id,
            whole=False,
            place="",
            rows=0,
            next_mark="",
            begun_at=now,
        )

    def over(self, mark: str, now: datetime) -> Reading:
        """It came to its end, and what it read is in the books."""
        return replace(
            self,
            stage=Stage.IDLE,
            reading_id="",
            place="",
            next_mark="",
            mark=mark,
            read_at=self.begun_at,
            whole_at=self.begun_at if self.whole else self.whole_at,
            trouble=None,
            why="",
            since=None,
            tries=0,
            told=False,
            retry_at=None,
            saved_at=now,
        )

    def dropped(self) -> Reading:
        """Nothing of it counts, and the next one is of everything."""
        return replace(
            self, stage=Stage.IDLE, reading_id="", place="", next_mark="", mark="", whole_at=None
        )

    def in_trouble(self, trouble: Trouble, why: str, now: datetime, after: float) -> Reading:
        """To be tried again after so many seconds at least."""
        tries = self.tries + 1
        pause = REFUSED_PAUSE if trouble is Trouble.REFUSED else _pause(tries)
        return replace(
            self,
            trouble=trouble,
            why=why[:LONGEST_WHY],
            since=self.since or now,
            tries=tries,
            retry_at=now + max(pause, timedelta(seconds=after)),
        )

    def is_to_be_told(self, now: datetime) -> bool:
        """Has nobody heard yet that these books cannot be read? What was refused is told by
        itself, and that one answer was dated oddly says nothing."""
        if self.told or self.since is None or self.trouble in (None, Trouble.REFUSED):
            return False
        if self.trouble is Trouble.APART and self.tries > 1:
            return True
        return self.trouble is Trouble.BARRED or now - self.since >= TOLD_AFTER


def _pause(tries: int) -> timedelta:
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries - 1, 10))
