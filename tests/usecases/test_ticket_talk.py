"""What is said in a service request: our notes and Microsoft's words, each once."""

from __future__ import annotations

import pytest

from core.domain.errors import (
    TicketOver,
)
from core.domain.ticket_events import (
    TicketClosed,
    TicketMoved,
    TicketNotSaid,
    TicketSaid,
)
from core.domain.tickets import (
    Said,
    Sending,
    TicketState,
)
from core.ports.engine import Later
from core.usecases import tickets
from tests.a_desk_at_microsoft import DeskAtMicrosoft
from tests.a_support import REFUSED, UNKNOWN, Faked, Support
from tests.office import ADMIN, AGENT, Desk


@pytest.fixture
def support(desk: Desk) -> Faked:
    return Support(desk, DeskAtMicrosoft())


def test_status_and_answers_are_told_once(support: Faked) -> None:
    ticket = support.opened()
    support.microsoft.writes(ticket.number, "Please send a screenshot", status="attention_needed")
    for _ in range(2):
        support.work(ticket)

    (moved,) = support.events(ticket, TicketMoved)
    assert (moved.before, moved.after) == ("open", "attention_needed")
    (said,) = support.events(ticket, TicketSaid)
    assert (said.said, said.by) == ("answer", "Microsoft"), "no name of a person is in the trail"
    with support.desk.store.reading() as work:
        told = work.tickets.entry(said.entry_id).text
    assert told == "Zhang Wei: Please send a screenshot"
    assert support.again(ticket).answered_at == support.desk.now


def test_our_own_note_is_sent_once_and_is_no_answer(support: Faked) -> None:
    ticket = support.opened()
    tickets.note(ticket.number, "The tenant is back", ADMIN, office=support.desk.office)
    for _ in range(3):
        support.work(ticket)
    assert support.microsoft.said == ["The tenant is back"]
    assert [e.said for e in support.events(ticket, TicketSaid)] == ["note"]
    assert support.again(ticket).answered_at is None


@pytest.mark.parametrize("arrives", [True, False], ids=["arrived", "lost"])
def test_a_note_nobody_answered_is_looked_for_and_not_repeated(
    support: Faked, arrives: bool
) -> None:
    ticket = support.opened()
    tickets.note(ticket.number, "The tenant is back", AGENT, office=support.desk.office)
    support.microsoft.answer, support.microsoft.arrives = UNKNOWN, arrives
    with pytest.raises(Later):
        support.work(ticket)
    support.work(ticket)

    assert support.microsoft.said == ["The tenant is back"]
    with support.desk.store.reading() as work:
        (entry,) = work.tickets.entries(ticket.ticket_id)
    assert entry.sending is (Sending.DONE if arrives else Sending.UNSURE)
    assert len(support.events(ticket, TicketNotSaid)) == (0 if arrives else 1)


def test_closing_closes_it_at_microsoft_first(support: Faked) -> None:
    ticket = support.opened()
    tickets.close(ticket.number, "Solved by them", AGENT, office=support.desk.office)
    assert support.again(ticket).is_open()
    assert support.work(ticket).state is TicketState.CLOSED
    assert support.microsoft.said == ["closed"]
    (closed,) = support.events(ticket, TicketClosed)
    assert closed.entry_id
    with pytest.raises(TicketOver):
        tickets.note(ticket.number, "one more", AGENT, office=support.desk.office)


def test_where_microsoft_does_not_close_it_a_second_word_does(support: Faked) -> None:
    ticket = support.opened()
    support.microsoft.answer = REFUSED
    tickets.close(ticket.number, "Solved", AGENT, office=support.desk.office)
    assert support.work(ticket).is_open()
    (failed,) = support.events(ticket, TicketNotSaid)
    assert (failed.said, failed.state) == (Said.CLOSE, "refused")
    tickets.close(ticket.number, "Solved", AGENT, office=support.desk.office)
    assert not support.again(ticket).is_open()


def test_microsoft_closes_it_too(support: Faked) -> None:
    ticket = support.opened()
    support.microsoft.writes(ticket.number, "Solved", status="closed")
    assert support.work(ticket).state is TicketState.CLOSED
    (closed,) = support.events(ticket, TicketClosed)
    assert closed.entry_id == ""
