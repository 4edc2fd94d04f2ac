"""What leads to a reading of books: its job, a hint, and where each of them stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.domain.readings import Reading
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work

READ_BOOKS = "read_books"


def known(work: Work, source: str) -> Reading:
    """Where it stands; one that nobody has begun, where it was never read."""
    return work.readings.get(source) or Reading(source)


def job_of(reading: Reading, hour: str = "") -> Job:
    """For each turn one that goes on at once, and one an hour, should that have died."""
    source = reading.source
    return Job(
        READ_BOOKS,
        f"{READ_BOOKS}:{source}:{reading.turn}:{hour}",
        {"source": source},
        lane=f"books:{source}",
        priority=Priority.BULK,
    )


def forget_others(sources: Collection[str], *, office: Office) -> list[str]:
    """Books that the settings name no more are neither read nor in trouble."""
    with office.store() as work:
        gone = [one.source for one in work.readings.all() if one.source not in sources]
        for source in gone:
            work.readings.remove(source)
        work.commit()
    return gone


def want(source: str, hint_id: str, *, office: Office) -> bool:
    """Note a hint of a source's: its books are read within a minute. False if it was delivered
    before."""
    now = office.clock()
    with office.store() as work:
        if not work.inbox.first(f"books:{source}:{hint_id}", now):
            return False
        work.readings.put(replace(known(work, source), wanted_at=now))
        work.commit()
    return True
