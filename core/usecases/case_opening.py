"""A case of fraud or misuse that a signal opens, or feeds: worse only, and begun earlier only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.domain.cases import Case, Severity, worse
from core.domain.customers import CustomerKey
from core.domain.events import AbuseDated, CaseRated, Route
from core.domain.money import Money
from core.domain.plans import Reason
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record, repaint_case
from core.usecases.case_course import keep
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
    """The open case of this customer and kind, or a new one that nobody opened. Its severity only
    goes up, and the abuse only turns out to have begun earlier."""
    case = open_case(
        work, key, kind, opener="", now=now, office=office, route=Route.AUTOMATION,
        severity=severity,
    )  # fmt: skip
    case = rate(work, case, worse(case.severity, severity), "", now=now, office=office)
    return date_abuse(work, case, first_abuse, now=now, office=office)


def rate(
    work: Work, case: Case, severity: Severity, person_id: str, *, now: datetime, office: Office
) -> Case:
    """Say how bad a case is: by a person, or by the desk where there is none."""
    if severity is case.severity:
        return case
    rated = replace(case, severity=severity)
    keep(work, rated, now=now, office=office)
    event = CaseRated(case_id=case.case_id, severity=severity.value, before=case.severity.value)
    route = Route.SLACK if person_id else Route.AUTOMATION
    record(work, event, office.stamp(now, person_id, route))
    return rated


def date_abuse(
    work: Work,
    case: Case,
    began: datetime | None,
    *,
    now: datetime,
    office: Office,
    person_id: str = "",
) -> Case:
    """Note when the abuse began, if that is earlier than was known; never later than now."""
    known = case.first_abuse
    if began is None or began > now or (known is not None and known <= began):
        return case
    dated = replace(case, first_abuse=began)
    keep(work, dated, now=now, office=office)
    event = AbuseDated(case_id=case.case_id, began=began, before=known)
    route = Route.SLACK if person_id else Route.AUTOMATION
    record(work, event, office.stamp(now, person_id, route))
    return dated


def set_pace(
    work: Work, case: Case, per_hour: Money | None, *, now: datetime, office: Office
) -> Case:
    """Note what the abuse costs an hour while it goes on, by the newest figures; None once it is
    over, or where nobody knows."""
    if per_hour == case.per_hour:
        return case
    paced = keep(work, replace(case, per_hour=per_hour), now=now, office=office)
    repaint_case(work, case.case_id, f"pace:{now.isoformat()}")
    return paced
