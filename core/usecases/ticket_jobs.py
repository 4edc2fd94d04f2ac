"""What a change of a service request leaves to be done: its news, its card, its handing in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.domain.calendar import OFFICE_OPENS
from core.domain.event import Event, Stamp
from core.domain.tickets import Ticket, next_reminder
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record

TICKET, TICKET_CARD = "ticket", "ticket_card"
TICKET_PACKAGE, TICKET_OWNER = "ticket_package", "ticket_owner"


def tell(work: Work, ticket: Ticket, event: Event, stamp: Stamp) -> None:
    """Into the trail and the case's thread; the card is drawn after that, in the same lane."""
    seq = record(work, event, stamp)
    lane = f"case:{ticket.case_id}"
    payload: dict[str, str | int] = {"ticket_id": ticket.ticket_id, "seq": seq}
    job = Job(TICKET_CARD, f"{TICKET_CARD}:{seq}", payload, lane=lane, priority=Priority.CARD)
    work.jobs.enqueue(job)


def draw_again(work: Work, ticket_id: str, occasion: str) -> None:
    """For something that no event of it tells."""
    payload: dict[str, str | int] = {"ticket_id": ticket_id, "seq": 0}
    lane = f"case:{work.tickets.get(ticket_id).case_id}"
    key = f"{TICKET_CARD}:{ticket_id}:{occasion}"
    work.jobs.enqueue(Job(TICKET_CARD, key, payload, lane=lane, priority=Priority.CARD))


def act(work: Work, ticket: Ticket, occasion: str) -> None:
    """Have the desk do whatever is next for it."""
    key, payload = f"{TICKET}:{ticket.ticket_id}:{occasion}", {"ticket_id": ticket.ticket_id}
    work.jobs.enqueue(Job(TICKET, key, payload, lane=f"{TICKET}:{ticket.ticket_id}"))


def remind_owner(work: Work, ticket: Ticket, owner: str) -> None:
    payload = {"ticket_id": ticket.ticket_id, "owner": owner}
    key = f"{TICKET_OWNER}:{ticket.ticket_id}:{owner}:{ticket.reminders}:{ticket.state}"
    work.jobs.enqueue(Job(TICKET_OWNER, key, payload))


def reminder_after(now: datetime, sent: int, office: Office) -> datetime:
    """When offices open on the day of the next reminder."""
    day = next_reminder(office.today(now), sent, office.own.country)
    opens = datetime.combine(day, OFFICE_OPENS, tzinfo=ZoneInfo(office.own.zone))
    return opens.astimezone(UTC)
