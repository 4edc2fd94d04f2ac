"""The whole list of overdue customers as files: asked for here, written and brought by a job."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.domain.people import AccountKey
from core.gathering import may_ask
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.recording import DIGEST_CHARTS, DIGEST_FILE, EXPORT
from core.usecases.finding import person_with
from core.usecases.narrowing import told_apart
from core.usecases.overdue import Overview, in_full
from core.usecases.paying import paying_each


@dataclass(frozen=True, slots=True)
class Wish:
    """Which customers, by a part of their name, and as what. `place` is where it was asked for."""

    matching: str
    formats: tuple[str, ...]
    place: str


def ask(wish: Wish, account: AccountKey, delivery: str, *, office: Office) -> None:
    """Raises NoRole. The files are written later, and the role is looked at again then."""
    with office.store() as work:
        person_with(work, account, may_ask(work))
        payload = {
            "team": account.team_id,
            "user": account.user_id,
            "matching": wish.matching,
            "formats": " ".join(wish.formats),
            "place": wish.place,
        }
        work.jobs.enqueue(Job(EXPORT, f"export:{delivery}", payload, priority=Priority.BULK))
        work.commit()


def with_paying(found: Overview, *, office: Office) -> Overview:
    """The same list with every document read, each confirmed customer with how it pays, and with
    those who own it."""
    keys = [row.customer for row in found.rows if row.customer]
    with office.store.reading() as work:
        read = in_full(work, found.rows, found.on)
        rows = told_apart(work, read, work.follow_ups.all(), country=False)
        pays = paying_each(work, keys, found.on)
    named = ((row, row.customer) for row in rows)
    told = (replace(row, pays=pays[key]) if key else row for row, key in named)
    return replace(found, rows=tuple(told))


def bring_all(work: Work, schedule_id: str, slot: str, thread: str) -> None:
    """Every row of a digest as files in its thread."""
    payload = {"schedule_id": schedule_id, "slot": slot, "thread": thread}
    key = f"digest_file:{schedule_id}:{slot}:{thread}"
    work.jobs.enqueue(Job(DIGEST_FILE, key, payload, priority=Priority.BULK))


def bring_charts(work: Work, schedule_id: str, slot: str, thread: str, count: int) -> None:
    """The charts that a digest had no room for, a message for each of so many currencies."""
    for number in range(count):
        payload: dict[str, str | int] = {"schedule_id": schedule_id, "slot": slot}
        payload |= {"thread": thread, "number": number}
        key = f"digest_charts:{schedule_id}:{slot}:{thread}:{number}"
        work.jobs.enqueue(Job(DIGEST_CHARTS, key, payload, priority=Priority.BULK))
