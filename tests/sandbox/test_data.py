"""The sample partner and its books: believable, fixed, and true to receivables.v1.csv."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from unicodedata import bidirectional
from uuid import UUID

import pytest

from sandbox.data.__main__ import main
from sandbox.data.large import large_receivables
from sandbox.data.partner import CONTOSO, NORDWIND, sample_accounts
from sandbox.data.receivables import (
    COLUMNS,
    Change,
    Row,
    closed,
    disputed,
    paid,
    partly_paid,
    receivables,
    redated,
    vanished,
    write_receivables,
    written_off,
)
from sandbox.partner_center.resources import is_new_commerce

MONDAY = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)
TODAY = date(2026, 10, 12)
CREDITS = {"credit_note", "payment_unapplied"}
LIVE = {"open", "partially_paid"}


def books(*changes: Change) -> list[Row]:
    return receivables(as_of=MONDAY, changes=changes)


def one(rows: list[Row], number: str) -> Row:
    (found,) = [row for row in rows if row["document_number"] == number]
    return found


def overdue(rows: list[Row]) -> Iterator[tuple[str, Decimal, int]]:
    """Customer, amount and days late of what is owed and contested by nobody."""
    for row in rows:
        if row["status"] in LIVE and row["document_type"] not in CREDITS:
            late = (TODAY - date.fromisoformat(row["due_date"])).days
            if late > 0:
                yield row["customer_name"], Decimal(row["open_amount"]), late


def test_there_are_enough_customers_and_subscriptions_of_every_kind() -> None:
    main_account, china = sample_accounts()
    bought = [s for account in (main_account, china) for _, s in account.all_subscriptions()]

    assert len(main_account.customers) + len(china.customers) >= 40
    assert len(china.customers) == 4
    assert len(bought) >= 120
    assert {s["status"] for s in bought} == {"active", "suspended", "deleted"}
    assert {s.get("termDuration") for s in bought if is_new_commerce(s)} == {"P1M", "P1Y", None}
    assert not any(is_new_commerce(s) for _, s in china.all_subscriptions())
    for kind in ("parentSubscriptionId", "isTrial", "suspensionReasons"):
        assert any(s.get(kind) for s in bought), kind
    assert any(s["billingCycle"] == "one_time" for s in bought)


def test_ids_are_canonical_and_each_is_used_once() -> None:
    accounts = sample_accounts()
    ids = [id for account in accounts for id in account.customers]
    ids += [s["id"] for account in accounts for _, s in account.all_subscriptions()]

    assert [id for id in ids if str(UUID(id)) != id] == []
    assert [id for id, times in Counter(ids).items() if times > 1] == []
    assert accounts[0].tenant_id != accounts[1].tenant_id


def test_every_add_on_has_its_base_with_the_same_customer() -> None:
    for account in sample_accounts():
        for customer, subscription in account.all_subscriptions():
            parent = subscription.get("parentSubscriptionId")
            assert parent is None or parent in account.subscriptions[customer]


def test_there_are_names_that_are_hard_to_show_and_odd_numbers_of_subscriptions() -> None:
    (account, _) = sample_accounts()
    names = [one["companyProfile"]["companyName"] for one in account.customers.values()]
    bought = [len(found) for found in account.subscriptions.values()]

    assert any("<!channel>" in name for name in names)
    assert any("\u202e" in name for name in names)
    assert any(bidirectional(name[0]) == "AL" for name in names)
    assert max(map(len, names)) > 100
    assert (min(bought), max(bought)) == (0, 60)


def test_each_copy_of_the_accounts_is_its_own() -> None:
    first, second = sample_accounts()[0], sample_accounts()[0]

    first.customers[CONTOSO]["companyProfile"]["companyName"] = "changed"

    assert second.customers[CONTOSO]["companyProfile"]["companyName"] == "Contoso Handels GmbH"
    assert second.customers[NORDWIND]["companyProfile"]["domain"] == "nordwind-logistik.example"


def test_contoso_owes_what_the_stories_say() -> None:
    late = [(amount, days) for name, amount, days in overdue(books()) if name.startswith("Contoso")]
    contested = [
        row["dispute_amount"]
        for row in books()
        if row["status"] == "disputed" and row["tenant_id"] == CONTOSO
    ]

    assert sum(amount for amount, _ in late) == Decimal("8412.60")
    assert sorted(days for _, days in late) == [7, 21, 35]
    assert contested == ["300.00"]


def test_most_customers_are_good_and_some_are_late() -> None:
    late = {name for name, _, _ in overdue(books())}
    worst = max(days for _, _, days in overdue(books()))

    assert 16 <= len(late) <= 22
    assert worst > 90
    assert len({row["customer_ref"] for row in books()}) >= 40


def test_the_books_hold_every_kind_of_document() -> None:
    rows = books()

    assert len(rows) >= 300
    assert {row["currency"] for row in rows} == {"EUR", "USD", "CNY", "KRW"}
    assert {row["document_type"] for row in rows} == CREDITS | {"invoice", "finance_charge"}
    assert {row["status"] for row in rows} == LIVE | {
        "disputed", "on_hold", "written_off", "draft", "closed",
    }  # fmt: skip
    assert {row["category"] for row in rows} == {"cloud", "other", "fee"}


def test_every_row_keeps_the_rules_of_the_format() -> None:
    for row in books():
        total, open_amount = Decimal(row["total_amount"]), Decimal(row["open_amount"])
        sign = -1 if row["document_type"] in CREDITS else 1
        assert sign * total >= sign * open_amount >= 0, row
        assert date.fromisoformat(row["issue_date"]) <= TODAY
        assert row["due_date"] or row["document_type"] in CREDITS, row
        assert row["currency"] != "KRW" or "." not in row["total_amount"] + row["open_amount"]
        assert (row["status"] == "closed") <= (open_amount == 0), row


def test_document_ids_are_unique_and_most_customers_are_known_to_partner_center() -> None:
    rows = books()
    known = {id for account in sample_accounts() for id in account.customers}
    tenants = {row["customer_ref"]: row["tenant_id"] for row in rows}

    assert max(Counter(row["document_id"] for row in rows).values()) == 1
    assert sum(1 for tenant in tenants.values() if not tenant) == 2
    assert len({tenant for tenant in tenants.values() if tenant} - known) == 1


@pytest.mark.parametrize(
    ("change", "status", "open_amount"),
    [
        (paid("contoso"), "closed", "0.00"),
        (paid("INV-20418"), "closed", "0.00"),
        (partly_paid("INV-20418", "2000.00"), "partially_paid", "804.20"),
        (disputed("INV-20418"), "disputed", "2804.20"),
        (written_off("INV-20418"), "written_off", "2804.20"),
        (closed("INV-20418"), "closed", "0.00"),
        (redated("INV-20418", "2026-11-07"), "open", "2804.20"),
    ],
)
def test_what_happens_to_a_document_shows_in_its_row(
    change: Change, status: str, open_amount: str
) -> None:
    row = one(books(change), "INV-20418")

    assert (row["status"], row["open_amount"]) == (status, open_amount)


def test_only_a_payment_says_when_money_came() -> None:
    assert one(books(paid("contoso")), "INV-20507")["last_payment_date"] == "2026-10-12"
    assert one(books(closed("contoso")), "INV-20507")["last_payment_date"] == ""


def test_a_vanished_document_is_not_in_the_snapshot() -> None:
    numbers = [row["document_number"] for row in books(vanished("INV-20418"))]

    assert "INV-20418" not in numbers
    assert len(numbers) == len(books()) - 1


def test_a_change_touches_nobody_else() -> None:
    before, after = books(), books(paid("contoso"))

    changed = {b["customer_name"] for b, a in zip(before, after, strict=True) if a != b}

    assert changed == {"Contoso Handels GmbH"}


def test_a_change_that_meets_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody"):
        books(paid("nobody"))
    with pytest.raises(ValueError, match="INV-20418"):
        books(partly_paid("INV-20418", "9999.00"))


def test_the_file_is_what_the_importer_reads(tmp_path: Path) -> None:
    file = tmp_path / "receivables.csv"

    write_receivables(file, as_of=MONDAY + timedelta(hours=2))

    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert tuple(rows[0]) == COLUMNS
    assert {row["as_of"] for row in rows} == {"2026-10-12T08:30:00Z"}


def test_the_command_line_writes_changed_books(tmp_path: Path) -> None:
    file = tmp_path / "receivables.csv"
    words = ["--as-of", "2026-10-14T06:30:00Z", "--out", str(file), "--paid", "nordwind"]

    main([*words, "--written-off", "INV-20418", "--partly-paid", "INV-20466=1000.00"])

    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert one(rows, "INV-20418")["status"] == "written_off"
    assert one(rows, "INV-20466")["open_amount"] == "1804.20"


def test_the_command_line_names_what_it_cannot_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--as-of", "2026-10-14T06:30:00Z", "--out", str(tmp_path / "x"), "--paid", "nobody"])

    assert "nobody" in capsys.readouterr().err


def test_large_books_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.csv", "two.csv", "three.csv")]
    for file, seed in zip(files, (7, 7, 8), strict=True):
        large_receivables(file, 2_500, seed)

    one_, two, three = (file.read_bytes() for file in files)
    assert one_ == two != three
    assert one_.count(b"\n") == 2_501
