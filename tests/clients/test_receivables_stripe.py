"""Stripe's invoices as rows: money, states, days, and who owes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clients.receivables_rows import BadField
from clients.stripe_rows import amount
from core.domain.exposure import Category, Kind, Status
from core.domain.money import Money
from core.ports.records import SheetRow
from tests.clients.a_stripe import TENANT, Shop, day, judged, running


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running() as made:
        yield made


def only(shop: Shop, **options: Any) -> SheetRow:
    (row,) = shop.read(**options).values()
    return judged(row)


@pytest.mark.parametrize(
    ("minor", "currency", "plain"),
    [
        (123450, "EUR", "1234.50"),
        (1, "USD", "0.01"),
        (0, "EUR", "0.00"),
        (-2500, "EUR", "-25.00"),
        (99999999999999, "USD", "999999999999.99"),
        (123456, "JPY", "123456"),
        (-5000, "KRW", "-5000"),
        (500, "MGA", "500"),
        (5120, "KWD", "5.120"),
        (10, "BHD", "0.010"),
        (500, "UGX", "5"),
        (123400, "ISK", "1234"),
        (550, "ISK", "5.50"),
        (100050, "HUF", "1000.50"),
        (80000, "TWD", "800.00"),
        (1234, "LYD", "12.34"),
    ],
    ids=lambda value: str(value),
)
def test_minor_units_are_stripes_and_not_those_of_the_standard(
    minor: int, currency: str, plain: str
) -> None:
    assert amount(minor, currency) == plain


@pytest.mark.parametrize("minor", [None, True, 12.5, "500", [1], Decimal(5)], ids=repr)
def test_what_is_no_number_of_minor_units_is_no_amount(shop: Shop, minor: object) -> None:
    """As major units a hundred times too little or too much would pass."""
    customer = shop.account.add_customer("Contoso")
    shop.account.bill(customer, 100, "eur", due_date=day("2026-09-01"))
    (row,) = shop.read().values()
    assert judged(row).document.open == Money(Decimal(1), "EUR")
    with pytest.raises(BadField, match="bad_amount"):
        judged({**row, "open_amount": amount(minor, "EUR")})


def test_hundredths_that_there_are_not_are_a_row_that_is_seen(shop: Shop) -> None:
    """A half krona cannot be owed; the row comes and is judged, not left out."""
    shop.account.bill(shop.account.add_customer("Ísland"), 550, "isk")
    (row,) = shop.read().values()
    with pytest.raises(BadField, match="bad_amount"):
        judged(row)


def test_an_invoice_with_all_that_there_is_to_it(shop: Shop) -> None:
    customer = shop.account.add_customer(
        "Contoso GmbH", email="ap@contoso.example", metadata={"tenant_id": TENANT.upper()}
    )
    id = shop.account.bill(
        customer, 119000, "eur", number="FAB-1", effective_at=day("2026-09-01"),
        due_date=day("2026-10-01"), customer_tax_ids=[{"type": "eu_vat", "value": "DE811907980"}],
        metadata={"po_number": "PO 7", "category": "Other", "subscription_ids": "S-1; S-2"},
    )  # fmt: skip
    shop.account.pay(id, 40000, at=day("2026-09-20"))
    (raw,) = shop.read(source="shop").values()
    row = judged(raw)
    assert (row.customer_name, row.tenant_id, row.billing_email, row.registration) == (
        "Contoso GmbH", TENANT, "ap@contoso.example", "DE811907980",
    )  # fmt: skip
    found = row.document
    assert (found.source, found.document_id, found.number) == ("shop", id, "FAB-1")
    assert (found.customer_ref, found.kind, found.category) == (
        customer, Kind.INVOICE, Category.OTHER,
    )  # fmt: skip
    assert (found.issued, found.due) == (date(2026, 9, 1), date(2026, 10, 1))
    assert (found.total.plain(), found.open.plain()) == ("1190.00", "790.00")
    assert (found.status, found.payment_method) == (Status.PARTIALLY_PAID, "send_invoice")
    assert (found.last_payment_on, found.last_payment) == (
        date(2026, 9, 20), Money(Decimal(400), "EUR"),
    )  # fmt: skip
    assert found.subscription_ids == ("s-1", "s-2")
    assert (raw["po_number"], raw["terms_days"]) == ("PO 7", "30")
    assert raw["pay_url"] == f"https://invoice.example.com/i/{id}"


def states(shop: Shop) -> dict[str, str]:
    """An invoice of 100.00 in every state that there is."""
    account, customer = shop.account, shop.account.add_customer("Contoso")
    made = {
        name: account.bill(customer, 10000, "eur", due_date=day("2026-09-01"))
        for name in ("open", "partly", "paid", "void", "written off", "credited", "reduced")
    }
    account.pay(made["partly"], 4000)
    account.pay(made["paid"])
    account.void(made["void"])
    account.write_off(made["written off"])
    account.note_credit(made["credited"], 10000)
    account.note_credit(made["reduced"], 2500)
    made["draft"] = account.draft(customer, 10000, "eur")
    return made


STATES = [
    ("open", Status.OPEN, "100.00"),
    ("partly", Status.PARTIALLY_PAID, "60.00"),
    ("written off", Status.WRITTEN_OFF, "100.00"),
    ("reduced", Status.OPEN, "75.00"),
    ("paid", Status.CLOSED, "0.00"),
    ("void", Status.CLOSED, "0.00"),
    ("credited", Status.CLOSED, "0.00"),
]


def test_what_is_read_is_what_is_still_owed(shop: Shop) -> None:
    made = states(shop)
    rows = shop.read()
    assert rows.keys() == {made[name] for name, status, _ in STATES if status != Status.CLOSED}


@pytest.mark.parametrize(("name", "status", "left"), STATES, ids=[name for name, *_ in STATES])
def test_how_an_invoice_stands(shop: Shop, name: str, status: Status, left: str) -> None:
    made = states(shop)
    (row,) = shop.books().look([made[name]])
    assert (judged(row).document.status, row["open_amount"]) == (status, left)


def test_a_draft_is_nobodys_debt(shop: Shop) -> None:
    assert shop.books().look([states(shop)["draft"]]) == ()


def test_a_state_that_nobody_knows_is_a_row_that_is_seen(shop: Shop) -> None:
    id = shop.account.bill(shop.account.add_customer("Contoso"), 100, "eur")
    shop.account.change_invoice(id, status="pondered")
    (row,) = shop.books().look([id])
    with pytest.raises(BadField, match="unknown_word"):
        judged(row)


def test_an_older_debt_on_an_invoice_is_part_of_its_total(shop: Shop) -> None:
    """Else more were open than there is, which refuses the whole books."""
    id = shop.account.bill(shop.account.add_customer("Contoso"), 1000, "eur")
    shop.account.change_invoice(id, amount_due=1300, amount_remaining=1300)
    found = only(shop).document
    assert (found.total.plain(), found.open.plain()) == ("13.00", "13.00")


def test_what_is_collected_by_itself_is_due_when_it_is_final(shop: Shop) -> None:
    customer = shop.account.add_customer("Contoso")
    shop.account.bill(customer, 100, "eur", effective_at=day("2026-09-03"))
    found = only(shop).document
    assert (found.due, found.payment_method) == (date(2026, 9, 3), "charge_automatically")


@pytest.mark.parametrize(
    ("zone", "due"),
    [("UTC", "2026-09-30"), ("Asia/Seoul", "2026-10-01"), ("America/Denver", "2026-09-30")],
)
def test_days_are_those_of_the_zone(shop: Shop, zone: str, due: str) -> None:
    customer = shop.account.add_customer("Contoso")
    shop.account.bill(customer, 100, "eur", due_date=day("2026-09-30") + 4 * 3600)
    (row,) = shop.read(zone=zone).values()
    assert row["due_date"] == due


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"name": "Now Ltd"}, "Now Ltd"),
        ({"name": None}, "Then Ltd"),
        ({"name": "  "}, "Then Ltd"),
    ],
    ids=["now", "none", "blank"],
)
def test_the_name_is_the_one_of_today(shop: Shop, fields: dict[str, Any], name: str) -> None:
    customer = shop.account.add_customer("Then Ltd")
    shop.account.bill(customer, 100, "eur")
    shop.account.change_customer(customer, **fields)
    assert only(shop).customer_name == name


def test_whoever_has_no_name_is_called_by_what_there_is(shop: Shop) -> None:
    with_mail = shop.account.add_customer(None, email="ap@contoso.example")
    without = shop.account.add_customer(None)
    ids = [shop.account.bill(one, 100, "eur") for one in (with_mail, without)]
    rows = shop.read()
    assert [rows[id]["customer_name"] for id in ids] == ["ap@contoso.example", without]


@pytest.mark.parametrize(
    ("listed", "number"),
    [
        ([], ""),
        (None, ""),
        ([None, {"type": "eu_vat", "value": None}, {"type": "gb_vat", "value": "GB1"}], "GB1"),
    ],
    ids=["none", "null", "odd ones"],
)
def test_the_registration_is_the_first_tax_id_of_the_invoice(
    shop: Shop, listed: object, number: str
) -> None:
    customer = shop.account.add_customer("Contoso")
    shop.account.bill(customer, 100, "eur", customer_tax_ids=listed)
    assert only(shop).registration == number


def test_a_customer_who_was_deleted_owes_all_the_same(shop: Shop) -> None:
    customer = shop.account.add_customer("Contoso", email="ap@contoso.example")
    shop.account.bill(customer, 100, "eur")
    shop.account.delete_customer(customer)
    row = only(shop)
    assert (row.document.customer_ref, row.customer_name) == (customer, "Contoso")
    assert row.billing_email == "ap@contoso.example"


def test_an_account_may_owe_in_place_of_a_customer(shop: Shop) -> None:
    shop.account.bill(None, 100, "eur", customer_account="acct_ExA", customer_name="Contoso")
    row = only(shop)
    assert (row.document.customer_ref, row.customer_name) == ("acct_ExA", "Contoso")


@pytest.mark.parametrize("said", ["", "contoso", f"{TENANT}0"], ids=["none", "name", "longer"])
def test_a_tenant_is_named_by_a_guid_or_not_at_all(shop: Shop, said: str) -> None:
    customer = shop.account.add_customer("Contoso", metadata={"tenant_id": said})
    shop.account.bill(customer, 100, "eur")
    assert only(shop).tenant_id == ""


def test_a_category_that_nobody_knows_is_a_row_that_is_seen(shop: Shop) -> None:
    customer = shop.account.add_customer("Contoso")
    shop.account.bill(customer, 100, "eur", metadata={"category": "hosting"})
    (row,) = shop.read().values()
    with pytest.raises(BadField, match="unknown_word"):
        judged(row)


def test_the_last_payment_is_the_latest_however_many_there_are(shop: Shop) -> None:
    """Twelve payments; Stripe puts ten on the invoice, those that were made last."""
    id = shop.account.bill(shop.account.add_customer("Contoso"), 10000, "eur")
    days = [f"2026-09-{number:02d}" for number in (30, *range(1, 12))]
    for number, on in enumerate(days):
        shop.account.pay(id, 100 + number, at=day(on))
    created = min(payment["created"] for payment in shop.account.payments.values())
    next(iter(shop.account.payments.values()))["created"] = created - 1
    found = only(shop).document
    assert (found.last_payment_on, found.last_payment) == (
        date(2026, 9, 30), Money(Decimal("1.00"), "EUR"),
    )  # fmt: skip
    asked = [path for path in shop.stripe.asked if path.startswith("/v1/invoice_payments")]
    assert len(asked) == 1
