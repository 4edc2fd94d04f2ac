"""A desk with cases: what people do about them, what a signal does, and what is heard by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Protocol, TypeVar

from sqlalchemy import select, update

from core.domain.cases import Case, Severity
from core.domain.events import Event
from core.domain.money import Money
from core.domain.people import AccountKey
from core.domain.plans import Reason
from core.domain.signals import Observed, SignalKind
from core.ports.engine import Delivery, Job
from core.ports.office import Office
from core.usecases import case_closing, cases, signals
from core.usecases.case_alarms import ring, wait_over
from core.usecases.case_closing import Ending
from core.usecases.case_course import CASE_ALARM, CASE_WAIT
from core.usecases.case_items import check
from core.usecases.case_opening import open_for_signal
from core.usecases.case_view import View, view_in
from storage.database import Database
from storage.tables.jobs import jobs
from tests.office import AGENT, Desk, contoso

E = TypeVar("E", bound=Event)


class Act(Protocol):
    def __call__(self, delivery: Delivery, *, office: Office) -> None: ...


ACTS: dict[str, Act] = {CASE_ALARM: ring, CASE_WAIT: wait_over}


def number(case: Case) -> str:
    """As people type it."""
    return str(case.number)


class CaseDesk:
    """The desk, and one customer of whom cases are opened."""

    acts: ClassVar[dict[str, Act]] = ACTS

    def __init__(self, desk: Desk, database: Database) -> None:
        self.desk, self.database, self.customer = desk, database, contoso(desk)

    def open(self, kind: Reason = Reason.FRAUD, *, account: AccountKey = AGENT) -> Case:
        return cases.open_by_hand(self.customer, kind, "", account, office=self.desk.office)

    def signalled(
        self,
        severity: Severity = Severity.HIGH,
        *,
        kind: Reason = Reason.FRAUD,
        first_abuse: datetime | None = None,
    ) -> Case:
        with self.desk.store() as work:
            case = open_for_signal(
                work, self.customer, kind, severity=severity, first_abuse=first_abuse,
                now=self.desk.now, office=self.desk.office,
            )  # fmt: skip
            work.commit()
        return case

    def observe(self, key: str, *, per_hour: Money | None = None) -> str:
        """A sign that is strong enough for a case; its id."""
        found = Observed(self.customer, SignalKind.SEAT_BURST, key, 100, per_hour=per_hour)
        with self.desk.store() as work:
            signal = signals.observe(work, found, office=self.desk.office)
            work.commit()
        return signal.signal_id

    def again(self, case: Case) -> Case:
        with self.desk.store.reading() as work:
            return work.cases.get(case.case_id)

    def view(self, case: Case) -> View:
        with self.desk.store.reading() as work:
            return view_in(work, work.cases.get(case.case_id), office=self.desk.office)

    def events(self, case: Case, kind: type[E]) -> list[E]:
        with self.desk.store.reading() as work:
            found = work.events.of_case(case.case_id)
        return [r.event for r in found if isinstance(r.event, kind)]

    def person(self, account: AccountKey) -> str:
        with self.desk.store.reading() as work:
            person = work.people.by_account(account)
        assert person is not None
        return person.person_id

    def tick_all(self, case: Case, *items: str) -> None:
        for item in items:
            evidence = "https://desk.example/evidence"
            check(str(case.number), item, evidence, AGENT, office=self.desk.office)

    def close(self, case: Case, outcome: str, told: str = "All is well, by phone") -> Case:
        ending = Ending(outcome, told)
        return case_closing.close(str(case.number), ending, AGENT, office=self.desk.office)

    def pass_time(self, passed: timedelta) -> None:
        """What is written down for then is done when it is due, as the engine would have it."""
        until = self.desk.now + passed
        while (due := self._next(until)) is not None:
            at, delivery = due
            self.desk.now = max(at, self.desk.now)
            self.acts[delivery.kind](delivery, office=self.desk.office)
        self.desk.now = until

    def _next(self, until: datetime) -> tuple[datetime, Delivery] | None:
        wanted = jobs.c.kind.in_(self.acts) & (jobs.c.status == "ready") & (jobs.c.run_at <= until)
        with self.database.transaction() as connection:
            row = connection.execute(select(jobs).where(wanted).order_by(jobs.c.run_at)).first()
            if row is None:
                return None
            connection.execute(update(jobs).where(jobs.c.id == row.id).values(status="done"))
            connection.commit()
        return row.run_at, Delivery(row.kind, row.payload, 1)

    def has_job(self, key: str) -> bool:
        with self.desk.store() as work:
            return not work.jobs.enqueue(Job("any", key))
