"""Limits in force against what is used: crossing one is told once, and so is coming back."""

from __future__ import annotations

from dataclasses import replace

from core.domain.credit import Credit, CreditState
from core.domain.credit_events import LimitCrossed, LimitKept
from core.domain.event import Route
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.credit_view import used_of


def watch(*, office: Office) -> None:
    """Look at every limit; only those that were crossed either way take a transaction."""
    with office.store.reading() as work:
        moved = [one for one in work.credits.approved() if _moved(work, one, office)]
    for one in moved:
        with office.store() as work:
            look(work, work.credits.hold(one.credit_id), office=office)
            work.commit()


def look(work: Work, credit: Credit, *, office: Office) -> Credit:
    """Write down and tell whether it is crossed, if that is news."""
    if not _moved(work, credit, office):
        return credit
    now, used = office.clock(), used_of(work, credit, office=office)
    named = {
        "credit_id": credit.credit_id,
        "customer": str(credit.customer),
        "currency": credit.currency,
        "limit": credit.limit.plain(),
        "used": used.known.plain(),
    }
    crossed = credit.over_since is None
    looked = replace(credit, over_since=now if crossed else None)
    work.credits.update(looked, credit.state)
    incomplete = "yes" if used.gaps else ""
    event = LimitCrossed(**named, incomplete=incomplete) if crossed else LimitKept(**named)
    record(work, event, office.stamp(now, "", Route.AUTOMATION))
    return looked


def _moved(work: Work, credit: Credit, office: Office) -> bool:
    """What was never known to be over is over, or the other way round. Where the books are not
    known nothing is said to be within its limit again."""
    if credit.state is not CreditState.APPROVED or not credit.holds(office.today(office.clock())):
        return False
    used = used_of(work, credit, office=office)
    if credit.over_since is not None and used.gaps:
        return False
    return used.over(credit.limit) is (credit.over_since is None)
