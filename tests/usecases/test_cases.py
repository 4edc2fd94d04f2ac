"""Cases: one for each customer and kind, and none is closed before the customer was told."""

from __future__ import annotations

import pytest

from core.domain.cases import CaseState
from core.domain.customers import CustomerKey
from core.domain.errors import BadInput, CaseOver, CustomerNotTold, NoRole, UnknownCase
from core.domain.exposure import Standing
from core.domain.people import AccountKey
from core.domain.plans import Reason
from core.usecases import case_closing, case_view, cases, home, suspension
from core.usecases.case_closing import Ending
from core.usecases.case_view import Filter
from tests.office import AGENT, APPROVER, READER, Desk, contoso


@pytest.fixture
def key(desk: Desk) -> CustomerKey:
    return contoso(desk)


def a_false_alarm(told: str) -> Ending:
    return Ending("false_alarm", told)


def test_the_open_case_of_a_customer_and_kind_is_used_again(desk: Desk, key: CustomerKey) -> None:
    first = cases.open_by_hand(key, Reason.FRAUD, "odd sign-ins", AGENT, office=desk.office)
    again = cases.open_by_hand(key, Reason.FRAUD, "", APPROVER, office=desk.office)
    other = cases.open_by_hand(key, Reason.MISUSE, "", AGENT, office=desk.office)
    assert first.case_id == again.case_id != other.case_id
    shown = case_view.show(f"#{first.number}", AGENT, office=desk.office)
    assert [note.text for note in shown.notes] == ["odd sign-ins"]
    listed = case_view.listed(AGENT, Filter(), office=desk.office)
    assert [line.case.number for line in listed] == [first.number, other.number]


def test_a_case_is_handed_to_somebody_with_a_role(desk: Desk, key: CustomerKey) -> None:
    case = cases.open_by_hand(key, Reason.FRAUD, "", AGENT, office=desk.office)
    with pytest.raises(NoRole):
        cases.assign(str(case.number), READER, AGENT, office=desk.office)
    cases.assign(str(case.number), APPROVER, AGENT, office=desk.office)
    shown = case_view.show(str(case.number), AGENT, office=desk.office)
    assert shown.people[shown.case.owner].accounts == (APPROVER,)


def test_a_case_is_closed_only_with_what_the_customer_was_told(
    desk: Desk, key: CustomerKey
) -> None:
    case = cases.open_by_hand(key, Reason.FRAUD, "", AGENT, office=desk.office)
    number = str(case.number)
    with pytest.raises(CustomerNotTold):
        case_closing.close(number, a_false_alarm("  "), AGENT, office=desk.office)
    theirs = a_false_alarm("Called: it was theirs")
    closed = case_closing.close(number, theirs, AGENT, office=desk.office)
    assert (closed.state, closed.closed_at) == (CaseState.CLOSED, desk.now)
    with pytest.raises(CaseOver):
        case_closing.close(number, theirs, AGENT, office=desk.office)
    with pytest.raises(CaseOver):
        cases.note(number, "again", AGENT, office=desk.office)
    new = cases.open_by_hand(key, Reason.FRAUD, "", AGENT, office=desk.office)
    assert new.number > case.number


def test_notes_have_a_length(desk: Desk, key: CustomerKey) -> None:
    case = cases.open_by_hand(key, Reason.FRAUD, "", AGENT, office=desk.office)
    for words in ("", " ", "x" * 3001):
        with pytest.raises(BadInput):
            cases.note(str(case.number), words, AGENT, office=desk.office)


@pytest.mark.parametrize("text", ["99", "nobody", "#x", "-1", "9" * 30, "\u0663"])
def test_an_unknown_case_is_said(desk: Desk, text: str) -> None:
    with pytest.raises(UnknownCase):
        case_view.show(text, AGENT, office=desk.office)
    with pytest.raises(UnknownCase):
        cases.in_thread("C0CASES:1.1", office=desk.office)


def test_a_case_is_found_by_the_only_customer_of_that_name(desk: Desk, key: CustomerKey) -> None:
    case = cases.open_by_hand(key, Reason.FRAUD, "", AGENT, office=desk.office)
    assert case_view.show("Contoso", AGENT, office=desk.office).case == case
    with pytest.raises(UnknownCase):
        case_view.show("fabrikam", AGENT, office=desk.office)
    with pytest.raises(BadInput):
        case_view.show(" # ", AGENT, office=desk.office)


def test_whoever_has_no_role_sees_nothing(desk: Desk) -> None:
    for stranger in (READER, AccountKey("T0OTHER", "U0KANG")):
        with pytest.raises(NoRole):
            case_view.listed(stranger, Filter(), office=desk.office)


def test_the_home_tab_shows_what_waits_for_this_person(desk: Desk, key: CustomerKey) -> None:
    cases.open_by_hand(key, Reason.FRAUD, "", AGENT, office=desk.office)
    with desk.store.reading() as work:
        subscription = work.customers.subscriptions(key)[0].subscription_id
    wish = suspension.Wish(key, (subscription,), Reason.FRAUD, "odd sign-ins")
    plan = suspension.ask(wish, AGENT, office=desk.office)
    asked, asking = (home.view(one, office=desk.office) for one in (APPROVER, AGENT))
    assert [one.plan.plan_id for one in asked.votes] == [plan.plan_id]
    assert (asking.votes, [one.plan.plan_id for one in asking.asked]) == ((), [plan.plan_id])
    assert (len(asked.cases), len(asking.cases)) == (0, 1)
    assert asked.at_risk and all(row.standing <= Standing.AT_RISK for row in asked.at_risk)
    with pytest.raises(NoRole):
        home.view(READER, office=desk.office)
