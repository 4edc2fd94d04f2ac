"""Customers: found by what people type, with the suspensions that are ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core.domain.cases import CaseState
from core.domain.errors import LostRace
from core.domain.plans import Reason
from storage.unit_of_work import SqlStore
from tests.builders import (
    CONTOSO,
    EXCHANGE,
    FABRIKAM,
    NOW,
    TEAMS,
    a_case,
    a_customer,
    a_subscription,
    a_suspension,
)


def test_a_list_without_countries_erases_none(store: SqlStore) -> None:
    with store() as work:
        work.customers.save([a_customer()])
        work.customers.save([a_customer(name="Contoso AG", country="")])
        assert work.customers.get(CONTOSO) == a_customer(name="Contoso AG", country="DE")
        assert work.customers.get(FABRIKAM) is None
        assert work.customers.by_tenant(CONTOSO.tenant_id) == work.customers.all()


def test_subscriptions_are_replaced_as_a_whole_or_one_by_one(store: SqlStore) -> None:
    first, second = a_subscription(), a_subscription(subscription_id=TEAMS, status="suspended")
    held = replace(first, status="suspended", suspension_reasons=("CustomerCancelled", "Fraud"))
    with store() as work:
        work.customers.save([a_customer()])
        work.customers.save_subscriptions(CONTOSO, [first, second])
        assert work.customers.active_subscriptions(NOW) == 1
        work.customers.save_subscription(held)
        assert work.customers.subscriptions(CONTOSO) == [held, second]
        assert work.customers.owner("main", second.subscription_id) == CONTOSO
        assert work.customers.owner("east", second.subscription_id) is None
        work.customers.save_subscriptions(CONTOSO, [second])
        assert work.customers.owner("main", first.subscription_id) is None
        assert work.customers.subscriptions(CONTOSO) == [second]


def test_a_share_is_taken_of_what_was_active_before_we_began(store: SqlStore) -> None:
    ours, theirs, on = "s1", "s2", "s3"
    states = {ours: "suspended", theirs: "suspended", on: "active"}
    found = [a_subscription(subscription_id=one, status=status) for one, status in states.items()]
    later = NOW + timedelta(seconds=1)
    with store() as work:
        work.customers.save([a_customer()])
        work.customers.save_subscriptions(CONTOSO, found)
        work.customers.add_suspension(a_suspension(subscription_id=ours))
        work.customers.add_suspension(a_suspension(subscription_id=on))
        assert work.customers.active_subscriptions(NOW) == 2
        assert work.customers.active_subscriptions(later) == 1
        work.customers.lift_suspension(CONTOSO, ours, later)
        assert work.customers.active_subscriptions(NOW) == 1


def test_a_subscription_is_suspended_by_us_once_at_a_time(store: SqlStore) -> None:
    first = a_suspension(before={"status": "active", "price": 4.25, "terms": {"a": [1]}})
    with store() as work:
        work.customers.add_suspension(first)
        assert work.customers.open_suspensions(CONTOSO) == [first]
        assert work.customers.suspended_customers() == {CONTOSO}
        with pytest.raises(IntegrityError):
            work.customers.add_suspension(a_suspension())


def test_a_lifted_suspension_is_remembered(store: SqlStore) -> None:
    first, second = a_suspension(), a_suspension(since=NOW + timedelta(days=2))
    with store() as work:
        work.customers.add_suspension(first)
        work.customers.lift_suspension(CONTOSO, EXCHANGE, NOW + timedelta(days=1))
        assert work.customers.open_suspensions(CONTOSO) == []
        lifted = replace(first, lifted_at=NOW + timedelta(days=1))
        assert work.customers.suspensions(CONTOSO) == [lifted]
        assert work.customers.last_suspension(CONTOSO, EXCHANGE) == lifted
        work.customers.add_suspension(second)
        assert work.customers.last_suspension(CONTOSO, EXCHANGE) == second
        assert work.customers.last_suspension(CONTOSO, TEAMS) is None


def test_a_customer_has_one_open_case_of_a_kind(store: SqlStore) -> None:
    case = a_case()
    with store() as work:
        assert work.cases.next_number() == 1
        work.cases.add(case)
        work.cases.place(case.case_id, "C1:17")
        work.cases.link(case.case_id, "https://desk.example/p17")
        with pytest.raises(LostRace):
            work.cases.add(a_case(number=2))
        work.cases.add(a_case(number=2, kind=Reason.FRAUD))
        work.cases.add(a_case(number=3, state=CaseState.CLOSED))
        placed = replace(case, thread="C1:17", link="https://desk.example/p17")
        assert work.cases.open_for(CONTOSO, Reason.NON_PAYMENT) == [placed]
        work.cases.update(replace(placed, owner="kang", thread="", link=""), CaseState.OPEN)
        assert work.cases.get(case.case_id) == replace(placed, owner="kang")
        assert [c.number for c in work.cases.open_for(CONTOSO)] == [1, 2]
        assert work.cases.next_number() == 4
        assert work.cases.fraud_customers() == {CONTOSO}
