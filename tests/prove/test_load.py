"""The judge of the load runs finds what it is there to find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.prove.loading.judging import late, lost_and_doubled, unapproved
from tests.prove.loading.samples import Found, Sample, at

NOW = datetime(2026, 10, 12, 8, tzinfo=UTC)


def change(subscription: str, seconds: float) -> dict[str, str]:
    moment = NOW + timedelta(seconds=seconds)
    return {"subscription_id": subscription, "at": moment.isoformat()}


@pytest.mark.parametrize(
    ("seconds", "found"),
    [(-1.0, 0), (0.5, 0), (1.5, 1), (9.9, 1), (10.5, 0)],
    ids=["before", "under way", "too late", "still frozen", "lifted"],
)
def test_a_change_during_a_freeze(seconds: float, found: int) -> None:
    frozen = [(NOW, NOW + timedelta(seconds=10))]
    assert late([change("one", seconds)], frozen) == found


def test_changes_that_nobody_approved_or_not_yet() -> None:
    allowed = {"one": NOW, "two": NOW}
    changes = [change("one", 1), change("two", -60), change("three", 1)]
    assert unapproved(changes, allowed) == 2


def test_changes_that_did_not_come_or_came_twice() -> None:
    changes = [change("one", 1), change("two", 1), change("two", 2)]
    assert lost_and_doubled(changes, ["one", "two", "three", "four"]) == (2, 1)


def test_what_was_not_acknowledged_is_lost_and_does_not_count_as_quick() -> None:
    samples = [Sample(n, ms, True, "") for n, ms in enumerate(range(1, 101))]
    found = Found("busy", [*samples, Sample(200, 0, False, "")], lost=1)
    assert found.row() == ["busy", "101", "51 ms", "100 ms", "2", ""]
    assert at([7], 0.99) == 7
