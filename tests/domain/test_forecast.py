"""What comes next if nobody pays and every notice arrives on its day."""

from __future__ import annotations

import pytest

from core.domain.forecast import next_stage
from tests.a_ladder import (
    AT_RISK,
    FLOORS,
    LADDER,
    ON,
    TENANT,
    Given,
    customer,
    facts_of,
    invoice,
    rules_of,
    told,
    verdict_of,
)

LATE = invoice("A", 60)
SOON = [told("second", 20), told("final", 9)]
CONTRACT = f"""
[[segment]]
name = "contract"
customers = ["{TENANT}"]
days = {{ reminder = false, second = false, "stop selling" = false }}
reason = "r"
until = 2026-03-31
"""


def after(given: Given, policy: str = FLOORS + LADDER) -> tuple[str, str] | None:
    found = next_stage(facts_of(given), rules_of(policy), verdict_of(given, policy=policy))
    return (found.stage.name, str(found.on)) if found else None


def hold(kind: str, until: str | None) -> Given:
    return {"kind": kind, "from": "2026-03-01", "until": until}


def promise(by: str) -> Given:
    return {"currency": "EUR", "amount": "1.00", "by": by, "state": "open"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (customer(invoice("A", -9)), ("upcoming", "2026-03-08")),
        (customer(invoice("A", -3)), ("reminder", "2026-03-10")),
        (customer(invoice("A", 1)), ("reminder", "2026-03-06")),
        (customer(invoice("A", 3)), ("second", "2026-03-11")),
        (customer(invoice("A", 9)), ("stop selling", "2026-03-09")),
        (customer(invoice("A", 9), notices=[told("reminder", 2)]), ("second", "2026-03-07")),
        (customer(invoice("A", 13), notices=[told("reminder", 5)]), ("stop selling", "2026-03-05")),
        (customer(LATE), ("final", "2026-03-16")),
        (customer(LATE, notices=[told("second", 5)]), ("final", "2026-03-06")),
        (customer(LATE, notices=[told("second", 9)]), ("suspension", "2026-03-11")),
        (customer(LATE, notices=[told("final", 2, access_from="2026-04-01")]),
         ("second", "2026-03-09")),
        (AT_RISK, None),
        (customer(invoice("A", 60, "499.99"), notices=SOON), None),
        (customer(LATE, tags=("reseller",), notices=SOON), None),
        (customer(invoice("A", 60, "49.99")), None),
        (customer(invoice("A", 60, "49.99"), invoice("B", -4, "0.01")),
         ("stop selling", "2026-03-09")),
        (customer(invoice("A", 60, status="disputed")), None),
        (customer(invoice("A", 60, category="fee")), None),
        (customer(), None),
        (customer(invoice("A", -3000)), ("upcoming", "2034-05-16")),
        (AT_RISK | {"holds": [hold("hardship", "2026-03-10")]}, ("suspension", "2026-03-11")),
        (AT_RISK | {"holds": [hold("hardship", None)]}, None),
        (AT_RISK | {"holds": [hold("protected", "2026-03-10")]}, ("suspension", "2026-03-11")),
        (AT_RISK | {"promises": [promise("2026-03-06")]}, ("suspension", "2026-03-11")),
        (AT_RISK | {"unread_since": "2026-03-02"}, None),
        (AT_RISK | {"receivables_as_of": None}, None),
        (customer(invoice("U", 60, status="unknown")), None),
    ],
    ids=[
        "announced", "due", "overdue", "told today", "a stage without a notice overtakes",
        "a notice that is young", "the day decides", "nobody was told", "told lately",
        "final today", "a printed day bars stop selling too", "last stage", "too little",
        "reseller", "below its floor", "a cent more", "in dispute", "a fee", "nothing",
        "in some years", "hold ends", "hold stays",
        "protected", "promise ends", "unread", "stale", "unknown",
    ],
)  # fmt: skip
def test_next(given: Given, expected: tuple[str, str] | None) -> None:
    assert after(given) == expected


def test_the_end_of_an_agreement_is_a_day_that_counts() -> None:
    given = customer(invoice("A", 5))
    assert verdict_of(given, policy=LADDER + CONTRACT).stage is None
    assert after(given, LADDER + CONTRACT) == ("stop selling", "2026-04-01")


def test_next_does_not_depend_on_how_old_the_books_will_be() -> None:
    given = customer(invoice("A", 1), receivables_as_of=f"{ON}T00:00:00Z")
    assert after(given) == ("reminder", "2026-03-06")
