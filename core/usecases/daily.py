"""What is done once on each of our days, whoever ticks."""

from __future__ import annotations

from core.ports.engine import Job, Priority
from core.ports.office import Office


def leave_for_today(kind: str, left_on: str, *, office: Office) -> None:
    """By any number of processes, as often as they like: the day has one job of this kind. The fact
    of the desk `left_on` is the day whose job was left."""
    day = office.today(office.clock()).isoformat()
    with office.store.reading() as work:
        if work.desk.get(left_on) == day:
            return
    with office.store() as work:
        work.desk.put(left_on, day)
        work.jobs.enqueue(Job(kind, f"{kind}:{day}", priority=Priority.BULK))
        work.commit()
