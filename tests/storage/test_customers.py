"""Customers: found by what people type, with the suspensions that are ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core.domain.cases import CaseState
from core.domain.customers import CustomerKey
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
    a_debtor,
    a_sheet_row,
    a_snapshot,
    a_subscription,
    a_suspension,
)

NAMES = {
    CONTOSO: "Contoso Handels GmbH",
    FABRIKAM: "Contoso",
    CustomerKey("main", "00000000-0000-4000-8000-000000000003"): "마루 식품 주식회사",
    CustomerKey("main", "00000000-0000-4000-8000-000000000004"): "翰林医疗科技有限公司",
    CustomerKey("main", "00000000-0000-4000-8000-000000000005"): "Straße & Söhne 100% KG",
    CustomerKey("china", "00000000-0000-4000-8000-000000000006"): "Nordwind Logistik",
    CustomerKey("main", "00000000-0000-4000-8000-000000000007"): "Żubr Łódź Sp. z o.o.",
    CustomerKey("main", "00000000-0000-4000-8000-000000000008"): "Müller",
    CustomerKey("main", "00000000-0000-4000-8000-000000000009"): "Muller Transport",
    CustomerKey("main", "00000000-0000-4000-8000-000000000010"): "Keßler é",
    CustomerKey("main", "00000000-0000-4000-8000-000000000011"): "Kessler e",
    CustomerKey("main", "00000000-0000-4000-8000-000000000012"): "ガード",
    CustomerKey("main", "00000000-0000-4000-8000-000000000013"): "カート",
}


@pytest.fixture
def known(store: SqlStore) -> SqlStore:
    with store() as work:
        work.customers.save(
            a_customer(key=key, name=name, domain=f"c{place}.example")
            for place, (key, name) in enumerate(NAMES.items())
        )
        work.commit()
    return store


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (CONTOSO.tenant_id, ["Contoso Handels GmbH"]),
        (CONTOSO.tenant_id.upper(), ["Contoso Handels GmbH"]),
        ("C0.Example", ["Contoso Handels GmbH"]),
        ("contoso", ["Contoso"]),
        ("conto", ["Contoso", "Contoso Handels GmbH"]),
        ("HANDELS", ["Contoso Handels GmbH"]),
        ("contoso handels gm", ["Contoso Handels GmbH"]),
        ("andels", []),
        ("마루", ["마루 식품 주식회사"]),
        ("식품", ["마루 식품 주식회사"]),
        ("翰林", ["翰林医疗科技有限公司"]),
        ("strasse", ["Straße & Söhne 100% KG"]),
        ("söhne", ["Straße & Söhne 100% KG"]),
        ("zubr", ["Żubr Łódź Sp. z o.o."]),
        ("ŻUBR lodz", ["Żubr Łódź Sp. z o.o."]),
        ("Müller", ["Müller"]),
        ("muller", ["Muller Transport", "Müller"]),
        ("muller transport", ["Muller Transport"]),
        ("kessler e", ["Kessler e", "Keßler é"]),
        ("カート", ["カート"]),
        ("%", []),
        ("_", []),
        ("  ", []),
    ],
)
def test_a_customer_is_found_by_the_start_of_a_word(
    known: SqlStore, typed: str, names: list[str]
) -> None:
    with known.reading() as work:
        assert [customer.name for customer in work.customers.search(typed, 10)] == names


def test_a_customer_is_found_by_a_document_once_a_person_confirmed_it(known: SqlStore) -> None:
    snapshot = a_snapshot()
    with known() as work:
        work.books.begin(snapshot)
        work.books.write(snapshot.snapshot_id, [a_sheet_row()])
        work.books.make_current(snapshot, None)
        assert work.customers.search("INV-1", 10) == []
        work.books.save_debtor(a_debtor(customer=FABRIKAM))
        assert [c.key for c in work.customers.search("INV-1", 10)] == [FABRIKAM]


@pytest.mark.parametrize(
    ("typed", "first"), [("nordwnd", "Nordwind Logistik"), ("contosso", "Contoso")]
)
def test_a_near_miss_is_named(known: SqlStore, typed: str, first: str) -> None:
    with known.reading() as work:
        assert work.customers.similar(typed, 3)[0].name == first
        assert work.customers.similar("zzzzzz", 3) == []


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
