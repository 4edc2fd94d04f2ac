"""What time others say it is: one odd answer says nothing, three over some seconds do."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from core.ports.dates import Dates
from tests.office import MONDAY


class Watch:
    """Answers as they arrive, each one second of machine time after the one before."""

    def __init__(self, pause: float = 2.0) -> None:
        self.machine, self.pause = 0.0, pause
        self.dates = Dates(lambda: MONDAY, lambda: self.machine)

    def hears(self, *ahead: float, whose: str = "Slack", **more: str) -> None:
        """By how many seconds our clock is ahead of each answer."""
        for seconds in ahead:
            said = format_datetime(MONDAY - timedelta(seconds=seconds), usegmt=True)
            self.dates.heard(whose, {"date": said, **more})
            self.machine += self.pause


@pytest.mark.parametrize(
    ("ahead", "says"),
    [
        pytest.param((90, 91, 92), "92 s ahead of Slack", id="three"),
        pytest.param((-61, -61, -61), "61 s behind Slack", id="behind"),
        pytest.param((60, -60, 60), "", id="a-minute-is-none"),
        pytest.param((90, 90), "", id="two"),
        pytest.param((90, 90, 1, 90, 90), "", id="one-between-was-right"),
        pytest.param((90, 90, 90, 1), "", id="set-right"),
    ],
)
def test_three_in_a_row(ahead: tuple[float, ...], says: str) -> None:
    watch = Watch()
    watch.hears(*ahead)
    assert watch.dates.apart() == says


def test_three_at_once_may_be_of_the_moment_in_which_a_clock_was_set() -> None:
    watch = Watch(pause=0.1)
    watch.hears(90, 90, 90, 90)
    watch.machine += 60
    assert watch.dates.apart() == ""
    watch.hears(90)
    assert watch.dates.apart() == "90 s ahead of Slack"


def test_each_source_speaks_for_itself() -> None:
    watch = Watch()
    for _ in range(3):
        watch.hears(90)
        watch.hears(0, whose="Partner Center")
    assert watch.dates.apart() == "90 s ahead of Slack"
    watch.hears(0, whose="Slack")
    assert watch.dates.apart() == ""


@pytest.mark.parametrize("date", ["", "soon", "Mon, 12 Oct 2026 08:00:00 -0000"])
def test_what_says_no_time_is_passed_over(date: str) -> None:
    watch = Watch()
    watch.hears(90, 90, 90)
    watch.dates.heard("Slack", {"date": date})
    assert watch.dates.apart() == "90 s ahead of Slack"


def test_an_answer_that_was_kept_on_its_way_says_nothing() -> None:
    watch = Watch()
    watch.hears(90, 90, 90, age="90")
    assert watch.dates.apart() == ""
