"""Every table: whoever needs the metadata to be complete imports it from here."""

from __future__ import annotations

from storage.tables import (
    books,
    cases,
    customers,
    desk,
    events,
    jobs,
    people,
    plans,
    prices,
    schedules,
    secrets,
    sync,
    tickets,
)
from storage.tables.metadata import metadata

TOPICS = (
    *(books, cases, customers, desk, events, jobs, people, plans, prices, schedules, secrets),
    sync,
    tickets,
)

__all__ = ["TOPICS", "metadata"]
