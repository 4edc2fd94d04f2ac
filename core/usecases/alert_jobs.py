"""What there is to do about alerts: read them, and carry out an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.domain.alert_answers import AlertAnswer
from core.domain.alerts import NEEDS, Alert, Source
from core.domain.partners import Partner
from core.domain.signals import Signal
from core.ports.engine import Job, Priority
from core.ports.store import Work
from core.usecases.case_course import goes_on_in

ALERTS, ALERT_ANSWER = "alerts", "alert_answer"
# With the minute of the timetable and the reading itself an alert is seen within five minutes.
EVERY = timedelta(minutes=3)


def sources_of(partner: Partner) -> list[Source]:
    """Those that can be read for this account."""
    return [source for source in Source if partner.can(NEEDS[source])]


def read_soon(work: Work, account: str, now: datetime) -> bool:
    """Once for each turn, by whichever process comes first."""
    turn = int(now.timestamp() // EVERY.total_seconds())
    key, payload = f"{ALERTS}:{account}:{turn}", {"account": account}
    job = Job(ALERTS, key, payload, lane=f"{ALERTS}:{account}", priority=Priority.CARD)
    return work.jobs.enqueue(job)


def case_in(work: Work, alert: Alert, signal: Signal | None) -> str:
    """The case (id) of what it is a sign of, or the one into which that was merged; empty where it
    has none."""
    case_id = (signal.case_id if signal else "") or alert.case_id
    return goes_on_in(work, work.cases.get(case_id)).case_id if case_id else ""


def carry_out(work: Work, answer: AlertAnswer, occasion: str = "") -> None:
    """Once for each occasion; being told so twice does no harm."""
    key = f"{ALERT_ANSWER}:{answer.answer_id}:{occasion}"
    payload = {"answer_id": answer.answer_id}
    lane = f"{ALERT_ANSWER}:{answer.alert_id}"
    work.jobs.enqueue(Job(ALERT_ANSWER, key, payload, lane=lane, priority=Priority.CARD))
