"""What comes round by itself: credit is to be reviewed, runs out soon, has run out."""

from __future__ import annotations

from dataclasses import replace

from core.clocks import administrator, answers
from core.domain.credit import Credit, CreditState, Mark, marks_between
from core.domain.credit_events import CreditReminded
from core.domain.event import Route, Stamp
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.credit import end
from core.usecases.credit_jobs import looked_at, remind_owner


def tick(*, office: Office) -> None:
    """Once a minute, by any number of processes: who only looks locks nothing."""
    with office.store.reading() as work:
        due = [one.credit_id for one in work.credits.due(office.clock())]
    for credit_id in due:
        _hear(credit_id, office=office)


def _hear(credit_id: str, *, office: Office) -> None:
    """Whatever has come since it was looked at last; a day that was missed is made up for."""
    now = office.clock()
    today, stamp = office.today(now), office.stamp(now, "", Route.AUTOMATION)
    with office.store() as work:
        credit = work.credits.hold(credit_id)
        if credit.next_at is None or credit.next_at > now:
            return
        heard = marks_between(credit, office.today(credit.next_at), today)
        if Mark.LAPSED in heard:
            end(work, credit, CreditState.EXPIRED, stamp)
        else:
            later = replace(credit, next_at=looked_at(credit, today, office))
            work.credits.update(later, credit.state)
            for mark in heard:
                _remind(work, later, mark, stamp)
        work.commit()


def _remind(work: Work, credit: Credit, mark: Mark, stamp: Stamp) -> None:
    """Whoever asked for it; who left is stood in for by an administrator."""
    asked = work.people.get(credit.requested_by)
    owner = asked.person_id if answers(work, asked) else administrator(work)
    event = CreditReminded(
        credit_id=credit.credit_id, customer=str(credit.customer), mark=mark.value, owner=owner
    )
    record(work, event, stamp)
    if owner:
        remind_owner(work, credit, mark, owner)
