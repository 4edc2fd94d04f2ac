"""Promises over a filled desk: taken by one, or by an approver; kept and broken by the books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.accounts import promises_of
from core.domain.agreement_errors import HeldBack, PromiseOpen, PromiseUnfit, Unfit
from core.domain.approvals import Choice
from core.domain.errors import LostRace, NoRole, PlanAlreadyOpen, PlanOver, SelfApproval
from core.domain.events import PromiseEnded, PromiseMade
from core.domain.people import AccountKey
from core.domain.plans import Action, PlanState, Reason
from core.domain.promises import Beyond, Instalment, Promise, PromiseState
from core.usecases import promise_course, promises, suspension
from core.usecases.voting import Ballot, vote
from sandbox.data.receivables import paid
from tests.builders import eur
from tests.office import AGENT, APPROVER, MONDAY, READER, TEAM, Desk, contoso
from tests.usecases.newer_books import LATE, books
from tests.world import SECOND

TODAY, FRIDAY = MONDAY.date(), date(2026, 10, 16)
OTHER = AccountKey(TEAM, SECOND)
AT_FIRST = MONDAY - timedelta(days=60)


def take(
    desk: Desk, *lines: tuple[str, date], by: AccountKey = AGENT, note: str = ""
) -> promises.Taken:
    instalments = tuple(Instalment(day, eur(amount)) for amount, day in lines)
    return promises.take(promises.Wish(contoso(desk), instalments, note), by, office=desk.office)


def all_of(desk: Desk) -> list[Promise]:
    with desk.store.reading() as work:
        return work.promises.of(contoso(desk))


def states(desk: Desk) -> list[PromiseState]:
    return [one.state for one in all_of(desk)]


def events(desk: Desk, kind: type) -> list[object]:
    with desk.store.reading() as work:
        return [recorded.event for recorded in work.events.since(kind, AT_FIRST)]


def approve(desk: Desk, plan_id: str, account: AccountKey) -> PlanState:
    with desk.store.reading() as work:
        plan = work.plans.get(plan_id)
    return vote(Ballot(plan_id, plan.hash, Choice.APPROVE), account, office=desk.office).state


def test_a_promise_is_written_down_at_once_and_told_in_its_case(desk: Desk) -> None:
    done = take(desk, ("8412.60", FRIDAY), note="called, says <Friday>")
    assert (done.plan, done.why) == (None, ())
    (promise,) = all_of(desk)
    assert [basis.number for basis in promise.basis] == list(LATE)
    (made,) = events(desk, PromiseMade)
    assert isinstance(made, PromiseMade) and made.case_id
    assert made.terms == ("2026-10-16 EUR 8412.60",)
    with desk.store.reading() as work:
        (fact,) = promises_of(work, contoso(desk), TODAY)
    assert (fact.left, fact.promise.by) == (eur("8412.60"), FRIDAY)


def test_who_has_no_role_takes_none(desk: Desk) -> None:
    with pytest.raises(NoRole):
        take(desk, ("8412.60", FRIDAY), by=READER)
    assert all_of(desk) == []


def test_more_than_all_that_is_open_cannot_be_promised(desk: Desk) -> None:
    with pytest.raises(PromiseUnfit) as met:
        take(desk, ("100000.00", FRIDAY))
    assert met.value.facts == {"why": Unfit.TOO_MUCH}


def test_one_promise_at_a_time(desk: Desk) -> None:
    take(desk, ("5000.00", FRIDAY))
    with pytest.raises(PromiseOpen):
        take(desk, ("5000.00", FRIDAY))


def test_while_it_is_open_nothing_is_filed_and_what_was_is_withdrawn(desk: Desk) -> None:
    take(desk, ("5000.00", FRIDAY))
    with desk.store.reading() as work:
        (one, *_) = [s for s in work.customers.subscriptions(contoso(desk)) if not s.is_addon()]
    wish = suspension.Wish(contoso(desk), (one.subscription_id,), Reason.NON_PAYMENT, "late")
    with pytest.raises(HeldBack):
        suspension.ask(wish, AGENT, office=desk.office)


def test_beyond_the_usual_an_approver_takes_it_who_did_not_ask(desk: Desk) -> None:
    done = take(desk, ("1000.00", TODAY + timedelta(days=30)), by=APPROVER)
    assert done.why == (Beyond.TOO_FAR, Beyond.TOO_LITTLE)
    assert done.plan is not None and done.plan.content.action is Action.PROMISE
    assert all_of(desk) == [] and events(desk, PromiseMade) == []
    with pytest.raises(SelfApproval):
        approve(desk, done.plan.plan_id, APPROVER)
    with pytest.raises(PlanAlreadyOpen):
        take(desk, ("1000.00", TODAY + timedelta(days=30)))

    assert approve(desk, done.plan.plan_id, OTHER) is PlanState.FINISHED
    assert states(desk) == [PromiseState.OPEN]
    with pytest.raises(PlanOver):
        approve(desk, done.plan.plan_id, OTHER)


def test_one_that_waits_for_an_approver_is_not_taken_beside_another(desk: Desk) -> None:
    asked = take(desk, ("1000.00", TODAY + timedelta(days=30)))
    take(desk, ("5000.00", FRIDAY))
    assert asked.plan is not None
    with pytest.raises(PromiseOpen):
        approve(desk, asked.plan.plan_id, OTHER)
    assert states(desk) == [PromiseState.OPEN]


def test_terms_that_were_changed_behind_our_back_are_not_taken(desk: Desk) -> None:
    done = take(desk, ("1000.00", FRIDAY))
    assert done.plan is not None
    with desk.store() as work:
        (row,) = work.promises.by_terms(done.plan.content.subject)
        work.promises.update(replace(row, amount=eur("10.00")), row)
        work.commit()
    with pytest.raises(LostRace):
        approve(desk, done.plan.plan_id, OTHER)


def test_a_payment_in_newer_books_keeps_it(desk: Desk) -> None:
    take(desk, ("8412.60", FRIDAY))
    desk.now += timedelta(days=1)
    books(desk, paid("contoso"))
    promise_course.settle_all(office=desk.office)
    assert states(desk) == [PromiseState.KEPT]
    promise_course.settle_all(office=desk.office)
    (ended,) = events(desk, PromiseEnded)
    assert isinstance(ended, PromiseEnded) and (ended.state, ended.left) == ("kept", "EUR 0.00")


def test_it_is_broken_two_business_days_after_its_day_and_not_before(desk: Desk) -> None:
    take(desk, ("8412.60", FRIDAY))
    for day in (17, 18, 19, 20):
        desk.now = MONDAY.replace(day=day)
        books(desk)
        promise_course.settle_all(office=desk.office)
        assert states(desk) == [PromiseState.OPEN]
    desk.now = MONDAY.replace(day=21)
    promise_course.settle_all(office=desk.office)
    assert states(desk) == [PromiseState.BROKEN]
    with desk.store.reading() as work:
        assert promises_of(work, contoso(desk), date(2026, 10, 21)) == []


def test_without_books_of_after_its_day_nobody_calls_it_broken(desk: Desk) -> None:
    take(desk, ("8412.60", FRIDAY))
    desk.now = MONDAY.replace(day=30)
    promise_course.settle_all(office=desk.office)
    assert states(desk) == [PromiseState.OPEN]


def test_one_broken_instalment_breaks_the_payment_plan(desk: Desk) -> None:
    take(desk, ("4212.60", FRIDAY), ("4200.00", date(2026, 10, 26)))
    desk.now = MONDAY.replace(day=21)
    books(desk)
    promise_course.settle_all(office=desk.office)
    assert states(desk) == [PromiseState.BROKEN, PromiseState.BROKEN]
    assert [one.ended_why for one in all_of(desk)] == ["", "plan"]


def test_two_are_usual_a_third_takes_an_approver_but_one_taken_back_does_not_count(
    desk: Desk,
) -> None:
    for _ in range(2):
        done = take(desk, ("5000.00", FRIDAY))
        promises.cancel(done.promises[0].promise_id, AGENT, office=desk.office)
    assert states(desk) == [PromiseState.CANCELLED] * 2
    for week in (0, 7):
        desk.now = MONDAY + timedelta(days=week)
        take(desk, ("5000.00", desk.now.date()))
        desk.now += timedelta(days=4)
        books(desk)
        promise_course.settle_all(office=desk.office)
    assert states(desk)[2:] == [PromiseState.BROKEN] * 2
    assert take(desk, ("5000.00", desk.now.date())).why == (Beyond.TOO_MANY,)
