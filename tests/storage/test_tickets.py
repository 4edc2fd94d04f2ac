"""Service requests: found by either name, one open one per case and topic, moved by condition."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.errors import LostRace
from core.domain.tickets import (
    Counter,
    Entry,
    Said,
    Sending,
    Taking,
    Ticket,
    TicketState,
    Topic,
)
from core.ports.store import Store
from tests.builders import CONTOSO, FABRIKAM, NOW, a_case, a_ticket

CASE = a_case(case_id="c1")


def add(store: Store, *tickets: Ticket) -> None:
    with store() as work:
        if work.cases.by_number(CASE.number) is None:
            work.cases.add(CASE)
        for ticket in tickets:
            work.tickets.add(ticket)
        work.commit()


def test_what_was_written_is_read_again(store: Store) -> None:
    ticket = a_ticket(number="119032012345678", remind_at=NOW, sent_at=NOW, heard=2)
    add(store, ticket)

    with store.reading() as work:
        assert work.tickets.get(ticket.ticket_id) == ticket
        for name in ("119032012345678", ticket.reference, ticket.reference.upper()):
            assert work.tickets.find(name) == ticket
        assert work.tickets.find("") is None
        assert work.tickets.find("%") is None
        assert work.tickets.open_for(CONTOSO) == [ticket]
        assert work.tickets.open_for(FABRIKAM) == []
        assert work.tickets.due(NOW) == [ticket]
        assert work.tickets.due(NOW - timedelta(seconds=1)) == []


def test_a_case_has_one_open_request_of_each_topic(store: Store) -> None:
    first, again = a_ticket(), a_ticket(ticket_id="2" * 36)
    add(store, first)
    with pytest.raises(LostRace):
        add(store, again)

    with store() as work:
        closed = replace(first, state=TicketState.CLOSED, closed_at=NOW)
        work.tickets.update(closed, TicketState.PREPARED)
        work.commit()
    add(store, again)
    with store.reading() as work:
        assert work.tickets.open() == [again]
        assert len(work.tickets.of_case("c1")) == 2


def test_of_two_who_move_it_one_wins(store: Store) -> None:
    ticket = a_ticket()
    add(store, ticket)
    with store() as work:
        work.tickets.update(replace(ticket, state=TicketState.OPEN), TicketState.PREPARED)
        with pytest.raises(LostRace):
            work.tickets.update(replace(ticket, state=TicketState.CLOSED), TicketState.PREPARED)


def test_what_is_said_is_sent_once(store: Store) -> None:
    ticket = a_ticket()
    add(store, ticket)
    entry = Entry("e1", ticket.ticket_id, Said.NOTE, "kang", NOW, "见附件", Sending.TODO)
    sent = replace(entry, sending=Sending.SENT, request_id="r1")
    with store() as work:
        work.tickets.say(entry)
        work.tickets.move(entry, sent)
        with pytest.raises(LostRace):
            work.tickets.move(entry, sent)
        work.commit()
    with store.reading() as work:
        assert work.tickets.entries(ticket.ticket_id) == [sent] == [work.tickets.entry("e1")]


def test_a_counter_is_unread_until_it_is_saved(store: Store) -> None:
    read = Counter("main", Taking.OPEN, (Topic("32444671", "Billing & <more>"),), NOW, NOW)
    with store() as work:
        assert work.tickets.counter("main") == Counter("main", Taking.UNREAD)
        work.tickets.save_counter(Counter("main", Taking.NO_LOGIN, tried_at=NOW))
        work.tickets.save_counter(read)
        work.commit()
    with store.reading() as work:
        assert work.tickets.counter("main") == read
