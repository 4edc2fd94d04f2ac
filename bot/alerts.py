"""Microsoft's alerts while a desk runs: its sources, what its jobs do, and what comes round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.jobs import Timetable
from bot.wiring import Ledger, partner_center_accounts, user_lines
from clients.fraud_events import PartnerFraudEvents
from clients.security_alerts import GraphSecurityAlerts
from core.domain.alerts import Source
from core.ports.alerts import AlertSource, NobodySignedIn, Sources
from core.ports.engine import Delivery
from core.usecases import alert_ticks
from core.usecases.alert_clerk import AlertClerk
from core.usecases.alert_jobs import ALERT_ANSWER, ALERTS
from core.usecases.alert_reading import AlertReader

A_MOMENT, A_MINUTE = 10, 60


@dataclass(frozen=True, slots=True)
class AlertSources:
    """Both of them, and what ends their lines."""

    sources: Sources
    close: Callable[[], None]


def alert_sources(ledger: Ledger) -> AlertSources:
    """Fraud events as the person who consented, where one can have; Graph as the application."""
    accounts, lines = partner_center_accounts(ledger.settings), user_lines(ledger)
    events: AlertSource = PartnerFraudEvents(lines) if lines else NobodySignedIn()
    graph = GraphSecurityAlerts(accounts, clock=ledger.clock)

    def close() -> None:
        graph.close()
        if lines:
            lines.close()

    return AlertSources({Source.FRAUD_EVENTS: events, Source.SECURITY_ALERTS: graph}, close)


def give_alerts(timetable: Timetable, ledger: Ledger, reader: AlertReader) -> None:
    """Jobs and ticks, for the process that works."""
    office = ledger.office
    clerk = AlertClerk(office, reader.sources)

    def read(delivery: Delivery) -> None:
        reader.read(str(delivery.payload["account"]))

    def answer(delivery: Delivery) -> None:
        clerk.work(str(delivery.payload["answer_id"]))

    ledger.engine.handler(ALERTS, read, max_attempts=5, timeout=120)
    ledger.engine.handler(ALERT_ANSWER, answer, max_attempts=50, timeout=120)
    timetable.every(A_MINUTE, "alerts", lambda: alert_ticks.tick(office=office), leaps=True)
    timetable.every(A_MOMENT, "alert cases", lambda: alert_ticks.follow(office=office), leaps=True)
