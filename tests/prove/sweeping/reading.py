"""A plan whose money is known from books that the desk reads by itself: it waits until they were
read again, and what becomes of that is what becomes of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from bot.books import FETCHED, FOLDER, PATIENCE
from bot.wiring import BRAKE_FILE
from clients.reading_files import ReadingFiles
from clients.receivables_https import CsvOverHttps
from core.domain.errors import Refusal
from core.domain.plans import Plan, PlanState
from core.domain.secret import Secret
from core.ports.office import Office
from core.usecases import voting
from core.usecases.reading_books import BookReader, Wish
from core.usecases.reading_jobs import READ_BOOKS
from sandbox.data.receivables import paid
from tests.differing import IN_BOOKS, Books, in_books, open_of
from tests.prove.sweeping.case import Trial
from tests.prove.sweeping.late import LATE, THIRD_ONE, Late, Scene, lift, take_newer_books
from tests.prove.sweeping.place import CORE_JOBS, Desk, Place
from tests.prove.sweeping.source import ADDRESS, SOURCE, Answer

# A few pages for what is owed there.
PAGE = 150
# A file that somebody takes in meanwhile may be newer than what is being read.
REFUSED = """
    SELECT n.source, b.problem FROM snapshots n LEFT JOIN bad_rows b USING (snapshot_id)
    WHERE n.state = 'refused' AND b.problem IS NOT 'older_than_the_last'
"""
ROW = "SELECT stage, trouble, why, holder FROM readings WHERE source = ?"


def reader_at(place: Place, office: Office, **options: Any) -> BookReader:
    """As each process has one."""
    zone, home = place.settings.time_zone, place.folder / FOLDER
    books = CsvOverHttps(
        Secret(ADDRESS), home / FETCHED / SOURCE, source=SOURCE, zone=zone, page_size=PAGE,
        transport=place.source, resolve=lambda host, port: ["93.184.216.34"],
    )  # fmt: skip
    return BookReader(office, {SOURCE: books}, ReadingFiles(home, zone), **options)


@dataclass
class ReadingDesk(Desk):
    """Looks at the beginning of each turn whether there is something to read."""

    kinds: Collection[str] = (*CORE_JOBS, READ_BOOKS)
    reader: BookReader = field(init=False)

    def hire(self) -> None:
        super().hire()
        self.reader = reader_at(self.place, self.office)
        handle = self.reader.handle
        self.ledger.engine.handler(READ_BOOKS, handle, max_attempts=5, timeout=PATIENCE)

    def work(self) -> int:
        self.reader.tick()
        return super().work()


# What else may happen


def _pays(scene: Scene) -> None:
    """And only whoever asks there knows."""
    if scene.place.source.happened:
        raise Refusal()
    scene.place.source.happened.append(paid(scene.plan.content.customer_name.split()[0]))


def _takes_in(scene: Scene) -> None:
    """A file of this moment."""
    source = scene.place.source
    source.told.append(open_of(source.rows()))
    take_newer_books(scene.place, scene.office, *source.happened)


def _reads(scene: Scene) -> None:
    """In a thread of its own: that of the desk may stand in the middle of a transaction."""
    reader = reader_at(scene.place, scene.office, holder=str(uuid4()))
    with ThreadPoolExecutor(1) as elsewhere:
        found = elsewhere.submit(reader.go_on, SOURCE, Wish(at_once=True)).result()
    if found is None:
        raise Refusal()


OF_PLANS = ("somebody freezes", "the approval lapses", "the requester takes it back")
LATE_READING: dict[str, Late] = {
    "the customer pays, as the source knows": _pays,
    "somebody takes a file of these books in": _takes_in,
    "somebody reads these books at the terminal": _reads,
    **{name: LATE[name] for name in OF_PLANS},
}


@dataclass
class ReadingTrial(Trial):
    """Outcomes are those of a question for the books."""

    lates: ClassVar[Mapping[str, Late]] = LATE_READING

    def __post_init__(self) -> None:
        super().__post_init__()
        self.source = self.place.source
        self.begun_with = _in_books(self.place.file)
        self.place.hear(self.hear)

    def hear(self, change: Mapping[str, Any]) -> None:
        if change["by"] == "api" and _in_books(self.place.file) not in self.source.told:
            self.judge.unapproved.append("rested on books that nobody had told of")
        self.judge.hear(change)

    def _desk(self) -> Desk:
        return ReadingDesk(self.place)

    def _befall(self) -> None:
        self.source.answer = Answer(self.case.outcome)

    def _get_well(self) -> None:
        self.source.answer = Answer.WHOLE

    def _was_befallen(self) -> bool:
        return self.source.befallen > 0

    def _work(self, crash: int | None, late_at: int | None) -> None:
        super()._work(crash, late_at)
        if _in_books(self.place.file) not in [self.begun_with, *self.source.told]:
            self.judge.unapproved.append("the books are none that were told as a whole")

    def _is_at_rest(self) -> bool:
        return not list(self.unread())

    def _people_help(self, desk: Desk, plan: Plan) -> None:
        """Nobody looks at the bank and finds nothing where the customer has paid."""
        lift(desk.office, self.place.folder / BRAKE_FILE)
        if plan.waiting_for == "bank_check" and not self.source.happened:
            with suppress(Refusal):
                voting.check_bank(plan.plan_id, THIRD_ONE, office=desk.office)

    def _lost(self, desk: Desk, plan: Plan) -> list[str]:
        return [*super()._lost(desk, plan), *self.unread(), *self._unlifted(desk, plan)]

    def unread(self) -> Iterator[str]:
        """Read to the end, as they are by now, and nothing is left of it."""
        with closing(sqlite3.connect(self.place.file)) as db:
            row = db.execute(ROW, (SOURCE,)).fetchone()
            refused = db.execute(REFUSED).fetchall()
        if row is None or row[0] != "idle" or row[1] or row[3]:
            yield f"the books are not read: {row}"
        if refused:
            yield f"books in which nothing is wrong were refused: {refused}"
        found, right = _in_books(self.place.file), open_of(self.source.rows())
        if found != right:
            differing = sorted(set(found.items()) ^ set(right.items()))
            yield f"the books differ from those of the source: {differing[:6]}"
        if left := [one.name for one in (self.place.folder / FOLDER).rglob("*.rows")]:
            yield f"of a reading something was left: {left}"

    def _unlifted(self, desk: Desk, plan: Plan) -> Iterator[str]:
        key = plan.content.customer
        if plan.state is PlanState.FINISHED and self.source.happened and key is not None:
            with desk.office.store.reading() as work:
                if work.plans.open_for(key) is None:
                    yield "it was paid, and nobody asked to lift it"


def _in_books(file: Path) -> Books:
    with closing(sqlite3.connect(file)) as db:
        return in_books(db.execute(IN_BOOKS, {"source": SOURCE}))
