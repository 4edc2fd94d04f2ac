"""Holds: the days they cover, what they stop, and from when a customer counts again."""

from __future__ import annotations

from datetime import date

import pytest

from core.domain.holds import HoldKind, barring, named_voters
from tests.an_agreement import a_hold

FIRST, LAST, AFTER = date(2026, 10, 12), date(2026, 10, 31), date(2026, 11, 1)
K = HoldKind


@pytest.mark.parametrize(
    ("changes", "on", "runs"),
    [
        ({}, date(2026, 10, 11), False),
        ({}, FIRST, True),
        ({}, LAST, True),
        ({}, AFTER, False),
        ({"until": None}, date(2027, 10, 12), True),
        ({"ended_on": date(2026, 10, 20)}, date(2026, 10, 19), True),
        ({"ended_on": date(2026, 10, 20)}, date(2026, 10, 20), False),
        ({"ended_on": FIRST}, FIRST, False),
        ({"ended_on": AFTER}, LAST, True),
    ],
    ids=["before", "first", "last", "after", "endless", "before its release", "released",
         "taken back at once", "ran out"],
)  # fmt: skip
def test_the_days_that_it_covers(changes: dict[str, object], on: date, runs: bool) -> None:
    assert a_hold(**{"since": FIRST, "until": LAST, **changes}).runs(on) is runs


@pytest.mark.parametrize(
    ("kinds", "bars"),
    [
        ([K.VIP], None),
        ([K.PROTECTED], K.PROTECTED),
        ([K.HARDSHIP, K.VIP], K.HARDSHIP),
        ([K.SAYS_PAID, K.LEGAL, K.HARDSHIP], K.LEGAL),
        ([K.ENFORCEMENT_OFF], K.ENFORCEMENT_OFF),
        ([K.OUR_MISTAKE, K.INSOLVENCY], K.INSOLVENCY),
    ],
    ids=lambda value: str(value),
)
def test_the_gravest_is_named(kinds: list[HoldKind], bars: HoldKind | None) -> None:
    found = barring([a_hold(kind=kind, until=None) for kind in kinds], FIRST)
    assert (found.kind if found else None) is bars


def test_one_that_is_over_bars_nothing() -> None:
    assert barring([a_hold(until=LAST)], AFTER) is None


@pytest.mark.parametrize(
    ("changes", "on", "since"),
    [
        ({}, LAST, None),
        ({}, AFTER, LAST),
        ({"kind": K.LEGAL, "until": None}, AFTER, None),
        ({"kind": K.LEGAL, "until": None, "ended_on": date(2026, 10, 20)}, AFTER,
         date(2026, 10, 20)),
        ({"ended_on": date(2026, 10, 20)}, date(2026, 10, 20), date(2026, 10, 20)),
        ({"ended_on": date(2026, 10, 20), "ended_why": "replaced"}, AFTER, None),
        ({"ended_on": AFTER, "ended_why": "expired"}, AFTER, LAST),
        ({"kind": K.SAYS_PAID}, AFTER, None),
        ({"kind": K.ENFORCEMENT_OFF}, AFTER, None),
        ({"kind": K.PROTECTED}, AFTER, None),
    ],
    ids=["runs", "ran out", "endless", "endless and released", "released today", "replaced",
         "written down as over", "says paid", "enforcement off", "protected"],
)  # fmt: skip
def test_from_when_a_customer_counts_again(
    changes: dict[str, object], on: date, since: date | None
) -> None:
    assert a_hold(**{"since": FIRST, "until": LAST, **changes}).over_since(on) == since


def test_only_a_running_one_names_a_voter() -> None:
    vip = a_hold(kind=K.VIP, voter="park", until=LAST)
    assert named_voters([vip, a_hold()], LAST) == {"park"}
    assert named_voters([vip], AFTER) == frozenset()


def test_it_waits_for_its_owner_from_its_day_on() -> None:
    legal = a_hold(kind=K.LEGAL, until=None, review_on=LAST)
    assert not legal.due(date(2026, 10, 30))
    assert legal.due(LAST) and legal.due(AFTER)
