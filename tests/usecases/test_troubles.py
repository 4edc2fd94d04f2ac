"""What is given up is said; what cannot be said is at least on record."""

from __future__ import annotations

from core.domain.events import JobDied
from core.ports.engine import Delivery, Job
from core.recording import ADVANCE, TELL
from core.usecases import troubles
from tests.office import MONDAY, Desk


def died(desk: Desk, kind: str) -> int:
    """How many jobs say so."""
    delivery = Delivery(kind, {"plan_id": "p1"}, 50)
    with desk.store.reading() as work:
        before = work.events.since(JobDied, MONDAY)
    troubles.job_died(delivery, "RuntimeError, ticket 1f", office=desk.office)
    with desk.store() as work:
        (event,) = work.events.since(JobDied, MONDAY)[len(before) :]
        again = work.jobs.enqueue(Job(TELL, f"tell:{event.seq}", {"seq": event.seq}))
    return 0 if again else 1


def test_a_job_that_is_given_up_is_told_unless_it_is_the_telling_itself(desk: Desk) -> None:
    assert died(desk, ADVANCE) == 1
    assert died(desk, TELL) == 0
