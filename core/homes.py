"""Whose Home tab is drawn, and when: whoever opened it, at once, and whoever opened it lately once
for all that happens in a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.domain.events import (
    BooksRefused,
    BooksTaken,
    Event,
    FreezeLifted,
    Frozen,
    JobDied,
    RolesChanged,
)
from core.ports.engine import Job, Priority
from core.ports.store import Work

HOME = "home"
# Whoever opened it before that opens it anew, which draws it.
LATELY = timedelta(hours=12)
# Seconds; what happens in one of these is drawn at its end.
A_MOMENT = 5
# What a Home tab shows that is about no plan and no case.
SHOWN = (BooksRefused, BooksTaken, FreezeLifted, Frozen, JobDied, RolesChanged)


def is_shown(event: Event) -> bool:
    """May a Home tab look different after this?"""
    return bool(event.plan_id or event.case_id) or isinstance(event, SHOWN)


def draw_now(work: Work, user_id: str, occasion: str) -> None:
    """For somebody who looks at it."""
    lane = f"{HOME}:{user_id}"
    job = Job(HOME, f"{HOME}:{occasion}", {"user": user_id}, lane=lane, priority=Priority.CARD)
    work.jobs.enqueue(job)


def draw_homes(work: Work, now: datetime) -> None:
    """For whoever may still look at it."""
    moment = datetime.fromtimestamp((now.timestamp() // A_MOMENT + 1) * A_MOMENT, UTC)
    for user_id in work.homes.since(now - LATELY):
        key = f"{HOME}:{user_id}:{moment.isoformat()}"
        payload: dict[str, str | int] = {"user": user_id, "again": 1}
        work.jobs.enqueue(Job(HOME, key, payload, run_at=moment, priority=Priority.BULK))
