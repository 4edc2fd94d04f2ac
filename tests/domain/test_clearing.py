"""When a payment releases something: once it can no longer come back, and once enough came."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.config import POLICY
from core.domain.calendar import Place
from core.domain.ladder import ReleaseWhen, Timing
from core.domain.money import parse_money
from core.domain.policy_file import read_policy
from core.domain.release import Payment, cleared_on

BERLIN = Place("DE", "Europe/Berlin")
TIMING = Timing(clears_after={"direct_debit": 5, "card": 0})
SHIPPED = Path(POLICY).read_text(encoding="utf-8")
MONDAY, EASTER_THURSDAY = date(2026, 10, 12), date(2026, 4, 2)


@pytest.mark.parametrize(
    ("payments", "cleared"),
    [
        ([], None),
        ([("bank", MONDAY)], None),
        ([("direct_debit", MONDAY)], date(2026, 10, 19)),
        ([("card", MONDAY)], MONDAY),
        ([("direct_debit", MONDAY), ("direct_debit", date(2026, 10, 5)), ("bank", MONDAY)],
         date(2026, 10, 19)),
        # Good Friday and Easter Monday are no business days of ours.
        ([("direct_debit", EASTER_THURSDAY)], date(2026, 4, 13)),
    ],
    ids=["nothing", "final at once", "a debit", "a card", "the last one", "over Easter"],
)  # fmt: skip
def test_what_was_paid_clears(payments: list[tuple[str, date]], cleared: date | None) -> None:
    found = [Payment(on, method) for method, on in payments]
    assert cleared_on(found, TIMING, BERLIN) == cleared


@pytest.mark.parametrize(
    ("when", "eur", "krw"), [("below_floor", "50", "70000"), ("below_stage", "500", "700000")]
)
def test_how_much_may_be_left(when: str, eur: str, krw: str) -> None:
    policy = read_policy(SHIPPED.replace('when = "below_floor"', f'when = "{when}"'))
    assert policy.rules.release is ReleaseWhen(when)
    owed = (parse_money("900", "EUR"), parse_money("700000", "KRW"), parse_money("60", "USD"))
    sums = policy.releasing(owed).floors
    assert (sums["EUR"].plain(), sums["KRW"].plain()) == (f"{eur}.00", krw)
    # Less than suspending takes was overdue from the beginning: that has to be paid.
    assert sums["USD"].plain() == "50.00"
    assert policy.releasing(()).floors == policy.floors
    assert policy.floors["EUR"].plain() == "50.00"
