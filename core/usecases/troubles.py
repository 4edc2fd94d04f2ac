"""What went wrong on our side and needs a person: said where alerts are read."""

from __future__ import annotations

from core.domain.events import JobDied, Route
from core.homes import HOME
from core.ports.engine import Delivery
from core.ports.office import Office
from core.recording import CARD, COPIES, OUTCOME, TELL, note, record

# Saying it needs these very jobs, which would die as well and be said again, for ever.
SAYING = frozenset({TELL, CARD, COPIES, HOME, OUTCOME})


def job_died(delivery: Delivery, why: str, *, office: Office) -> None:
    """A job was tried as often as it may be."""
    subject = str(next(iter(delivery.payload.values()), ""))
    event = JobDied(kind=delivery.kind, why=why, subject=subject)
    stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
    with office.store() as work:
        if delivery.kind in SAYING:
            note(work, event, stamp)
        else:
            record(work, event, stamp)
        work.commit()
