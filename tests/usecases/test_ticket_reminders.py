"""Whoever has to do something for a service request is reminded, on business days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.ticket_events import (
    TicketReminded,
)
from core.domain.tickets import (
    next_reminder,
)
from core.usecases import tickets
from tests.a_desk_at_microsoft import DeskAtMicrosoft
from tests.a_support import Faked, Support
from tests.office import AGENT, Desk


@pytest.fixture
def support(desk: Desk) -> Faked:
    return Support(desk, DeskAtMicrosoft())


def test_who_has_to_submit_it_is_reminded_until_an_answer_is_recorded(support: Faked) -> None:
    office, ticket = support.desk.office, support.ask(topic=None)
    days: list[str] = []
    for _ in range(24 * 9):
        support.desk.now += timedelta(hours=1)
        support.tick()
        if len(support.events(ticket, TicketReminded)) > len(days):
            days.append(support.desk.now.date().isoformat())
    # Monday 12 October: after one business day, two, then every two; at nine in Berlin.
    assert days == ["2026-10-13", "2026-10-14", "2026-10-16", "2026-10-20"]
    assert {e.what for e in support.events(ticket, TicketReminded)} == {"submit"}

    tickets.number(ticket.reference, "2026CN-77", AGENT, office=office)
    support.desk.now += timedelta(days=2)
    support.tick()
    assert [e.what for e in support.events(ticket, TicketReminded)][-1] == "answer"
    tickets.answer("2026cn-77", "They reset it", AGENT, office=office)
    told = len(support.events(ticket, TicketReminded))
    support.desk.now += timedelta(days=9)
    support.tick()
    assert len(support.events(ticket, TicketReminded)) == told


def test_reminders_skip_days_off() -> None:
    friday = datetime(2026, 10, 9, tzinfo=UTC).date()
    assert [str(next_reminder(friday, sent, "DE")) for sent in (0, 1, 2)] == [
        "2026-10-12", "2026-10-12", "2026-10-13",
    ]  # fmt: skip
