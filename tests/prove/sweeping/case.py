"""One case: a story, what becomes of its first change, where the desk dies, and what else happens
at which point; then the world is well again and everything has to settle."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from zlib import crc32

from sqlalchemy import Connection

from bot.wiring import BRAKE_FILE
from core.domain.errors import Refusal
from core.domain.events import PersonNeeded
from core.domain.plans import ON_CUSTOMERS, By, Plan, PlanState
from core.faults import POINTS, armed
from core.usecases import by_hand
from core.usecases.reconciling import reconcile
from storage.audit import verify
from storage.state import differences
from tests.judge import doubled
from tests.office import AGENT
from tests.prove.sweeping.judge import Judge
from tests.prove.sweeping.late import LATE, Late, Scene, happen, lift, look_at_the_money
from tests.prove.sweeping.network import BY_STAND_IN, Outcome
from tests.prove.sweeping.place import Desk, Place, another_process
from tests.prove.sweeping.strike import Crash, Strike

MOST_LOOKS, AN_HOUR = 16, timedelta(hours=1)
OVER = {PlanState.FINISHED, PlanState.PARTIAL, PlanState.NEEDS_HUMAN}
ENDED = OVER | {PlanState.REJECTED, PlanState.WITHDRAWN, PlanState.EXPIRED}
TARGETS = {"suspend": {"suspended", "inactive"}, "reactivate": {"active"}, "cancel": {"deleted"}}
ACCOUNTED = {"confirmed", "already", "review"}


@dataclass(frozen=True, slots=True)
class Case:
    """Points are counted from 0 as they are reached; none: nothing happens there."""

    story: str
    outcome: str = Outcome.DONE.value
    crash: int | None = None
    again: int | None = None
    late: str = ""
    late_at: int | None = None

    @property
    def key(self) -> str:
        return json.dumps(list(asdict(self).values()), ensure_ascii=False)


@dataclass
class Begun:
    """A case whose place is as its story needs it, with a judge beside it; what was met so far."""

    place: Place
    template: Path
    case: Case

    def __post_init__(self) -> None:
        self.place.begin(self.template, truth_of(self.template))
        self.judge = Judge(
            self.place.looking, self.place.folder, self.place.parents(), self.place.clock
        )
        self.place.hear(self.judge.hear)
        self.heard: Counter[str] = Counter()
        self.died: list[str] = []
        self.late_at = ""
        self.first = 0


@dataclass
class Trial(Begun):
    """What happens in one case."""

    lates: ClassVar[Mapping[str, Late]] = LATE

    def __post_init__(self) -> None:
        super().__post_init__()
        self.plan = _plan_in(self.template, self.place)

    def carry_out(self) -> dict[str, Any]:
        self._befall()
        self._work(self.case.crash, self.case.late_at if self.case.late else None)
        self.first = sum(self.heard.values())
        if self.died and self.case.again is not None:
            self._work(self.case.again, None)
        self._get_well()
        return self._settle()

    def _befall(self) -> None:
        outcome = Outcome(self.case.outcome)
        if kind := BY_STAND_IN.get(outcome):
            self.place.sandbox.faults.add({"target": "partner-center", "kind": kind})
        else:
            self.place.network.outcome = outcome

    def _get_well(self) -> None:
        self.place.network.outcome = Outcome.DONE
        self.place.sandbox.faults.clear()

    def _desk(self) -> Desk:
        return Desk(self.place)

    def _work(self, crash: int | None, late_at: int | None) -> None:
        desk, strike = self._desk(), Strike(crash, late_at, self._happens)
        with armed(strike):
            try:
                desk.work()
            except Crash:
                self.died.append(strike.crashed_at)
        desk.die()
        self.heard.update(strike.heard)
        self.late_at = self.late_at or strike.late_came_at

    def _happens(self) -> bool:
        with another_process(self.place) as office:
            self.judge.happens(self.case.late)
            return happen(self.lates[self.case.late], Scene(self.place, office, self.plan))

    def _settle(self) -> dict[str, Any]:
        """As long as it takes, then what there is to say."""
        desk = self._desk()
        plan = self._again(desk)
        for look in range(MOST_LOOKS):
            reconcile(office=desk.office)
            desk.work()
            plan = self._again(desk)
            if plan.state in ENDED and self._is_at_rest():
                break
            self._people_help(desk, plan)
            self.place.pass_until(self.place.clock() + AN_HOUR * 2 ** min(look, 4))
        found = self._findings(desk, plan)
        desk.die()
        return found

    def _is_at_rest(self) -> bool:
        """Is there nothing else to wait for?"""
        return True

    def _again(self, desk: Desk) -> Plan:
        with desk.office.store.reading() as work:
            return work.plans.get(self.plan.plan_id)

    def _people_help(self, desk: Desk, plan: Plan) -> None:
        """A freeze is lifted by two, and whoever is asked to do something does it."""
        lift(desk.office, self.place.folder / BRAKE_FILE)
        if plan.waiting_for in {"books_stale", "bank_check"} and "pays" not in self.case.late:
            look_at_the_money(Scene(self.place, desk.office, plan))
        if plan.state is PlanState.EXECUTING and plan.content.lines[0].by is not By.DESK:
            with suppress(Refusal):
                by_hand.tell(plan.plan_id, "done", AGENT, office=desk.office)

    def _findings(self, desk: Desk, plan: Plan) -> dict[str, Any]:
        with self.place.looking() as db:
            why, unaccounted = self._why(db), list(self._unaccounted(db))
        truth = self.place.sandbox.partner_center.truth.changes()
        known = {str(point): number for number, point in enumerate(POINTS)}
        return {
            "state": plan.state.value,
            "why": why,
            "crashes": self.died,
            "late": self.late_at,
            "befallen": self._was_befallen(),
            "effects": len(self.judge.effects),
            "unapproved": self.judge.unapproved,
            "too late": self.judge.too_late,
            "doubled": list(doubled(truth)),
            "lost": [*self._lost(desk, plan), *unaccounted, *self._unwell(desk)],
            "in flight": self.judge.in_flight,
            "points": self.first,
            "heard": {str(known[point]): count for point, count in self.heard.items()},
        }

    def _was_befallen(self) -> bool:
        outcome = Outcome(self.case.outcome)
        changed = self.heard["partner.change.before"] > 0
        return changed if outcome in BY_STAND_IN else self.place.network.befallen > 0

    def _why(self, db: sqlite3.Connection) -> str:
        query = "SELECT ended_why FROM plans WHERE plan_id = ?"
        return str(db.execute(query, (self.plan.plan_id,)).fetchone()[0])

    def _lost(self, desk: Desk, plan: Plan) -> list[str]:
        """Approved, and in the end neither done, nor ended for a reason, nor with a person."""
        if plan.state not in ENDED:
            return [f"is still {plan.state} and waits for {plan.waiting_for or 'nothing'}"]
        if plan.state is PlanState.FINISHED:
            return [] if "portal" in self.case.late else list(self._undone(plan))
        if plan.state in OVER:
            with desk.office.store.reading() as work:
                told = work.events.since(PersonNeeded, plan.content.filed_at)
            return [] if told else ["nobody was called"]
        return [] if self.late_at else [f"ended {plan.state} for nothing that happened"]

    def _undone(self, plan: Plan) -> list[str]:
        return [
            f"{line.name} is {status} after {line.verb}"
            for line in plan.content.lines
            if line.by is not By.WORD
            and (status := str(self.place.truth_of(line.subscription_id)["status"]))
            not in TARGETS.get(line.verb.value, {status})
        ]

    def _unaccounted(self, db: sqlite3.Connection) -> Iterator[str]:
        """Effects that the desk takes for not done."""
        query = "SELECT s.state FROM attempts a JOIN steps s USING (step_id) WHERE a.request_id = ?"
        for effect in self.judge.effects:
            row = db.execute(query, (effect["request_id"],)).fetchone()
            if row and row[0] not in ACCOUNTED:
                yield f"an effect is called {row[0]}"

    def _unwell(self, desk: Desk) -> list[str]:
        """Jobs that failed in a way that nobody foresaw; now and then the record as well."""
        with desk.ledger.database.reading() as connection:
            query = "SELECT kind, error FROM jobs WHERE failures > 0"
            failed = connection.exec_driver_sql(query).all()
            broken = list(broken_record(connection, self.case))
        return [*broken, *(f"the job {kind} failed: {error}" for kind, error in failed)]


def broken_record(connection: Connection, case: Case) -> Iterator[str]:
    """Of a tenth of the cases."""
    if crc32(case.key.encode()) % 10:
        return
    if not verify(connection).holds():
        yield "the record does not hold"
    yield from (f"the database differs: {one}" for one in differences(connection))


@cache
def _plan_in(template: Path, place: Place) -> Plan:
    """What each of its cases begins with; `place` has begun with it."""
    with another_process(place) as office, office.store.reading() as work:
        (plan,) = [p for p in work.plans.open() if p.content.action in ON_CUSTOMERS]
    return plan


@cache
def truth_of(template: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((template / "sandbox.json").read_text("utf-8"))
    return found
