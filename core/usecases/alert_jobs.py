"""What there is to do about alerts: read them, and carry out an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.domain.alert_answers import AlertAnswer
from core.domain.alerts import NEEDS, Source
from core.domain.partners import Partner
from core.ports.engine import Job, Priority
from core.ports.store import Work

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


def carry_out(work: Work, answer: AlertAnswer, occasion: str = "") -> None:
    """Once for each occasion; being told so twice does no harm."""
    key = f"{ALERT_ANSWER}:{answer.answer_id}:{occasion}"
    payload = {"answer_id": answer.answer_id}
    lane = f"{ALERT_ANSWER}:{answer.alert_id}"
    work.jobs.enqueue(Job(ALERT_ANSWER, key, payload, lane=lane, priority=Priority.CARD))
