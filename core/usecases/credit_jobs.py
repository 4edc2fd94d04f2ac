"""What a change of a credit decision leaves to be done: its news, its card, a reminder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.domain.calendar import OFFICE_OPENS
from core.domain.credit import Credit, CreditState, Mark, next_mark
from core.domain.event import Event, Stamp
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record

CREDIT_CARD, CREDIT_OWNER = "credit_card", "credit_owner"


def tell(work: Work, credit: Credit, event: Event, stamp: Stamp) -> None:
    """Into the trail; whoever reads the alerts hears of it."""
    draw(work, credit, record(work, event, stamp))


def draw(work: Work, credit: Credit, seq: int) -> None:
    """Have its card drawn anew, where there is one or is to be one."""
    asked = credit.state is CreditState.PENDING
    if asked or work.posts.get(card_key(credit.credit_id)) is not None:
        payload: dict[str, str | int] = {"credit_id": credit.credit_id, "seq": seq}
        lane, key = f"credit:{credit.credit_id}", f"{CREDIT_CARD}:{seq}"
        work.jobs.enqueue(Job(CREDIT_CARD, key, payload, lane=lane, priority=Priority.CARD))


def draw_again(work: Work, credit_id: str, occasion: str) -> None:
    """For something that no event of it tells."""
    payload: dict[str, str | int] = {"credit_id": credit_id, "seq": 0}
    lane, key = f"credit:{credit_id}", f"{CREDIT_CARD}:{credit_id}:{occasion}"
    work.jobs.enqueue(Job(CREDIT_CARD, key, payload, lane=lane, priority=Priority.CARD))


def card_key(credit_id: str) -> str:
    """What its card is known by among our posts."""
    return f"credit:{credit_id}"


def remind_owner(work: Work, credit: Credit, mark: Mark, owner: str) -> None:
    payload = {"credit_id": credit.credit_id, "mark": mark.value, "owner": owner}
    work.jobs.enqueue(Job(CREDIT_OWNER, f"{CREDIT_OWNER}:{credit.credit_id}:{mark}", payload))


def looked_at(credit: Credit, today: date, office: Office) -> datetime | None:
    """When offices open on the next day on which something is to be said or done about it."""
    day = next_mark(credit, today)
    if day is None:
        return None
    return datetime.combine(day, OFFICE_OPENS, tzinfo=ZoneInfo(office.own.zone)).astimezone(UTC)
