"""What is told of an alert: that it was found, and what changed of it."""

from __future__ import annotations

from core.domain.alert_answers import UNDER_WAY, AlertAnswer, Shown, shown
from core.domain.alert_events import AlertConfirmed, AlertFound, AlertMoved, AlertWorse
from core.domain.alerts import LEVELS, Alert, Level
from core.domain.event import Route, Stamp
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record


def tell_found(work: Work, alert: Alert, *, known: bool, office: Office) -> None:
    """In its case, or where alerts are read. `known`: the customer is one of ours."""
    resources = alert.resources
    event = AlertFound(
        case_id=alert.case_id,
        alert_id=alert.alert_id,
        customer=str(alert.customer),
        known=int(known),
        subscription_id=alert.subscription_id,
        kind=alert.kind,
        severity=alert.severity.value,
        confidence=alert.confidence.value,
        resource=resources[0] if resources else "",
        resources=len(resources),
        first_seen=alert.first_seen,
        last_seen=alert.last_seen,
        count=alert.count,
        sources=tuple(source.value for source in alert.sources),
        test=int(alert.is_test),
    )
    record(work, event, _stamp(office))


def tell_changes(work: Work, before: Alert, after: Alert, *, office: Office) -> None:
    """That it goes on is no news each time: the last observation is shown with it. Whoever comes
    to its case later finds all of it there."""
    stamp = _stamp(office)
    if after.case_id and after.case_id != before.case_id:
        tell_found(work, after, known=True, office=office)
    for source in after.sources:
        if source not in before.sources:
            record(work, AlertConfirmed(**_named(after), source=source.value), stamp)
    worse = LEVELS.index(after.severity) > LEVELS.index(before.severity)
    if worse and before.severity is not Level.UNKNOWN:
        levels = {"before": before.severity.value, "after": after.severity.value}
        record(work, AlertWorse(**_named(after), **levels), stamp)
    if after.status is not before.status:
        event = AlertMoved(
            **_named(after),
            before=before.status.value,
            after=after.status.value,
            resolution=after.resolution,
        )
        # What we are about to say ourselves is told when it is settled.
        (note if _is_ours(work, after) else record)(work, event, stamp)


def _is_ours(work: Work, alert: Alert) -> bool:
    answers = work.alerts.answers(alert.alert_id)
    return any(one.state in UNDER_WAY and one.attempts and _shows(alert, one) for one in answers)


def _shows(alert: Alert, answer: AlertAnswer) -> bool:
    ids = set(answer.ids)
    about = [one for one in alert.of(answer.source) if one.report_id in ids]
    return shown(answer.wanted, about) is Shown.APPLIED and answer.wanted.status is alert.status


def _named(alert: Alert) -> dict[str, str]:
    return {
        "case_id": alert.case_id,
        "alert_id": alert.alert_id,
        "customer": str(alert.customer),
        "subscription_id": alert.subscription_id,
        "kind": alert.kind,
    }


def _stamp(office: Office) -> Stamp:
    return office.stamp(office.clock(), "", Route.AUTOMATION)
