"""What waits for one of Slack's limits comes one by one, and Slack is asked no oftener."""

from __future__ import annotations

import pytest

from core.ports.engine import Later
from handlers.limits import Limit, Limited, Limits

POSTS, EDITS = Limit("chat.postMessage in C1", 1.0), Limit("chat.update", 1.2)


class Hand:
    """The machine's clock, and calls that Slack answers or refuses."""

    def __init__(self) -> None:
        self.now = 100.0
        self.limits = Limits(lambda: self.now)

    def call(self, limit: Limit = POSTS, refused: float | None = None) -> float | None:
        """The seconds for which it has to wait; none if it was made."""
        try:
            with self.limits.kept(limit):
                if refused is not None:
                    raise Limited(refused)
        except Later as later:
            return round(later.seconds, 6)
        return None

    def after(self, seconds: float) -> Hand:
        self.now += seconds
        return self


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_without_a_complaint_nothing_waits(hand: Hand) -> None:
    assert [hand.call() for _ in range(50)] == [None] * 50


def test_the_refused_one_waits_as_long_as_slack_says_and_the_others_behind_it(hand: Hand) -> None:
    assert hand.call(refused=7) == 7
    assert [hand.call() for _ in range(3)] == [8, 9, 10]


def test_another_limit_is_not_concerned(hand: Hand) -> None:
    hand.call(refused=7)
    assert hand.call(EDITS) is None


def test_each_is_let_through_in_its_moment_and_newcomers_queue_up(hand: Hand) -> None:
    hand.call(refused=7)
    assert hand.call() == 8
    assert hand.after(7).call() is None
    assert hand.after(0.5).call() == 1.5
    assert hand.after(0.5).call() is None


def test_who_comes_late_does_not_push_out_the_next(hand: Hand) -> None:
    hand.call(refused=7)
    assert [hand.call(), hand.call()] == [8, 9]
    assert [hand.after(seconds).call() for seconds in (7, 1.3, 0.7)] == [None, None, None]


def test_moments_that_nobody_used_are_no_burst(hand: Hand) -> None:
    hand.call(refused=7)
    assert [hand.call() for _ in range(9)][-1] == 16
    assert hand.after(15).call() is None
    assert [hand.call() is None for _ in range(3)] == [True, False, False]


def test_once_all_had_their_moment_bursts_are_allowed_again(hand: Hand) -> None:
    hand.call(refused=7)
    assert [hand.after(7.5).call(), hand.call()] == [None, None]


def test_a_second_refusal_moves_everybody_behind_it(hand: Hand) -> None:
    hand.call(refused=2)
    assert hand.call() == 3
    assert hand.after(2).call(refused=30) == 30
    assert hand.call() == 31
