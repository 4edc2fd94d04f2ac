"""Disputes, write-offs and payments that came back, over a filled desk and newer books."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.accounts import documents_of
from core.domain.agreement_errors import (
    DisputeOver,
    DisputeUnfit,
    DocumentsChanged,
    NothingToWriteOff,
    Unfit,
    UnknownDocument,
)
from core.domain.approvals import Choice
from core.domain.disputes import Dispute, DisputeState
from core.domain.errors import BadAmount, PlanAlreadyOpen, ReasonMissing
from core.domain.events import DebtWrittenOff, DisputeEnded, DisputeOpened, PaymentReturned
from core.domain.exposure import Document
from core.domain.money import Money
from core.domain.people import AccountKey
from core.domain.plans import Action, Plan, PlanState
from core.domain.promises import Instalment, Promise, PromiseState
from core.dossiers import dossier_of
from core.gathering import exposure_of, ledger_of
from core.usecases import agreement_ticks, disputes, promises, write_offs
from core.usecases.disputes import handle_of
from core.usecases.overdue import overview
from core.usecases.review import review_plan
from core.usecases.standing import look_up
from core.usecases.voting import Ballot, vote
from sandbox.data.receivables import closed, paid, vanished
from tests.builders import eur
from tests.office import AGENT, APPROVER, MONDAY, TEAM, Desk, contoso
from tests.usecases.newer_books import LATE, books
from tests.usecases.test_holds import again, suspend, told
from tests.world import SECOND

TODAY, OTHER = MONDAY.date(), AccountKey(TEAM, SECOND)
OLDEST = LATE[0]


def document(desk: Desk, number: str = OLDEST) -> Document:
    with desk.store.reading() as work:
        found = documents_of(work, contoso(desk), desk.office.today(desk.now))
    return next(doc for doc in found if doc.number == number)


def overdue(desk: Desk) -> dict[str, Money]:
    with desk.store.reading() as work:
        return exposure_of(work, contoso(desk), desk.office.today(desk.now)).overdue()


def dispute(desk: Desk, number: str = OLDEST, amount: str = "", days: int = 30) -> Dispute:
    until = desk.office.today(desk.now) + timedelta(days=days)
    wish = disputes.Wish(contoso(desk), handle_of(document(desk, number)), amount, until, "seats")
    return disputes.dispute(wish, AGENT, office=desk.office)


def write_off(desk: Desk, *numbers: str) -> Plan:
    chosen = tuple(handle_of(document(desk, number)) for number in numbers)
    wish = write_offs.Wish(contoso(desk), chosen, "not worth a lawyer")
    return write_offs.ask(wish, AGENT, office=desk.office)


def approve(desk: Desk, plan: Plan, account: AccountKey) -> PlanState:
    return vote(Ballot(plan.plan_id, plan.hash, Choice.APPROVE), account, office=desk.office).state


# Disputes


def test_the_disputed_part_is_out_wherever_it_is_looked_at(desk: Desk) -> None:
    before = overdue(desk)["EUR"]
    found = dispute(desk, amount="100.50")
    less = before - eur("100.50")
    assert overdue(desk) == {"EUR": less}
    view = look_up("contoso.example", AGENT, office=desk.office)
    assert view.exposure.overdue() == {"EUR": less}
    assert view.agreed.disputes == (found,)
    (row,) = overview(AGENT, office=desk.office, matching="contoso").rows
    assert row.exposure.overdue() == {"EUR": less}
    (opened,) = told(desk, DisputeOpened)
    assert isinstance(opened, DisputeOpened) and opened.case_id
    assert opened.amount == "EUR 100.50"


def test_it_is_found_by_the_number_of_its_invoice(desk: Desk) -> None:
    offer = disputes.offer(OLDEST, AGENT, office=desk.office)
    assert offer.picked is not None and offer.picked.number == OLDEST
    dispute(desk)
    assert disputes.offer(OLDEST, AGENT, office=desk.office).picked is None


@pytest.mark.parametrize(
    ("amount", "days", "refusal"),
    [
        ("0", 30, DisputeUnfit(why=Unfit.NOT_POSITIVE)),
        ("999999", 30, DisputeUnfit(why=Unfit.TOO_MUCH)),
        ("", -1, DisputeUnfit(why=Unfit.PAST)),
        ("", 91, DisputeUnfit(why=Unfit.TOO_FAR)),
        ("a lot", 30, BadAmount(text="a lot")),
    ],
    ids=["nothing", "more than is open", "past", "far", "no amount"],
)
def test_what_cannot_be_disputed(desk: Desk, amount: str, days: int, refusal: Exception) -> None:
    with pytest.raises(type(refusal)) as met:
        dispute(desk, amount=amount, days=days)
    assert met.value.facts == refusal.facts  # type: ignore[attr-defined]


def test_a_document_is_not_disputed_twice_and_needs_a_reason(desk: Desk) -> None:
    handle, until = handle_of(document(desk)), TODAY + timedelta(days=1)
    with pytest.raises(ReasonMissing):
        wish = disputes.Wish(contoso(desk), handle, "", until, " ")
        disputes.dispute(wish, AGENT, office=desk.office)
    dispute(desk)
    with pytest.raises(UnknownDocument):
        dispute(desk)


def test_a_dispute_of_all_ends_the_plan_under_its_own_name(desk: Desk) -> None:
    plan = suspend(desk)
    for number in LATE:
        dispute(desk, number)
    review_plan(plan.plan_id, office=desk.office)
    assert (again(desk, plan).state, again(desk, plan).ended_why) == (
        PlanState.WITHDRAWN, "disputed",
    )  # fmt: skip


def test_settled_against_the_customer_its_days_begin_that_day(desk: Desk) -> None:
    found = dispute(desk)
    desk.now += timedelta(days=3)
    disputes.settle(
        found.dispute_id, DisputeState.SETTLED_AGAINST, AGENT, office=desk.office
    )  # fmt: skip
    assert document(desk).counted_from == TODAY + timedelta(days=3)
    with pytest.raises(DisputeOver):
        disputes.settle(
            found.dispute_id, DisputeState.SETTLED_FOR_CUSTOMER, AGENT, office=desk.office
        )


def test_settled_for_the_customer_it_stays_out_until_the_credit_note(desk: Desk) -> None:
    found = dispute(desk, amount="100.00")
    disputes.settle(
        found.dispute_id, DisputeState.SETTLED_FOR_CUSTOMER, AGENT, office=desk.office
    )  # fmt: skip
    desk.now += timedelta(days=60)
    assert document(desk).disputed == eur("100.00")
    desk.now += timedelta(days=1)
    assert document(desk).disputed == eur("0.00")


def test_one_that_ran_out_is_told_once(desk: Desk) -> None:
    found = dispute(desk, days=5)
    desk.now += timedelta(days=6)
    assert document(desk).counted_from == found.until
    for _ in range(2):
        agreement_ticks.tick(office=desk.office)
    (ended,) = told(desk, DisputeEnded)
    assert isinstance(ended, DisputeEnded) and ended.state == "expired"
    assert document(desk).counted_from == found.until


# Write-offs


def test_two_others_write_off_and_the_suspension_ends_under_that_name(desk: Desk) -> None:
    suspending = suspend(desk)
    plan = write_off(desk, *LATE)
    assert plan.content.action is Action.WRITE_OFF
    assert [basis.number for basis in plan.content.basis] == list(LATE)
    with pytest.raises(PlanAlreadyOpen):
        write_off(desk, OLDEST)
    assert approve(desk, plan, APPROVER) is PlanState.PENDING
    assert document(desk).counts()
    assert approve(desk, plan, OTHER) is PlanState.FINISHED
    assert overdue(desk) == {}
    review_plan(suspending.plan_id, office=desk.office)
    assert again(desk, suspending).ended_why == "written_off"
    (event,) = told(desk, DebtWrittenOff)
    assert isinstance(event, DebtWrittenOff)
    assert event.case_id and event.numbers == LATE


def test_closed_in_the_books_later_it_is_still_no_payment(desk: Desk) -> None:
    suspending = suspend(desk)
    plan = write_off(desk, *LATE)
    approve(desk, plan, APPROVER)
    approve(desk, plan, OTHER)
    books(desk, *(closed(number) for number in LATE))
    with desk.store.reading() as work:
        basis = suspending.content.basis
        ledger = ledger_of(
            work, contoso(desk), basis, work.policies.current(), now=desk.now, office=desk.office
        )
    assert ledger.debt.value == "written_off"


def test_nothing_picked_is_nothing_written_off(desk: Desk) -> None:
    with pytest.raises(NothingToWriteOff):
        write_off(desk)


# Payments that came back


def promised_and_paid(desk: Desk) -> None:
    """Kept by Tuesday's books."""
    wish = promises.Wish(contoso(desk), (Instalment(date(2026, 10, 16), overdue(desk)["EUR"]),))
    promises.take(wish, AGENT, office=desk.office)
    desk.now += timedelta(days=1)
    books(desk, paid("contoso"))
    agreement_ticks.tick(office=desk.office)


def promise(desk: Desk) -> Promise:
    with desk.store.reading() as work:
        (found,) = work.promises.of(contoso(desk))
    return found


def test_a_payment_that_came_back_counts_from_that_day(desk: Desk) -> None:
    promised_and_paid(desk)
    desk.now += timedelta(days=1)
    books(desk)
    day = TODAY + timedelta(days=2)
    assert document(desk).counted_from == day
    assert overdue(desk) == {}
    (event,) = told(desk, PaymentReturned)
    assert isinstance(event, PaymentReturned)
    assert event.customer == str(contoso(desk)) and set(LATE) <= set(event.numbers)

    desk.now += timedelta(days=1)
    books(desk)
    assert len(told(desk, PaymentReturned)) == 1
    assert overdue(desk)["EUR"] == eur("8412.60")
    with desk.store.reading() as work:
        assert dossier_of(work, contoso(desk)).returned_on == day
        assert exposure_of(work, contoso(desk), day + timedelta(days=1)).days_overdue() == 1


def test_a_payment_that_came_back_breaks_what_it_kept(desk: Desk) -> None:
    promised_and_paid(desk)
    assert promise(desk).state is PromiseState.KEPT
    desk.now += timedelta(days=1)
    books(desk)
    broken = promise(desk)
    assert (broken.state, broken.ended_why) == (PromiseState.BROKEN, "returned")


def test_what_only_vanished_did_not_come_back(desk: Desk) -> None:
    for changes in ((vanished(OLDEST),), (vanished(OLDEST),), ()):
        desk.now += timedelta(days=1)
        books(desk, *changes)
    assert told(desk, PaymentReturned) == []
    assert document(desk).counted_from is None


def test_what_was_paid_meanwhile_is_not_written_off_and_still_releases(desk: Desk) -> None:
    suspending, plan = suspend(desk), write_off(desk, *LATE)
    approve(desk, plan, APPROVER)
    books(desk, *(paid(number) for number in LATE))
    with pytest.raises(DocumentsChanged):
        approve(desk, plan, OTHER)
    assert again(desk, plan).state is PlanState.PENDING
    assert told(desk, DebtWrittenOff) == []
    review_plan(suspending.plan_id, office=desk.office)
    assert again(desk, suspending).ended_why == "paid"
