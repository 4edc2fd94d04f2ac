"""Alerts of Microsoft's as a test wants them, and sources of them that do as they are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from core.domain.alert_answers import SAID, ReportIds, Wanted
from core.domain.alerts import Alert, AlertStatus, Level, Report, Source
from core.domain.customers import CustomerKey
from core.ports.outside import Answer, Outcome

AT = datetime(2026, 10, 12, 1, tzinfo=UTC)
AZURE = "aaaaaaaa-0000-4000-8000-000000000001"
TENANT = "11111111-2222-4333-8444-555555555555"
MINING = "network_connections_to_crypto_mining_pools"


def a_report(report_id: str = "event-1", **changed: Any) -> Report:
    usual = Report(
        source=Source.FRAUD_EVENTS,
        report_id=report_id,
        tenant_id=TENANT,
        subscription_id=AZURE,
        kind=MINING,
        status=AlertStatus.ACTIVE,
        severity=Level.MEDIUM,
        confidence=Level.HIGH,
        first_seen=AT,
        last_seen=AT,
        count=1,
        resources=("vm-1",),
    )
    return replace(usual, **changed)


def an_alert(*reports: Report, alert_id: str = "alert-1", found_at: datetime = AT) -> Alert:
    key = CustomerKey("main", TENANT)
    return Alert(alert_id, key, reports[0].subscription_id, found_at, reports)


@dataclass
class Told:
    """One call that arrived."""

    ids: list[str]
    wanted: Wanted
    request_id: str


@dataclass
class SourceAtMicrosoft:
    """`trouble` is raised to whoever reads, `refuses` to whoever tells; `answer` is how a change is
    answered, and `applies` whether it was made all the same; `late` reads still show what was
    before; `meanwhile` happens once, between an answer to a read and its arrival."""

    source: Source = Source.FRAUD_EVENTS
    shows: dict[str, Report] = field(default_factory=dict)
    trouble: Exception | None = None
    refuses: Exception | None = None
    answer: Answer = field(default_factory=lambda: Answer(Outcome.DONE))
    applies: bool = True
    late: int = 0
    meanwhile: Callable[[], object] = lambda: None
    told: list[Told] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _before: dict[str, Report] = field(default_factory=dict)

    def show(self, *reports: Report) -> None:
        self.shows |= {one.report_id: one for one in reports}

    def reports(self, account: str, subscription_id: str = "") -> Sequence[Report]:
        self.asked.append(subscription_id)
        if self.trouble is not None:
            raise self.trouble
        found = self.shows
        if self.late and self._before:
            self.late -= 1
            found = self._before
        said = [one for one in found.values() if subscription_id in ("", one.subscription_id)]
        happens, self.meanwhile = self.meanwhile, lambda: None
        happens()
        return said

    def tell(
        self,
        account: str,
        subscription_id: str,
        ids: ReportIds,
        wanted: Wanted,
        *,
        request_id: str,
        correlation_id: str,
    ) -> Answer:
        if self.refuses is not None:
            raise self.refuses
        self.told.append(Told(list(ids), wanted, request_id))
        if self.applies and self.answer.outcome in (Outcome.DONE, Outcome.UNKNOWN):
            self._before = dict(self.shows)
            said = SAID[self.source, wanted.resolution].value if wanted.resolution else ""
            for one in ids:
                self.show(replace(self.shows[one], status=wanted.status, resolution=said))
        return self.answer
