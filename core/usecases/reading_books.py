"""Books that the desk reads by itself: page by page into a file, from where the last delivery
stopped, and in as a whole or not at all."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from core.domain.errors import ImportRefused, LostRace
from core.domain.events import BooksReadable, BooksUnread, Route
from core.domain.readings import HELD_LONG, JOBS, Pace, Reading, Stage, Trouble
from core.ports.engine import Delivery, Later
from core.ports.office import Office
from core.ports.outside import Unreachable
from core.ports.readings import Spools
from core.ports.receivables import ClocksApart, PlaceLost, Receivables, SourceRefused
from core.ports.store import Work
from core.recording import record
from core.usecases.reading_jobs import job_of, known
from core.usecases.receivables import Drop, problems_of, take_in

log = logging.getLogger(__name__)

# Seconds that one delivery reads; the next one goes on, and others have their turn in between.
PIECE = 60.0
# So many documents are looked for at once that were in the last books and did not come.
LOOKED_FOR = 500
# Seconds after which whoever has the file may be asked.
ANOTHERS = 5.0
Progress = Callable[[Reading], None]
Change = Callable[[Reading], Reading]
# What else belongs to a change: the row before it, and after.
Also = Callable[[Work, Reading, Reading], None]


def untold(reading: Reading) -> None:
    """For whoever waits for no news."""


def nothing_more(work: Work, before: Reading, after: Reading) -> None:
    """Where the row is all that changes."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person at the terminal asks for: now, everything, although the books shrank."""

    at_once: bool = False
    whole: bool = False
    drop: Drop = Drop.REFUSE


USUAL, HOURLY = Wish(), Pace()


@dataclass(frozen=True, slots=True)
class BookReader:
    """One process's way through the books. `holder` is who it is: the jobs together are one."""

    office: Office
    sources: Mapping[str, Receivables]
    spools: Spools
    pace: Pace = HOURLY
    holder: str = JOBS
    route: Route = Route.AUTOMATION
    # Whether this process is about to end: another one goes on where it stops.
    ending: Callable[[], bool] = lambda: False
    # Seconds of machine time.
    machine: Callable[[], float] = time.monotonic

    # Jobs

    def tick(self) -> None:
        """Leave a job for each set of books that is due, and no file that nobody goes on with."""
        now = self.office.clock()
        with self.office.store.reading() as work:
            found = [known(work, source) for source in self.sources]
        for left in (one.source for one in found if one.is_at_rest()):
            self.spools.sweep(left, ())
        due = [one for one in found if self._is_due(one, now)]
        if not due:
            return
        with self.office.store() as work:
            for reading in due:
                work.jobs.enqueue(job_of(reading, f"{now:%Y%m%dT%H}"))
            work.commit()

    def _is_due(self, reading: Reading, now: datetime) -> bool:
        return reading.is_due(now, self.pace) and not reading.is_held_against(self.holder, now)

    def handle(self, delivery: Delivery) -> None:
        """The job `read_books`. Raises Later where another machine has begun this reading."""
        source = str(delivery.payload["source"])
        if source in self.sources:
            self.go_on(source)
        else:
            log.info("these books are read no more source=%s", source)

    # One turn

    def go_on(self, source: str, wish: Wish = USUAL, progress: Progress = untold) -> Reading | None:
        """Read on for a while, or take in what was read; as it stands then. None where there is
        nothing to do, or somebody else does it."""
        reading = self._take_up(source, wish)
        if reading is None:
            return None
        try:
            return self._work(reading, wish, progress)
        except LostRace:
            return None
        except Unreachable as error:
            return self._fail(reading, Trouble.SILENT, error.why, error.retry_after)
        except ClocksApart as apart:
            return self._fail(reading, Trouble.APART, apart.why)
        except SourceRefused as refused:
            return self._fail(reading, Trouble.BARRED, refused.why)
        except PlaceLost as lost:
            return self._fail(reading, Trouble.SILENT, str(lost), anew=True)

    def _take_up(self, source: str, wish: Wish) -> Reading | None:
        now = self.office.clock()
        with self.office.store() as work:
            last = known(work, source)
            is_due = wish.at_once or last.is_due(now, self.pace)
            if not is_due or last.is_held_against(self.holder, now):
                return None
            reading = last.taken_up(self.holder, now)
            work.readings.put(reading)
            work.commit()
        return reading

    def _work(self, reading: Reading, wish: Wish, progress: Progress) -> Reading:
        ends = self.machine() + PIECE
        if not self._can_go_on(reading, wish):
            reading = self._begin(reading, wish)
        while reading.stage is not Stage.IDLE:
            progress(reading)
            if self.ending() or self.machine() >= ends:
                return self._change(reading, Reading.let_go, _leave_job)
            reading = self._step(reading, wish)
        return reading

    def _can_go_on(self, reading: Reading, wish: Wish) -> bool:
        """Raises Later where the file lies on another machine, which may still go on."""
        now = self.office.clock()
        if reading.stage is Stage.IDLE or reading.is_outdated(now):
            return False
        if wish.whole and not reading.whole:
            return False
        if self.spools.is_here(reading.source, reading.reading_id):
            return True
        if reading.is_elsewhere(now) and not wish.at_once:
            self._change(reading, Reading.let_go)
            raise Later(ANOTHERS, "another machine has begun to read these books")
        return False

    def _begin(self, reading: Reading, wish: Wish) -> Reading:
        now, source, id = self.office.clock(), self.sources[reading.source], str(uuid4())
        anew = wish.whole or reading.wants_whole(now, self.pace)
        reading = self._change(reading, lambda one: one.held(now, HELD_LONG))
        start = source.begin("" if anew else reading.mark, now)
        if not start.place:
            return self._change(reading, lambda one: _unchanged(one, now), self._tell_back)
        self.spools.sweep(reading.source, ())
        self.spools.begin(reading.source, id)
        return self._change(
            reading,
            lambda one: replace(one.begun(id, now), whole=start.whole, place=start.place).held(now),
        )

    def _step(self, reading: Reading, wish: Wish) -> Reading:
        match reading.stage:
            case Stage.READING:
                return self._read_page(reading)
            case Stage.LOOKING:
                return self._look(reading)
        return self._take_in(reading, wish)

    def _read_page(self, reading: Reading) -> Reading:
        page = self.sources[reading.source].page(reading.place)
        self.spools.add(reading.source, reading.reading_id, page.rows)
        ended = Stage.LOOKING if reading.whole else Stage.TAKING
        read, now = reading.rows + len(page.rows), self.office.clock()
        return self._change(
            reading,
            lambda one: replace(
                one,
                stage=Stage.READING if page.next else ended,
                place=page.next,
                rows=read,
                next_mark=page.mark,
                tries=0,
            ).held(now),
        )

    def _look(self, reading: Reading) -> Reading:
        """What was in the last books and did not come is over, or nobody knows it any more."""
        now, source, id = self.office.clock(), reading.source, reading.reading_id
        with self.office.store.reading() as work:
            shown = work.readings.shown(source, reading.place, LOOKED_FOR)
        if not shown:
            return self._change(
                reading, lambda one: replace(one, stage=Stage.TAKING, place="").held(now)
            )
        if unread := self.spools.unread(source, id, shown):
            self._change(reading, lambda one: one.held(now, HELD_LONG))
            self.spools.add(source, id, self.sources[source].look(unread))
        return self._change(reading, lambda one: replace(one, place=shown[-1]).held(now))

    def _take_in(self, reading: Reading, wish: Wish) -> Reading:
        began = self.office.clock()
        reading = self._change(reading, lambda one: one.held(began, HELD_LONG))
        sheet = self.spools.sheet(reading.source, reading.reading_id, reading.begun_at or began)
        try:
            take_in(
                sheet, office=self.office, route=self.route, drop=wish.drop, whole=reading.whole
            )
        except ImportRefused as refusal:
            return self._refuse(reading, refusal)
        except LostRace:
            raise PlaceLost("other books of this source came in meanwhile") from None
        now = self.office.clock()
        reading = self._change(
            reading, lambda one: one.over(one.next_mark, now).let_go(), self._tell_back
        )
        self.spools.sweep(reading.source, ())
        return reading

    # What stands in the way

    def _refuse(self, reading: Reading, refusal: ImportRefused) -> Reading:
        """That was told and recorded already; the next reading is of everything."""
        now = self.office.clock()
        found = dict.fromkeys(one.problem.replace("_", " ") for one in problems_of(refusal))
        why = ", ".join(found)
        reading = self._change(
            reading,
            lambda one: one.dropped().in_trouble(Trouble.REFUSED, why, now, 0.0).let_go(),
        )
        self.spools.sweep(reading.source, ())
        return reading

    def _fail(
        self,
        reading: Reading,
        trouble: Trouble,
        why: str,
        after: float = 0.0,
        *,
        anew: bool = False,
    ) -> Reading | None:
        now = self.office.clock()
        log.warning("books not read source=%s trouble=%s why=%s", reading.source, trouble, why)

        def failed(one: Reading) -> Reading:
            kept = one.dropped() if anew else one
            found = kept.in_trouble(trouble, why, now, after).let_go()
            return replace(found, told=found.told or found.is_to_be_told(now))

        def tell(work: Work, before: Reading, after: Reading) -> None:
            if after.told and not before.told:
                event = BooksUnread(source=after.source, trouble=trouble.value, since=after.since)
                record(work, event, self.office.stamp(now, "", self.route))

        try:
            return self._change(reading, failed, tell)
        except LostRace:
            return None

    def _tell_back(self, work: Work, before: Reading, after: Reading) -> None:
        if before.told:
            event = BooksReadable(source=before.source, since=before.since)
            record(work, event, self.office.stamp(self.office.clock(), "", self.route))

    # Its row

    def _change(self, reading: Reading, change: Change, also: Also = nothing_more) -> Reading:
        """Raises LostRace where somebody else has taken it up meanwhile."""
        with self.office.store() as work:
            stored = work.readings.get(reading.source)
            if stored is None or stored.turn != reading.turn:
                raise LostRace()
            changed = change(stored)
            work.readings.put(changed)
            also(work, stored, changed)
            work.commit()
        return changed


def _leave_job(work: Work, before: Reading, after: Reading) -> None:
    work.jobs.enqueue(job_of(after))


def _unchanged(reading: Reading, now: datetime) -> Reading:
    """What is in the books is as whole as it was."""
    return replace(reading, begun_at=now).over(reading.mark, now).let_go()
