"""The policy run over weeks: what it sends, files, takes back, and leaves to somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from core.domain.approvals import Choice
from core.domain.customers import CustomerKey, Subscription
from core.domain.drift import Drift, DriftKind
from core.domain.events import (
    CallAsked,
    LetterUnaddressed,
    NotJudged,
    ProposalStopped,
    SellingStopped,
    SoldAnyway,
)
from core.domain.notices import LetterState
from core.domain.plans import Action, PlanState
from core.domain.policy_file import read_policy
from core.usecases.drift import write_down
from tests.a_letter import a_reply
from tests.a_policy import put_in_force
from tests.a_run import ADMIN, BRAUN, FIRST_DAY, PARK, Run, policy_text
from tests.an_agreement import a_hold
from tests.builders import a_subscription, eur

A_DAY = timedelta(days=1)


def names(run: Run) -> list[str]:
    return [one.name for one in run.letters(LetterState.DELIVERED)]


# What it does


def test_notices_go_in_order_and_then_a_plan_is_filed(run: Run) -> None:
    run.customer(1)
    run.owes(1)
    run.day(FIRST_DAY)
    run.days(3)
    run.release()
    run.days(32)
    assert names(run) == ["reminder", "second", "formal", "final"]
    (plan,) = run.plans(Action.SUSPEND)
    assert plan.content.filed_by == "automatic"
    assert plan.content.quorum == 2
    assert len(run.happened(CallAsked)) == len(run.happened(SellingStopped)) == 1
    printed = {one.draft.access_from for one in run.letters() if one.name == "final"}
    assert printed == {plan.content.filed_at.date()}


@pytest.mark.parametrize("has", [True, False], ids=["services", "nothing"])
def test_who_has_nothing_to_suspend_is_told_of_no_day(run: Run, has: bool) -> None:
    key = run.customer(1)
    with run.store() as work:
        work.customers.save_subscriptions(key, work.customers.subscriptions(key) if has else [])
        work.commit()
    run.owes(1, due=FIRST_DAY - timedelta(days=30))
    run.morning(FIRST_DAY)
    run.release()
    run.days(18)
    formal = [one for one in run.letters() if one.name == "formal"]
    assert [one.draft.access_from is not None for one in formal] == [has]


def test_a_letter_that_nobody_can_get_is_a_task_said_once(run: Run) -> None:
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    with run.store() as work:
        for contact in work.contacts.of(key):
            work.contacts.remove(contact)
        work.commit()
    run.morning(FIRST_DAY)
    run.release()
    run.run()
    assert [one.name for one in run.happened(LetterUnaddressed)] == ["reminder"]
    assert run.letters() == []


def test_a_letter_that_is_not_true_any_more_is_not_sent(run: Run) -> None:
    run.customer(1)
    document = run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    run.release()
    run.release_words()
    run.run()
    run.pays(document, "100.00")
    run.books()
    run.post()
    (letter,) = run.letters()
    assert (letter.state, letter.why) == (LetterState.WITHDRAWN, "changed")
    run.run()
    run.post()
    assert [one.state for one in run.letters()] == [LetterState.WITHDRAWN, LetterState.ACCEPTED]


def test_a_letter_that_waited_into_a_quiet_period_is_written_anew_after_it(run: Run) -> None:
    quiet = 'quiet = [{ country = "DE", from = 2026-02-03, until = 2026-02-04 }]'
    put_in_force(run.store, read_policy(policy_text(("quiet = []", quiet))), run.now)
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=20))
    run.told(key, ("reminder", FIRST_DAY - timedelta(days=15)))
    run.morning(FIRST_DAY)
    run.release()
    run.release_words()
    run.run()
    run.at(FIRST_DAY + A_DAY)
    run.post()
    (letter,) = run.letters(LetterState.WITHDRAWN)
    assert (letter.name, letter.why) == ("second", "calendar")
    run.days(1)
    assert run.letters(LetterState.QUEUED, LetterState.ACCEPTED) == []
    run.days(1)
    assert [one.name for one in run.letters(LetterState.ACCEPTED)] == ["second"]


def test_a_currency_without_a_floor_is_said_once_and_stops_nobody_else(run: Run) -> None:
    for number in (1, 2, 3):
        run.customer(number)
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    for number in (2, 3):
        document = run.owes(number)
        kronor = replace(eur("900.00"), currency="SEK")
        run.documents[document] = replace(
            run.documents[document],
            total=kronor,
            open=kronor,
            disputed=replace(kronor, amount=kronor.amount * 0),
        )
    run.morning(FIRST_DAY)
    run.run()
    assert [(one.why, one.currency) for one in run.happened(NotJudged)] == [("no_floor", "SEK")]
    assert len(run.plans(Action.RELEASE_RUN)) == 1


def test_whoever_sells_to_a_customer_at_that_stage_is_told_the_same_day(run: Run) -> None:
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=20))
    run.told(key, ("reminder", FIRST_DAY - timedelta(days=16)))
    bought = a_subscription(customer=key, subscription_id=run.subscription(2), quantity=12)
    for stands_still in (True, False):
        appears(run, bought)
        assert len(run.happened(SoldAnyway)) == (0 if stands_still else 1)
        run.morning(FIRST_DAY)


def appears(run: Run, bought: Subscription) -> None:
    with run.store() as work:
        found = [Drift(DriftKind.APPEARED, bought, "", "active")]
        write_down(work, found, {}, now=run.now, office=run.office)
        work.commit()


# Proposals


def test_runs_at_once_file_one_plan(run: Run) -> None:
    key, plan = run.at_suspension()
    run.vote(plan, BRAUN, choice=Choice.REJECT)
    run.at(FIRST_DAY + timedelta(days=8))
    run.books()
    run.collector.collect()
    threads = [Thread(target=run.collector.act, args=(key,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with run.store.reading() as work:
        filed = work.plans.of_customer(key, Action.SUSPEND)
        keys = [one.key for one in work.episodes.filings(key, "suspend:")]
    assert [one.state for one in filed] == [PlanState.PENDING, PlanState.REJECTED]
    assert len(keys) == len(set(keys)) == 2


def pays(run: Run, key: CustomerKey) -> None:
    for document in run.documents:
        run.pays(document)


def is_on_hold(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        hold = a_hold(customer=key, since=FIRST_DAY, until=FIRST_DAY + timedelta(days=30))
        work.holds.add([hold])
        work.commit()


def writes(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        work.letters.add_reply(a_reply(customer=key, received_at=run.now))
        work.commit()


def pays_most(run: Run, key: CustomerKey) -> None:
    for document in run.documents:
        run.pays(document, "500.00")


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (pays, "paid"),
        (is_on_hold, "hardship"),
        (writes, "unread_reply"),
        (pays_most, "stage_left"),
    ],
    ids=["paid", "on hold", "a reply", "less than a suspension takes"],
)
def test_a_proposal_is_taken_back_under_the_name_of_what_came_in_between(
    run: Run, happens: Callable[[Run, CustomerKey], None], why: str
) -> None:
    key, plan = run.at_suspension()
    happens(run, key)
    run.morning(FIRST_DAY + A_DAY)
    ended = run.again(plan)
    assert (ended.state, ended.ended_why) == (PlanState.WITHDRAWN, why)
    assert run.plans(Action.SUSPEND) == []


def test_books_that_are_old_take_nothing_back(run: Run) -> None:
    _, plan = run.at_suspension()
    run.at(FIRST_DAY + timedelta(days=1))
    run.run()
    assert run.again(plan).state is PlanState.PENDING


def test_what_nobody_decides_is_proposed_once_more_and_then_left_to_an_administrator(
    run: Run,
) -> None:
    key, _ = run.at_suspension()
    for offset in range(1, 12):
        run.morning(FIRST_DAY + offset * A_DAY)
    assert states(run, key) == [PlanState.EXPIRED, PlanState.EXPIRED]
    assert [one.why for one in run.happened(ProposalStopped)] == ["lapsed"]


def states(run: Run, key: CustomerKey) -> list[PlanState]:
    with run.store.reading() as work:
        return [one.state for one in work.plans.of_customer(key, Action.SUSPEND)]


def test_a_rejected_proposal_returns_after_five_business_days(run: Run) -> None:
    key, plan = run.at_suspension()
    run.vote(plan, BRAUN, choice=Choice.REJECT)
    for offset in range(1, 7):
        run.morning(FIRST_DAY + offset * A_DAY)
        assert states(run, key) == [PlanState.REJECTED]
    run.morning(FIRST_DAY + 7 * A_DAY)
    assert states(run, key) == [PlanState.PENDING, PlanState.REJECTED]


def test_the_requester_is_the_human_behind_the_policy_and_cannot_vote(run: Run) -> None:
    _, plan = run.at_suspension()
    with run.store.reading() as work:
        assert work.people.get(plan.content.requester).accounts == (ADMIN,)
    assert run.vote(plan, BRAUN, PARK).state is PlanState.APPROVED


def test_suspending_takes_the_place_of_an_open_end_of_a_renewal(run: Run) -> None:
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=40))
    ago = (("reminder", 36), ("second", 29), ("formal", 18), ("final", 6))
    run.told(key, *((name, FIRST_DAY - timedelta(days=days)) for name, days in ago))
    renews_soon(run, key)
    run.morning(FIRST_DAY)
    run.release()
    (stop,) = run.plans(Action.STOP_RENEWAL)
    assert stop.content.quorum == 1
    run.morning(FIRST_DAY + A_DAY)
    assert run.again(stop).state is PlanState.SUPERSEDED
    assert len(run.plans(Action.SUSPEND)) == 1


def renews_soon(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        (one,) = work.customers.subscriptions(key)
        soon = replace(one, commitment_ends=run.now + timedelta(days=50))
        work.customers.save_subscription(soon)
        work.commit()


def test_a_renewal_is_proposed_to_be_stopped_once_in_its_term(run: Run) -> None:
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=20))
    run.told(key, ("reminder", FIRST_DAY - timedelta(days=16)))
    renews_soon(run, key)
    run.morning(FIRST_DAY)
    run.release()
    (plan,) = run.plans(Action.STOP_RENEWAL)
    run.vote(plan, BRAUN, choice=Choice.REJECT)
    run.morning(FIRST_DAY + 9 * A_DAY)
    assert run.plans(Action.STOP_RENEWAL) == []
