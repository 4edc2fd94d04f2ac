"""Service requests: at most one per key, never sent twice, reminded of, in step with Microsoft."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.clouds import Cloud
from core.domain.customers import CustomerKey
from core.domain.errors import (
    BadInput,
    CaseHasOpenTicket,
    CustomerNotTold,
    NoRole,
    TicketAlreadyOpen,
    TicketNeedsCase,
    TicketUnderWay,
    UnknownTicket,
)
from core.domain.partners import Partner, Tier
from core.domain.plans import Reason
from core.domain.ticket_events import (
    TicketOpened,
    TicketPrepared,
    TicketUnsure,
)
from core.domain.tickets import (
    TICKET_MOVES,
    Sending,
    Taking,
    TicketState,
    Way,
)
from core.ports.engine import Later
from core.ports.outside import Answer, Outcome
from core.usecases import tickets
from core.usecases.case_closing import Ending, close
from core.usecases.ticket_asking import ask, draft
from core.usecases.ticket_ticks import slot
from tests.a_desk_at_microsoft import TOPICS, DeskAtMicrosoft
from tests.a_support import LATER, REFUSED, UNKNOWN, Faked, Support, written
from tests.builders import a_wish
from tests.office import AGENT, APPROVER, READER, Desk


@pytest.fixture
def support(desk: Desk) -> Faked:
    return Support(desk, DeskAtMicrosoft())


def test_every_state_has_its_moves() -> None:
    assert set(TICKET_MOVES) == set(TicketState)
    assert TicketState.QUEUED not in TICKET_MOVES[TicketState.UNSURE]


def test_it_is_handed_in_once_and_gets_its_number(support: Faked) -> None:
    ticket = support.ask()
    assert (ticket.way, ticket.state) == (Way.PROGRAM, TicketState.QUEUED)

    opened = support.work(ticket)

    (sent,) = support.microsoft.requests
    assert ticket.reference in sent.title and "Contoso" in sent.text
    assert (opened.state, opened.number) == (TicketState.OPEN, "100000000000001")
    assert sent.request_id == opened.request_id and sent.correlation_id == opened.correlation_id
    assert [e.how for e in support.events(ticket, TicketOpened)] == ["answered"]
    support.work(opened)
    assert len(support.microsoft.requests) == 1


def test_a_case_has_at_most_one_about_the_same(support: Faked) -> None:
    ticket = support.ask()
    with pytest.raises(TicketAlreadyOpen) as refusal:
        support.ask(case_id=ticket.case_id)
    assert refusal.value.facts["ticket"] == ticket.reference
    assert support.ask(topic=TOPICS[1], case_id=ticket.case_id).case_id == ticket.case_id


def test_whoever_dies_after_the_intent_never_sends_again(support: Faked) -> None:
    ticket = support.ask()
    sent = replace(ticket, state=TicketState.SENT, sent_at=support.desk.now)
    with support.desk.store() as work:
        work.tickets.update(sent, TicketState.QUEUED)
        work.commit()
    with pytest.raises(Later):
        support.work(ticket)
    support.desk.now += timedelta(minutes=16)
    assert support.work(ticket).state is TicketState.UNSURE
    assert support.microsoft.requests == []


def test_what_was_not_answered_is_looked_for_by_our_reference(support: Faked) -> None:
    support.microsoft.answer, support.microsoft.shows = UNKNOWN, False
    ticket = support.ask()
    for _ in range(3):
        with pytest.raises(Later):
            support.work(ticket)
    support.microsoft.shows = True

    found = support.work(ticket)

    assert (found.state, found.number) == (TicketState.OPEN, "100000000000001")
    assert [e.how for e in support.events(ticket, TicketOpened)] == ["found"]
    assert len(support.microsoft.requests) == 1


@pytest.mark.parametrize("reachable", [True, False], ids=["not-found", "unreachable"])
def test_what_is_not_found_goes_to_a_person_who_types_its_number(
    support: Faked, reachable: bool
) -> None:
    support.microsoft.answer, support.microsoft.arrives = UNKNOWN, False
    ticket = support.ask()
    with pytest.raises(Later):
        support.work(ticket)
    support.microsoft.reachable = reachable
    support.desk.now += timedelta(minutes=16)

    assert support.work(ticket).state is TicketState.UNSURE
    assert len(support.events(ticket, TicketUnsure)) == 1
    assert support.work(ticket).state is TicketState.UNSURE
    assert len(support.microsoft.requests) == 1

    typed = tickets.number(
        ticket.reference, "119032012345678", APPROVER, office=support.desk.office
    )
    assert (typed.state, typed.number) == (TicketState.OPEN, "119032012345678")


def test_a_number_that_microsoft_does_not_know_is_typed_again(support: Faked) -> None:
    support.microsoft.answer, support.microsoft.shows = UNKNOWN, False
    office, ticket = support.desk.office, support.ask()
    with pytest.raises(Later):
        support.work(ticket)
    support.desk.now += timedelta(minutes=16)
    support.work(ticket)
    tickets.number(ticket.reference, "4711", AGENT, office=office)
    assert support.work(ticket).status == ""
    tickets.number("4711", "100000000000001", AGENT, office=office)
    assert support.work(ticket).status == "open"
    with pytest.raises(TicketUnderWay):
        tickets.number(ticket.reference, "4711", AGENT, office=office)


def test_found_late_it_is_open_after_all(support: Faked) -> None:
    support.microsoft.answer, support.microsoft.shows = UNKNOWN, False
    ticket = support.ask()
    with pytest.raises(Later):
        support.work(ticket)
    support.desk.now += timedelta(minutes=16)
    assert support.work(ticket).state is TicketState.UNSURE
    support.microsoft.shows = True
    assert support.work(ticket).state is TicketState.OPEN


def test_a_definite_no_not_now_is_tried_again_with_new_ids(support: Faked) -> None:
    support.microsoft.answer = LATER
    ticket = support.ask()
    with pytest.raises(Later) as later:
        support.work(ticket)
    assert later.value.seconds == 7
    support.microsoft.answer = Answer(Outcome.DONE)
    assert support.work(ticket).state is TicketState.OPEN
    first, second = support.microsoft.requests
    assert first.request_id != second.request_id


def test_an_interface_that_is_gone_is_remembered_and_a_person_submits_it(support: Faked) -> None:
    ticket, support.microsoft.gone = support.ask(), True

    prepared = support.work(ticket)

    assert (prepared.way, prepared.state, prepared.why) == (
        Way.PORTAL, TicketState.PREPARED, "gone",
    )  # fmt: skip
    (event,) = support.events(ticket, TicketPrepared)
    assert event.why == "gone"
    with support.desk.store.reading() as work:
        assert work.tickets.counter("main").taking is Taking.GONE
    support.microsoft.gone = False
    support.desk.now += timedelta(days=29)
    support.tick()
    assert support.ask(topic=TOPICS[1], case_id=ticket.case_id).way is Way.PORTAL
    support.desk.now += timedelta(days=2)
    support.tick()
    assert draft("contoso.example", AGENT, office=support.desk.office).why == ""


@pytest.mark.parametrize(
    ("answer", "logged_in", "why"), [(REFUSED, True, "refused"), (REFUSED, False, "no_login")],
    ids=["refused", "no-login"],
)  # fmt: skip
def test_whatever_is_not_taken_becomes_a_package(
    support: Faked, answer: Answer, logged_in: bool, why: str
) -> None:
    support.microsoft.answer = answer
    ticket, support.microsoft.logged_in = support.ask(), logged_in
    tickets.note(ticket.reference, "More follows", AGENT, office=support.desk.office)
    prepared = support.work(ticket)
    assert (prepared.state, prepared.why) == (TicketState.PREPARED, why)
    with support.desk.store.reading() as work:
        assert [e.sending for e in work.tickets.entries(ticket.ticket_id)] == [Sending.KEPT]


@pytest.mark.parametrize(
    ("partner", "why"),
    [
        (Partner("main", Cloud.CHINA), "cloud"),
        (Partner("main", tier=Tier.RESELLER, provider="Distri"), "tier"),
        (Partner("main"), ""),
    ],
    ids=["21vianet", "reseller", "global"],
)
def test_the_cloud_and_the_tier_say_which_way_it_goes(
    support: Faked, partner: Partner, why: str
) -> None:
    support.desk.office = replace(support.desk.office, partners={"main": partner})
    assert draft("contoso.example", AGENT, office=support.desk.office).why == why
    assert support.ask().way is (Way.PORTAL if why else Way.PROGRAM)


def test_topics_are_asked_once_a_day_and_a_login_is_noticed_within_a_minute(desk: Desk) -> None:
    support = Support(desk, DeskAtMicrosoft(logged_in=False))
    assert draft("contoso.example", AGENT, office=desk.office).why == "no_login"
    support.microsoft.logged_in = True
    desk.now += timedelta(minutes=1)
    support.tick()
    assert draft("contoso.example", AGENT, office=desk.office).counter.topics == TOPICS
    for _ in range(3):
        desk.now += timedelta(hours=7)
        support.tick()
    assert support.microsoft.asked == 1
    desk.now += timedelta(hours=7)
    support.microsoft.reachable = False
    support.tick()
    assert support.microsoft.asked == 2
    assert draft("contoso.example", AGENT, office=desk.office).counter.topics == TOPICS


def test_a_case_closes_after_its_service_requests(support: Faked) -> None:
    office, ticket = support.desk.office, support.ask(topic=None)
    with support.desk.store.reading() as work:
        number = str(work.cases.get(ticket.case_id).number)
    with pytest.raises(CaseHasOpenTicket) as refusal:
        close(number, Ending("false_alarm", "All is well"), AGENT, office=office)
    assert refusal.value.facts["tickets"] == [ticket.reference]
    with pytest.raises(BadInput):
        tickets.close(ticket.reference, " ", AGENT, office=office)
    tickets.close(ticket.reference, "They solved it by themselves", AGENT, office=office)
    with pytest.raises(CustomerNotTold):
        close(number, Ending("false_alarm", " "), AGENT, office=office)
    assert close(number, Ending("false_alarm", "All is well"), AGENT, office=office).told


def test_who_has_no_role_asks_and_sees_nothing(support: Faked) -> None:
    ticket, office = support.ask(account=APPROVER), support.desk.office
    for refused in (
        lambda: support.ask(account=READER),
        lambda: tickets.show(ticket.reference, READER, office=office),
        lambda: tickets.number(ticket.reference, "12345", READER, office=office),
        lambda: tickets.listed(READER, office=office),
        lambda: draft("contoso.example", READER, office=office),
    ):
        with pytest.raises(NoRole):
            refused()


def test_what_cannot_be_meant_is_refused(support: Faked) -> None:
    office, ticket = support.desk.office, support.ask()
    with pytest.raises(UnknownTicket):
        tickets.show("4711", AGENT, office=office)
    with pytest.raises(TicketUnderWay):
        tickets.number(ticket.reference, "12345", AGENT, office=office)
    with pytest.raises(TicketNeedsCase):
        support.ask(topic=TOPICS[1], case_id="00000000-0000-4000-8000-000000000000")
    prepared = support.ask(topic=None, case_id=ticket.case_id)
    for wrong in ("", "GS-12345678", "12", "a b c d e", "x" * 41):
        with pytest.raises(BadInput):
            tickets.number(prepared.reference, wrong, AGENT, office=office)
    with pytest.raises(TicketUnderWay):
        tickets.answer(prepared.reference, "They said yes", AGENT, office=office)


def test_the_quarter_of_an_hour_is_known_by_its_beginning() -> None:
    assert slot(datetime(2026, 10, 12, 8, 44, 59, tzinfo=UTC)) == "2026-10-12T08:30"


def test_the_customer_is_the_one_of_the_key(support: Faked) -> None:
    other = CustomerKey("main", "00000000-0000-4000-8000-00000000ffff")
    with pytest.raises(Exception, match="UnknownCustomer"):
        ask(other, a_wish(), AGENT, office=support.desk.office, write=written, kind=Reason.FRAUD)
