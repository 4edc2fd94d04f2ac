"""What comes round by itself: alerts are read, and follow the course of their cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.alert_answers import UNDER_WAY, AlertAnswer, wanted_by
from core.domain.alerts import Alert
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.alert_answering import follow_case
from core.usecases.alert_jobs import carry_out, case_in, read_soon, sources_of
from core.usecases.alert_news import tell_changes
from core.usecases.alert_outages import watch_of

TAKEN_UP_AFTER = timedelta(hours=3)


def tick(*, office: Office) -> None:
    """Once a minute, by any number of processes: rows and keys say what was done already."""
    now = office.clock()
    accounts = [name for name, partner in office.partners.items() if sources_of(partner)]
    with office.store() as work:
        for account in accounts:
            read_soon(work, account, now)
        work.commit()


def follow(*, office: Office) -> None:
    """Alerts go into the case that their sign of fraud came into, and what happened to the case is
    told to Microsoft."""
    now = office.clock()
    with office.store.reading() as work:
        moved = [one.alert_id for one in work.alerts.open() if _has_to_follow(work, one, now)]
    for alert_id in moved:
        with office.store() as work:
            alert = _in_its_case(work, work.alerts.get(alert_id), office)
            follow_case(work, alert, office=office)
            for answer, occasion in _left_behind(work, alert, office.clock()):
                carry_out(work, answer, occasion)
            work.commit()


def _has_to_follow(work: Work, alert: Alert, now: datetime) -> bool:
    case_id = _case_of(work, alert)
    if case_id != alert.case_id or _left_behind(work, alert, now):
        return True
    if not case_id or alert.is_test:
        return False
    wanted = wanted_by(work.cases.get(case_id))
    return wanted is not None and wanted.status is not alert.status


def _left_behind(work: Work, alert: Alert, now: datetime) -> list[tuple[AlertAnswer, str]]:
    """Answers whose job ended before them, and the occasion to go on: once an hour after Microsoft
    was long out of reach; each time that their source is read where somebody had to sign in."""
    found = list[tuple[AlertAnswer, str]]()
    for one in work.alerts.answers(alert.alert_id):
        if one.state not in UNDER_WAY:
            continue
        watch = watch_of(work, alert.customer.account, one.source)
        if one.why and not watch.why:
            found.append((one, watch.read_at))
        elif not one.why and now - (one.sent_at or one.asked_at) >= TAKEN_UP_AFTER:
            found.append((one, f"{now:%Y-%m-%dT%H}"))
    return found


def _in_its_case(work: Work, alert: Alert, office: Office) -> Alert:
    case_id = _case_of(work, alert)
    if case_id == alert.case_id:
        return alert
    moved = replace(alert, case_id=case_id)
    work.alerts.update(moved)
    tell_changes(work, alert, moved, office=office)
    return moved


def _case_of(work: Work, alert: Alert) -> str:
    signal = work.signals.get(alert.signal_id) if alert.signal_id else None
    return case_in(work, alert, signal)
