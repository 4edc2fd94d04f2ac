"""Customers are found by what people type, begin and mistype, however many there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.domain.customers import CustomerKey
from core.ports.store import Work
from storage.database import Database
from storage.unit_of_work import SqlStore
from tests.builders import (
    CONTOSO,
    FABRIKAM,
    a_customer,
    a_debtor,
    a_sheet_row,
    a_snapshot,
)
from tests.storage.dialects import ON_SQLITE
from tests.storage.query_plans import plans_of

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
        ("医疗", ["翰林医疗科技有限公司"]),
        ("식회사", ["마루 식품 주식회사"]),
        ("c1.ex", ["Contoso"]),
        ("c8", ["Muller Transport"]),
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
        assert [c.key for c in work.customers.search("inv-1", 10)] == [FABRIKAM]
        assert work.customers.search("INV1", 10) == []
        for typed in ("INV1", "inv 1", "IVN-1", "INV-11"):
            assert [c.key for c in work.customers.similar(typed, 1)] == [FABRIKAM], typed


def test_a_document_is_found_by_its_digits(known: SqlStore) -> None:
    """What two customers have leaves a choice; a name that begins so comes first."""
    snapshot = a_snapshot()
    rows = [
        a_sheet_row(document_id="1", number="INV-010482"),
        a_sheet_row(document_id="2", number="RE/2026-7"),
        a_sheet_row(document_id="3", number="CN-10483", customer_ref="D-2"),
        a_sheet_row(document_id="4", number="INV-010483"),
    ]
    with known() as work:
        work.books.begin(snapshot)
        work.books.write(snapshot.snapshot_id, rows)
        work.books.make_current(snapshot, None)
        work.books.save_debtor(a_debtor(customer=FABRIKAM))
        work.books.save_debtor(a_debtor(customer=CONTOSO, customer_ref="D-2"))
        for typed in ("010482", "10482", "2026-7"):
            assert [c.key for c in work.customers.search(typed, 10)] == [FABRIKAM], typed
        assert {c.key for c in work.customers.search("10483", 10)} == {FABRIKAM, CONTOSO}
        for typed in ("1048", "10482x", "482"):
            assert work.customers.search(typed, 10) == [], typed


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nordwnd", "Nordwind Logistik"),
        ("contosso", "Contoso"),
        ("kontoso", "Contoso"),
        ("contso hadnels", "Contoso Handels GmbH"),
        ("Contoso Handel AG", "Contoso Handels GmbH"),
        ("logistk", "Nordwind Logistik"),
        ("翰林医院", "翰林医疗科技有限公司"),
        ("마루 시품", "마루 식품 주식회사"),
        ("c8.exmaple", "Muller Transport"),
    ],
)
def test_a_near_miss_is_named(known: SqlStore, typed: str, first: str) -> None:
    with known.reading() as work:
        assert work.customers.similar(typed, 3)[0].name == first


def test_what_is_far_off_is_not_named(known: SqlStore) -> None:
    with known.reading() as work:
        assert work.customers.similar("zzzzzz", 3) == work.customers.fitting("zzzzzz", 3) == []


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("contoso", ["Contoso", "Contoso Handels GmbH"]),
        ("k", ["Keßler é", "Kessler e", "Straße & Söhne 100% KG"]),
        ("c0.example", ["Contoso Handels GmbH"]),
        ("有限", ["翰林医疗科技有限公司"]),
        ("contsso", ["Contoso", "Contoso Handels GmbH"]),
        (" ", []),
    ],
)
def test_whoever_may_be_meant_is_offered_while_a_name_is_typed(
    known: SqlStore, typed: str, names: list[str]
) -> None:
    with known.reading() as work:
        assert [customer.name for customer in work.customers.fitting(typed, 10)] == names


def test_of_many_who_begin_alike_some_are_offered(store: SqlStore) -> None:
    keys = [CustomerKey("main", f"00000000-0000-4000-8000-{place:012d}") for place in range(120)]
    with store() as work:
        work.customers.save(a_customer(key=key, name="Foo foo 食食食 foo") for key in keys)
        assert len(work.customers.fitting("foo", 100)) == 100
        assert len(work.customers.search("食", 100)) == 100
        assert len(work.customers.search("foo foo 食食食 foo", 200)) == 120


def test_whoever_is_renamed_is_found_by_the_new_name_alone(store: SqlStore) -> None:
    with store() as work:
        work.customers.save(
            [a_customer(name="Contoso Handel"), a_customer(key=FABRIKAM, name="Handel", domain="")]
        )
        work.customers.save([a_customer(name="Nordwind", domain="nordwind.example")])
        finds = {"contoso": [], "contoso.example": [], "handel": [FABRIKAM], "nord": [CONTOSO]}
        for typed, found in finds.items():
            assert [one.key for one in work.customers.search(typed, 10)] == found
        assert work.customers.similar("contosso", 10) == []
        assert [one.key for one in work.customers.similar("handell", 10)] == [FABRIKAM]


ASKED: dict[str, Callable[[Work], object]] = {
    "by a name": lambda work: work.customers.search("contoso", 10),
    "by a part of a name": lambda work: work.customers.search("식품", 10),
    "by the digits of a number": lambda work: work.customers.search("10482", 10),
    "by what nobody is called": lambda work: work.customers.search("zzzzzz", 10),
    "while typing": lambda work: work.customers.fitting("con", 10),
    "mistyped": lambda work: work.customers.similar("contsso hadnels", 3),
    "renamed": lambda work: work.customers.save([a_customer(name="Nordwind")]),
}

TABLES = ("customers", "name_parts", "name_grams")
LOOKED_THROUGH = tuple(f"SCAN {table}" for table in TABLES)


@ON_SQLITE
@pytest.mark.parametrize("how", ASKED)
def test_nobody_is_found_by_a_look_at_everybody(desk: Database, known: SqlStore, how: str) -> None:
    plans = plans_of(desk, ASKED[how], *TABLES)
    assert [plan for plan in plans if plan.startswith(LOOKED_THROUGH)] == []


@ON_SQLITE
def test_a_look_at_everybody_is_seen_as_such(desk: Database, known: SqlStore) -> None:
    plans = plans_of(desk, lambda work: work.customers.all(), *TABLES)
    assert any(plan.startswith(LOOKED_THROUGH) for plan in plans)
