"""A case of fraud or misuse that a signal opens, or feeds."""

from __future__ import annotations

from datetime import datetime

from core.domain.cases import Case, Severity
from core.domain.customers import CustomerKey
from core.domain.events import Route
from core.domain.plans import Reason
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.filing import open_case


def open_for_signal(
    work: Work,
    key: CustomerKey,
    kind: Reason,
    *,
    severity: Severity,
    first_abuse: datetime | None,
    now: datetime,
    office: Office,
) -> Case:
    """The open case of this customer and kind, or a new one that nobody opened."""
    return open_case(work, key, kind, opener="", now=now, office=office, route=Route.AUTOMATION)
