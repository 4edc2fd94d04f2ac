"""Alerts as a person looks at them: what Microsoft sees, whose it is, and what we answered."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.alert_answers import AlertAnswer
from core.domain.alerts import Alert
from core.domain.cases import Case
from core.ports.store import Work

MOST = 200


@dataclass(frozen=True, slots=True)
class ListedAlert:
    """`customer_name` is empty where nobody here knows the customer; `answers` oldest first."""

    alert: Alert
    customer_name: str
    case: Case | None
    answers: tuple[AlertAnswer, ...]


def open_alerts(work: Work) -> list[ListedAlert]:
    """Newest first, tests as well."""
    return [_line(work, one) for one in work.alerts.open()]


def newest_alerts(work: Work) -> list[ListedAlert]:
    """Also those that are over."""
    return [_line(work, one) for one in work.alerts.newest(MOST)]


def _line(work: Work, alert: Alert) -> ListedAlert:
    customer = work.customers.get(alert.customer)
    return ListedAlert(
        alert,
        customer.name if customer else "",
        work.cases.get(alert.case_id) if alert.case_id else None,
        tuple(work.alerts.answers(alert.alert_id)),
    )
