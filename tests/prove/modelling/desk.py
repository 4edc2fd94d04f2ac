"""A desk on a real file, without threads: its jobs are done one by one, it dies and comes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam, delete, text

from core.containments import CONTAINMENT
from core.domain.calendar import Place
from core.domain.partners import Partner
from core.domain.people import AccountKey, Member
from core.engine import run_delivery
from core.executor import Executor
from core.faults import armed
from core.ports.engine import Delivery, Handler
from core.ports.office import Office
from core.ports.outside import Unreachable
from core.recording import ADVANCE, CONTAINED, EXPIRE, LIFTING, REVIEW
from core.usecases import containing, freezing, publishing, restoring, review, voting
from core.usecases.reconciling import reconcile
from storage import job_rows
from storage.database import open_database
from storage.deliveries import Deliveries
from storage.job_rows import Claimed, Moment
from storage.marks import marks_of
from storage.tables.jobs import jobs
from storage.unit_of_work import SqlStore
from tests.a_step_up import VAULT
from tests.prove.modelling.filled import EVERYBODY, START, member_of, template
from tests.prove.modelling.microsoft import Killed, Microsoft

FOREVER = 1e12
HANDS = 100


@dataclass
class Directory:
    """Slack's, as it is now; the desk may not have heard."""

    clock: Callable[[], datetime]
    members: dict[str, Member] = field(default_factory=dict)
    silent: bool = False

    def look_up(self, key: AccountKey) -> Member | None:
        if self.silent:
            raise Unreachable("Slack does not answer", 2)
        found = self.members.get(key.user_id)
        return replace(found, read_at=self.clock()) if found else None


class Desk:
    """`now` is business time."""

    def __init__(self, folder: Path, microsoft: Microsoft) -> None:
        self.folder, self.path, self.now = folder, folder / "desk.db", START
        self.path.write_bytes(template())
        self.microsoft = microsoft
        self.directory = Directory(lambda: self.now, {u: member_of(u) for u in EVERYBODY})
        self.moved = 0
        self.open()

    def open(self) -> None:
        """As a process does that starts."""
        self.database = open_database(f"sqlite:///{self.path}")
        self.store = SqlStore(self.database)
        own, partners = Place("DE", "Europe/Berlin"), {"main": Partner("main")}
        self.office = Office(
            self.store, lambda: self.now, own, self._brake, partners, proves=VAULT.attests
        )
        self.executor = Executor(self.office, self.microsoft, self.directory)
        self._hand = Deliveries(self.database, lambda: self.now, delay=lambda _: 0.0, on_dead=None)
        self.handlers = self._handlers()
        for kind, handle in self.handlers.items():
            self._hand.handler(kind, handle, max_attempts=60, timeout=60)
        self.look()

    def look(self) -> None:
        """As at each start and each second: is it the record that was here?"""
        restoring.look(marks_of(self.database), office=self.office)

    def notice(self) -> None:
        """As each second: does a file FREEZE lie here?"""
        freezing.notice(office=self.office)

    def offer_lifting(self) -> None:
        """As each hour: a freeze whose card lapsed or was rejected has another."""
        freezing.offer_lifting(office=self.office)

    def _brake(self) -> str:
        file = self.folder / "FREEZE"
        return str(file) if file.exists() else ""

    def close(self) -> None:
        self.database.close()

    def restart(self) -> None:
        """After a crash: what was running is due again, and what is open has its jobs."""
        self.close()
        self.open()
        with self.database.transaction() as connection:
            job_rows.take_over(connection)
            connection.commit()
        reconcile(office=self.office)

    def back_up(self) -> Path:
        self.close()
        kept = self.folder / "backup.db"
        shutil.copy(self.path, kept)
        self.open()
        return kept

    def put_back(self, kept: Path) -> None:
        """An older copy in the place of the file; nothing is done before it is opened again."""
        self.close()
        for file in (self.path, Path(f"{self.path}-wal"), Path(f"{self.path}-shm")):
            file.unlink(missing_ok=True)
        shutil.copy(kept, self.path)
        self.open()

    def events(self) -> int:
        """How many stand in the record."""
        with self.database.reading() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM events")) or 0)

    # Jobs

    def _handlers(self) -> Mapping[str, Handler]:
        office = self.office

        def advance(delivery: Delivery) -> None:
            plan_id = str(delivery.payload["plan_id"])
            publishing.take_effect(plan_id, office=office)
            self.executor.advance(plan_id)

        return {
            ADVANCE: advance,
            EXPIRE: lambda d: _drop(voting.expire(str(d.payload["plan_id"]), office=office)),
            REVIEW: lambda d: review.review(office=office),
            LIFTING: lambda d: freezing.offer_lifting(office=office),
            CONTAINED: lambda d: containing.follow(str(d.payload["plan_id"]), office=office),
            CONTAINMENT: lambda d: containing.hear(str(d.payload["containment_id"]), office=office),
        }

    def tidy(self) -> None:
        """Nobody reads what would be told here."""
        others = jobs.c.kind.notin_(bindparam("kinds", tuple(self.handlers), expanding=True))
        with self.database.transaction() as connection:
            connection.execute(delete(jobs).where(others))
            connection.commit()

    def claim(self) -> Claimed | None:
        with self.database.transaction() as connection:
            claimed = job_rows.claim(connection, Moment(self.now, FOREVER), "model", FOREVER, HANDS)
            connection.commit()
        return claimed

    def work(self, most: int) -> int:
        """Do so many jobs that are due; each takes a second. Returns how many there were."""
        self.tidy()
        for done in range(most):
            claimed = self.claim()
            if claimed is None:
                return done
            self._hand.carry_out(claimed)
            self.now += timedelta(seconds=1)
            self.tidy()
        return most

    def again(self, place: int) -> None:
        """A job is delivered once more, as an engine may."""
        with self.database.reading() as connection:
            done = connection.execute(
                text("SELECT kind, payload FROM jobs WHERE status = 'done' ORDER BY id DESC")
            ).all()
        if done:
            kind, payload = done[place % len(done)]
            if kind in self.handlers:
                run_delivery(self.handlers[kind], Delivery(kind, json.loads(payload), 2))

    def dies(self, nth: int, do: Callable[[], object]) -> bool:
        """Do this, and die at the nth point that is passed; did it?"""
        left = [nth]

        def at(point: str) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise Killed

        try:
            with armed(at):
                do()
        except Killed:
            self.restart()
            return True
        return False

    def comes_between(
        self, point: str, event: Callable[[], object], do: Callable[[], object]
    ) -> None:
        """Do this, and let something happen when that point is passed for the first time."""
        left = [event]

        def at(passed: str) -> None:
            if passed == point and left:
                left.pop()()

        with armed(at):
            do()

    def broken(self) -> list[str]:
        """Jobs that failed: nothing here is an excuse for that."""
        with self.database.reading() as connection:
            rows = connection.execute(text("SELECT kind, error FROM jobs WHERE failures > 0")).all()
        return [f"{row.kind}: {row.error}" for row in rows]

    def moves(self) -> list[tuple[str, str, str]]:
        """What plans and steps went through since this was asked last."""
        with self.database.reading() as connection:
            rows = connection.execute(
                text("SELECT id, what, before, after FROM seen_moves WHERE id > :known"),
                {"known": self.moved},
            ).all()
        self.moved = rows[-1].id if rows else self.moved
        return [(row.what, row.before, row.after) for row in rows]


def _drop(result: object) -> None:
    return None
