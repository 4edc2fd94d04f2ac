"""What the date of an answer says of the books in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from clients.their_clock import in_step
from core.ports.receivables import ClocksApart

NOW = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
FIVE = timedelta(minutes=5)


def dated(seconds: int) -> dict[str, str]:
    return {"date": format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)}


@pytest.mark.parametrize(
    "headers",
    [dated(0), dated(300), dated(-300), {}, {"date": "at noon"}, dated(9000) | {"age": "8700"}],
    ids=["the same", "ahead", "behind", "no date", "no time", "kept on its way"],
)
def test_a_date_within_what_may_lie_between_clocks_says_nothing(headers: Mapping[str, str]) -> None:
    in_step(lambda: NOW, FIVE)(headers)


@pytest.mark.parametrize(("seconds", "said"), [(301, "301 s behind"), (-86400, "86400 s ahead of")])
def test_a_date_further_away_is_raised_with_both_clocks(seconds: int, said: str) -> None:
    with pytest.raises(ClocksApart, match=f"our clock is {said} theirs; at most 300 s"):
        in_step(lambda: NOW, FIVE)(dated(seconds))
