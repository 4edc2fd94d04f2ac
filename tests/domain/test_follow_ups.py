"""A late customer that was put off is back on its day, or as soon as it gets worse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.domain.exposure import Standing
from core.domain.follow_ups import FollowUp, Snooze
from core.domain.money import Money

THEN = datetime(2026, 10, 12, 8, tzinfo=UTC)
TUESDAY = date(2026, 10, 20)


def money(amount: str, code: str = "EUR") -> Money:
    return Money(Decimal(amount), code)


SNOOZED = FollowUp(
    "k", snooze=Snooze(TUESDAY, "p1", THEN, Standing.OVERDUE, (money("300"), money("20", "CHF")))
)


@pytest.mark.parametrize(
    ("on", "standing", "overdue", "hidden"),
    [
        (date(2026, 10, 12), Standing.OVERDUE, [money("300"), money("20", "CHF")], True),
        (date(2026, 10, 19), Standing.OVERDUE, [money("300"), money("20", "CHF")], True),
        (date(2026, 10, 20), Standing.OVERDUE, [money("300"), money("20", "CHF")], False),
        (date(2026, 10, 13), Standing.WATCH, [money("1")], True),
        (date(2026, 10, 13), Standing.OVERDUE, [money("299"), money("20", "CHF")], True),
        (date(2026, 10, 13), Standing.AT_RISK, [money("1")], False),
        (date(2026, 10, 13), Standing.OVERDUE, [money("300.01")], False),
        (date(2026, 10, 13), Standing.OVERDUE, [money("1"), money("1", "JPY")], False),
    ],
    ids=[
        "at_once",
        "the_day_before",
        "on_its_day",
        "better",
        "less",
        "severer",
        "more",
        "another_currency",
    ],
)
def test_it_is_hidden_until_its_day_or_until_it_is_worse(
    on: date, standing: Standing, overdue: list[Money], hidden: bool
) -> None:
    owed = {one.currency: one for one in overdue}
    assert SNOOZED.hides(on, standing, owed) is hidden
    assert not FollowUp("k").hides(on, standing, owed)
