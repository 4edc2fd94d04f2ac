"""Whoever approved without typing a code is told, in case that it was somebody else."""

from __future__ import annotations

from core.domain.approvals import Vote
from core.domain.events import Route
from core.ports.engine import Job, Priority
from core.ports.store import Work

VOTE_NOTE = "vote_note"


def note_soon(work: Work, cast: Vote, route: Route) -> None:
    """Once for each vote; a code that was typed in Slack is told of by whoever looked at it."""
    key = f"{VOTE_NOTE}:{cast.plan_id}:{cast.person_id}:{cast.at.isoformat()}"
    payload = {"plan_id": cast.plan_id, "person_id": cast.person_id, "at": cast.at.isoformat()}
    payload["route"] = route.value
    work.jobs.enqueue(Job(VOTE_NOTE, key, payload, priority=Priority.CARD))
