"""What is ticked off with what, and what stands in the way of closing a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.case_errors import (
    CaseContained,
    EvidenceMissing,
    ItemsUndone,
    OutcomeMissing,
    SignalsCameIn,
    UnknownItem,
)
from core.domain.cases import Case, Outcome
from core.domain.containment import Containment, State
from core.domain.errors import CaseOver
from core.domain.events import (
    CaseClosed,
    ItemTicked,
)
from core.domain.notices import LetterState
from core.domain.plans import PlanState, Reason
from core.domain.signals import Label
from core.domain.tickets import TicketState
from core.usecases import case_closing, case_items
from core.usecases.case_closing import Ending
from core.usecases.case_view import Filter, listed
from tests.a_case import CaseDesk, number
from tests.a_letter import a_draft, a_letter
from tests.builders import a_content, a_plan, a_ticket, steps_of
from tests.domain.test_containment import contained
from tests.office import AGENT

LINK = "https://desk.example/p1"
NEEDED = ("contained", "customer_called", "admins_reset", "mfa_on", "rogue_removed", "refund_asked")


# The checklist


@pytest.mark.parametrize(
    ("item", "evidence", "refusal"),
    [
        pytest.param("mfa_on", "Seen with their administrator", None, id="a note"),
        pytest.param("mfa-on", LINK, None, id="a link, and the name as people type it"),
        pytest.param("mfa_on", "ok", EvidenceMissing, id="a note that says nothing"),
        pytest.param("logs_kept", "in the safe", EvidenceMissing, id="a link is needed"),
        pytest.param("contained", "0" * 8, EvidenceMissing, id="a plan of somebody else"),
        pytest.param("contained", LINK, None, id="a cut made elsewhere"),
        pytest.param("ticket_opened", "2610120040001234", None, id="Microsoft's number"),
        pytest.param("ticket_opened", "sent!", EvidenceMissing, id="no number"),
        pytest.param("customer_told", "12 October, by courier", None, id="a letter"),
        pytest.param("made_up", LINK, UnknownItem, id="an item that is none"),
    ],
)
def test_an_item_is_ticked_off_with_what_shows_it(
    room: CaseDesk, item: str, evidence: str, refusal: type[Exception] | None
) -> None:
    case, office = room.open(), room.desk.office
    if refusal is not None:
        with pytest.raises(refusal):
            case_items.check(number(case), item, evidence, AGENT, office=office)
        assert room.events(case, ItemTicked) == []
        return
    case_items.check(number(case), item, evidence, AGENT, office=office)
    (told,) = room.events(case, ItemTicked)
    assert told.item == item.replace("-", "_") and evidence not in str(told)
    assert room.again(case).responded_at == room.desk.now


def test_what_the_desk_sees_needs_nobody(room: CaseDesk) -> None:
    case, office = room.open(), room.desk.office
    other = room.open(Reason.MISUSE)
    ticket = a_ticket(case_id=case.case_id, customer=case.customer, number="2610120040001234",
                      state=TicketState.OPEN)  # fmt: skip
    draft = a_draft(customer=case.customer, case_id=case.case_id)
    queued = a_letter(draft)
    with room.desk.store() as work:
        work.tickets.add(ticket)
        work.letters.add(queued)
        case_items.look(work, case, office=office)
        assert [one.item for one in work.cases.ticks(case.case_id)] == ["ticket_opened"]
        work.letters.add(a_letter(draft, state=LetterState.DELIVERED))
        for seen in (case, case, other):
            case_items.look(work, seen, office=office)
        found = {one.item: one for one in work.cases.ticks(case.case_id)}
        assert work.cases.ticks(other.case_id) == []
        work.commit()
    assert set(found) == {"ticket_opened", "customer_told"}
    assert not any(one.person_id for one in found.values())
    assert len(room.events(case, ItemTicked)) == 2
    assert room.again(case).responded_at is None


# The end


def held_in(room: CaseDesk, case: Case, state: State) -> Containment:
    content = a_content(customer=case.customer, case_id=case.case_id)
    plan = replace(a_plan(state=PlanState.FINISHED), content=content)
    held = contained(
        plan_id=plan.plan_id, customer=case.customer, case_id=case.case_id, state=state
    )
    with room.desk.store() as work:
        work.plans.add(plan, steps_of(plan))
        work.containments.add(held)
        work.commit()
    return held


@pytest.mark.parametrize("state", [State.UNRATIFIED, State.UNDOING])
def test_a_case_waits_for_what_one_person_did_alone(room: CaseDesk, state: State) -> None:
    case = room.open()
    held_in(room, case, state)
    with pytest.raises(CaseContained):
        room.close(case, "false_alarm")


def test_what_is_off_stays_off_when_its_case_is_closed(room: CaseDesk) -> None:
    case = room.open()
    held = held_in(room, case, State.RUNNING)
    assert room.close(case, "false_alarm").outcome is Outcome.FALSE_ALARM
    with room.desk.store.reading() as work:
        over = work.containments.get(held.containment_id)
    assert (over.state, over.ended_why) == (State.OVER, "case_closed")


def test_a_case_ends_as_what_its_kind_may_be(room: CaseDesk) -> None:
    case = room.open()
    for outcome in ("", "paid", "merged", "nonsense"):
        with pytest.raises(OutcomeMissing) as refusal:
            room.close(case, outcome)
        assert "merged" not in str(refusal.value.facts["outcomes"])
    with pytest.raises(ItemsUndone) as undone:
        room.close(case, "confirmed_fraud")
    named = undone.value.facts["items"]
    assert isinstance(named, list) and [item.item_id for item in named] == list(NEEDED)
    room.tick_all(case, *NEEDED)
    closed = room.close(case, "Confirmed-Fraud")
    assert closed.outcome is Outcome.CONFIRMED_FRAUD and closed == room.again(case)
    assert room.events(case, CaseClosed)[0].outcome == "confirmed_fraud"
    with pytest.raises(CaseOver):
        room.tick_all(case, "logs_kept")


@pytest.mark.parametrize(
    ("outcome", "label"),
    [("false_alarm", Label.FALSE), ("unproven", Label.UNKNOWN), ("confirmed_fraud", Label.TRUE)],
)
def test_its_signals_were_what_the_outcome_says_unless_somebody_says_otherwise(
    room: CaseDesk, outcome: str, label: Label
) -> None:
    usual, other = room.observe("a"), room.observe("b")
    (line,) = listed(AGENT, Filter(), office=room.desk.office)
    room.tick_all(line.case, *NEEDED)
    odd = Label.TRUE if label is Label.FALSE else Label.FALSE
    ending = Ending(outcome, "Told them", {other: odd})
    case_closing.close(number(line.case), ending, AGENT, office=room.desk.office)
    with room.desk.store.reading() as work:
        assert work.signals.get(usual).label is label
        assert work.signals.get(other).label is odd
        assert work.signals.get(usual).is_judged()


def test_what_came_in_while_the_form_was_open_is_not_judged_unseen(room: CaseDesk) -> None:
    seen = frozenset({room.observe("a")})
    (line,) = listed(AGENT, Filter(), office=room.desk.office)
    room.desk.now += timedelta(minutes=2)
    late, form = room.observe("b"), number(line.case)
    for shown in (seen, frozenset[str]()):
        with pytest.raises(SignalsCameIn):
            ending = Ending("false_alarm", "Told them", seen=shown)
            case_closing.close(form, ending, AGENT, office=room.desk.office)
    again = case_closing.closable(form, AGENT, office=room.desk.office)
    assert [one.signal_id for one in again.signals] == [late, *seen]
    ending = Ending("false_alarm", "Told them", seen=frozenset({late}))
    assert not case_closing.close(form, ending, AGENT, office=room.desk.office).is_open(), (
        "what is older has no room in the form"
    )
