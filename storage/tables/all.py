"""Every table: whoever needs the metadata to be complete imports it from here."""

from __future__ import annotations

from storage.tables import (
    agreements,
    alerts,
    bills,
    books,
    cases,
    clocks,
    collections,
    containments,
    credits,
    customers,
    desk,
    events,
    finding,
    habits,
    jobs,
    letters,
    mapping,
    notifying,
    on_call,
    pace,
    people,
    places,
    plans,
    policies,
    prices,
    prints,
    readings,
    schedules,
    secrets,
    signals,
    spend,
    step_up,
    sync,
    text_keys,
    tickets,
)
from storage.tables.metadata import metadata

TOPICS = (
    agreements,
    alerts,
    *(books, cases, clocks, customers, desk, events, jobs, people, plans, prices, schedules),
    *(signals, spend),
    containments,
    *(collections, credits, secrets, sync, tickets, bills, letters, places, policies, prints),
    *(finding, habits, mapping, notifying, on_call, pace, readings, step_up, text_keys),
)

__all__ = ["TOPICS", "metadata"]
