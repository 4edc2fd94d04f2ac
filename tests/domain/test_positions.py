"""What counts, how old it is and what is left of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.domain.positions import Position, positions
from tests.a_ladder import ON, Given, customer, facts_of, invoice, rules_of

TIMING = """
[timing]
due_shift = "next_business_day"
grace_days = { direct_debit = 7 }
calendar = [{ country = "DE", day = 2026-02-02, business = false }]
"""


def position_of(*invoices: Given, policy: str = "", **other: Any) -> Position:
    (found,) = positions(facts_of(customer(*invoices, **other)), rules_of(policy), ON)
    return found


def left_of(position: Position) -> dict[str, str]:
    return {one.document_id: one.left.plain() for one in position.claims}


@pytest.mark.parametrize(
    ("other", "counted"),
    [
        ({"status": "open"}, "1000.00"),
        ({"status": "partially_paid"}, "1000.00"),
        ({"status": "on_hold"}, "1000.00"),
        ({"status": "disputed"}, "0.00"),
        ({"status": "disputed", "disputed": "300.00"}, "700.00"),
        ({"status": "open", "disputed": "300.00"}, "700.00"),
        ({"status": "open", "disputed": "3000.00"}, "0.00"),
        ({"category": "cloud"}, "1000.00"),
        ({"category": "fee"}, None),
        ({"category": "other"}, None),
        ({"category": "hardware"}, None),
        ({"status": "draft"}, None),
        ({"status": "written_off"}, None),
        ({"status": "closed"}, None),
        ({"status": "paid"}, None),
        ({"status": "void"}, None),
        ({"status": "unknown"}, None),
    ],
    ids=lambda given: "-".join(given.values()) if isinstance(given, dict) else str(given),
)
def test_what_counts(other: Given, counted: str | None) -> None:
    found = positions(facts_of(customer(invoice("A", 5, **other))), rules_of(""), ON)
    assert [one.net.plain() for one in found] == ([counted] if counted else [])


@pytest.mark.parametrize(
    ("due", "other", "begins"),
    [
        ("2026-01-30", {}, "2026-01-30"),
        ("2026-01-24", {}, "2026-01-26"),
        ("2026-01-31", {}, "2026-02-03"),
        ("2026-01-01", {}, "2026-01-02"),
        ("2026-01-24", {"payment_method": "direct_debit"}, "2026-02-02"),
        ("2026-01-24", {"payment_method": "card"}, "2026-01-26"),
        ("2026-01-24", {"counted_from": "2026-02-21"}, "2026-02-21"),
        ("2026-01-24", {"counted_from": "2026-01-01"}, "2026-01-26"),
    ],
    ids=[
        "business day", "saturday", "decreed", "new year", "grace after the shift", "no grace",
        "counted later", "never earlier",
    ],
)  # fmt: skip
def test_from_when_days_count(due: str, other: Given, begins: str) -> None:
    position = position_of(invoice("A", 0, due=due, **other), policy=TIMING)
    assert str(position.begins()) == begins
    assert position.days_overdue() == (ON - date.fromisoformat(begins)).days


def test_nothing_shifts_without_timing() -> None:
    given = invoice("A", 0, due="2026-01-24", payment_method="direct_debit")
    assert str(position_of(given).begins()) == "2026-01-24"


def test_credits_and_promises_settle_what_was_due_first() -> None:
    credits = [{"currency": "EUR", "amount": "90.00"}, {"currency": "EUR", "amount": "30.00"}]
    promises = [
        {"currency": "EUR", "amount": "100.00", "by": "2026-03-20", "state": "open"},
        {"currency": "EUR", "amount": "999.00", "by": "2026-02-27", "state": "open"},
        {"currency": "USD", "amount": "999.00", "by": "2026-03-20", "state": "open"},
    ]
    position = position_of(
        invoice("B", 20, "100.00"), invoice("A", 30, "100.00"), invoice("C", -5, "100.00"),
        credits=credits, promises=promises,
    )  # fmt: skip
    assert left_of(position) == {"C": "80.00"}
    assert (position.credited.plain(), position.promised.plain()) == ("120.00", "100.00")
    assert position.net.plain() == "0.00"


def test_age_is_that_of_the_oldest_document_of_which_something_is_left() -> None:
    invoices = (invoice("A", 30, "100.00", disputed="40.00"), invoice("B", 20, "100.00"))
    assert position_of(*invoices).days_overdue() == 30
    covered = position_of(*invoices, credits=[{"currency": "EUR", "amount": "60.00"}])
    assert covered.days_overdue() == 20
    assert left_of(covered) == {"B": "100.00"}


def test_where_nothing_is_left_the_age_is_that_of_the_oldest_document() -> None:
    position = position_of(invoice("A", 30, status="disputed"), invoice("B", -4, status="disputed"))
    assert (position.days_overdue(), position.net.plain(), position.owes()) == (30, "0.00", False)
    assert not position.due_within(10)


def test_what_was_due_first_is_settled_first_though_it_counts_from_later() -> None:
    again = str(ON - timedelta(days=2))
    position = position_of(
        invoice("A", 60, "100.00", counted_from=again), invoice("B", 20, "100.00"),
        credits=[{"currency": "EUR", "amount": "100.00"}],
    )  # fmt: skip
    assert left_of(position) == {"B": "100.00"}


def test_credits_stay_in_their_currency() -> None:
    position = position_of(invoice("A", 30), credits=[{"currency": "USD", "amount": "999.00"}])
    assert position.net.plain() == "1000.00"


@pytest.mark.parametrize(
    ("code", "amount"), [("KRW", "70000"), ("KWD", "1.500"), ("EUR", "1.50")], ids=str
)
def test_amounts_have_the_digits_of_their_currency(code: str, amount: str) -> None:
    assert position_of(invoice("A", 1, amount, currency=code)).net.plain() == amount
