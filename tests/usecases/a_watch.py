"""A desk that reads Microsoft's alerts: both sources, and what a person does with them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from core.domain.alert_answers import AlertAnswer
from core.domain.alerts import Alert, Report, Source
from core.domain.cases import Case, CaseState, Outcome
from core.domain.customers import CustomerKey
from core.domain.events import Event, Route
from core.domain.partners import Partner
from core.domain.signals import Label
from core.ports.engine import Later
from core.recording import TELL
from core.usecases import alert_ticks
from core.usecases.alert_clerk import AlertClerk
from core.usecases.alert_jobs import ALERT_ANSWER
from core.usecases.alert_reading import AlertReader
from core.usecases.signals import label_case
from tests.an_alert import SourceAtMicrosoft, a_report
from tests.installation import DATABASE
from tests.office import Desk

E = TypeVar("E", bound=Event)
GPU = "c188d03b-2cc6-43cf-a626-cb46f08d8430"
FLEET = "095e2015-0733-4040-86d6-7ab47cc2e0d3"


@dataclass
class Watch:
    """The desk with both sources of its one account."""

    desk: Desk
    folder: Path
    events: SourceAtMicrosoft = field(default_factory=SourceAtMicrosoft)
    graph: SourceAtMicrosoft = field(
        default_factory=lambda: SourceAtMicrosoft(Source.SECURITY_ALERTS)
    )

    def __post_init__(self) -> None:
        self.desk.office = replace(self.desk.office, partners={"main": Partner("main")})

    @property
    def sources(self) -> dict[Source, SourceAtMicrosoft]:
        return {Source.FRAUD_EVENTS: self.events, Source.SECURITY_ALERTS: self.graph}

    @property
    def customer(self) -> CustomerKey:
        with self.desk.store.reading() as work:
            owner = work.customers.owner("main", GPU)
        assert owner is not None
        return owner

    def report(self, report_id: str = "event-1", **changed: Any) -> Report:
        now = self.desk.now
        usual = {"subscription_id": GPU, "tenant_id": self.customer.tenant_id}
        return a_report(report_id, **(usual | {"first_seen": now, "last_seen": now} | changed))

    def read(self, subscription_id: str = "") -> bool:
        return AlertReader(self.desk.office, self.sources).read("main", subscription_id)

    def found(self, *reports: Report) -> Alert:
        """What the fraud events show, read: one alert."""
        self.events.show(*(reports or (self.report(),)))
        self.read()
        return self.alert()

    def alert(self) -> Alert:
        with self.desk.store.reading() as work:
            (alert,) = work.alerts.newest(9)
        return alert

    def alerts(self) -> list[Alert]:
        with self.desk.store.reading() as work:
            return work.alerts.newest(9)

    def case(self) -> Case:
        with self.desk.store.reading() as work:
            return work.cases.get(self.alert().case_id)

    def change_case(self, **changed: Any) -> None:
        case = self.case()
        with self.desk.store() as work:
            work.cases.update(replace(case, **changed), case.state)
            work.commit()

    def closed(self, label: Label) -> Case:
        """The case of the alert, closed with every sign judged so."""
        self.change_case(state=CaseState.CLOSED, closed_at=self.desk.now, outcome=Outcome.UNPROVEN)
        case = self.case()
        with self.desk.store() as work:
            labels = {one.signal_id: label for one in work.signals.of_case(case.case_id)}
            stamp = self.desk.office.stamp(self.desk.now, "", Route.AUTOMATION)
            label_case(work, case.case_id, labels, stamp)
            work.commit()
        return case

    def follow(self) -> None:
        alert_ticks.follow(office=self.desk.office)

    def told(self, kind: type[E]) -> list[E]:
        with self.desk.store.reading() as work:
            found = work.events.since(kind, self.desk.now.replace(year=2000))
        return [r.event for r in found if isinstance(r.event, kind)]

    def heard(self, kind: type[E]) -> list[E]:
        """Those that people are told of."""
        with self.desk.store.reading() as work:
            found = work.events.since(kind, self.desk.now.replace(year=2000))
        tells = {one["seq"] for one in self.jobs(TELL)}
        return [r.event for r in found if isinstance(r.event, kind) and r.seq in tells]

    def answers(self) -> list[AlertAnswer]:
        with self.desk.store.reading() as work:
            return work.alerts.answers(self.alert().alert_id)

    def jobs(self, kind: str = ALERT_ANSWER) -> list[dict[str, Any]]:
        with sqlite3.connect(self.folder / DATABASE) as database:
            found = database.execute(
                "SELECT payload FROM jobs WHERE kind = ? ORDER BY id", (kind,)
            ).fetchall()
        return [json.loads(payload) for (payload,) in found]

    def work(self) -> list[float]:
        """Carry out every answer once; after how many seconds those want to be asked again that
        are not done."""
        later: list[float] = []
        for answer in self.answers():
            try:
                AlertClerk(self.desk.office, self.sources).work(answer.answer_id)
            except Later as wait:
                later.append(wait.seconds)
        return later


def both_tell(desk: Desk, folder: Path) -> Watch:
    """An alert that both sources tell of, in its case."""
    made = Watch(desk, folder)
    made.events.show(made.report(), made.report("event-2"))
    made.graph.show(made.report("alert-1", source=Source.SECURITY_ALERTS))
    made.read()
    return made
