"""An account that is silent is asked now and then, and costs nobody more than that."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from clients.standstill import A_TRY, LONGEST_PAUSE, MOST_IN_VAIN, PAUSE, Standstill
from core.ports.outside import Unreachable
from core.ports.secrets import ConsentInUse


@dataclass
class Line:
    """A line to an account, and how often something was sent over it."""

    now: float = 100.0
    sent: int = 0

    def __post_init__(self) -> None:
        self.standstill = Standstill(lambda: self.now)

    def ask(self, retry_after: float | None = None) -> None:
        """Answered, unless the other side is silent and names so many seconds."""
        with self.standstill.watched():
            self.sent += 1
            if retry_after is not None:
                raise Unreachable("answered 503", retry_after)

    def in_vain(self, times: int = 1, retry_after: float = 0.0) -> None:
        for _ in range(times):
            with pytest.raises(Unreachable, match="answered 503"):
                self.ask(retry_after)

    def kept_back(self) -> float:
        """In how many seconds to come again."""
        with pytest.raises(Unreachable, match="just now") as refused:
            self.ask()
        return refused.value.retry_after


def test_few_questions_in_vain_keep_nobody_back() -> None:
    line = Line()
    line.in_vain(MOST_IN_VAIN - 1)
    line.ask()
    line.in_vain(MOST_IN_VAIN - 1)
    line.ask()
    assert line.sent == 2 * MOST_IN_VAIN


def test_after_too_many_one_question_goes_out_in_a_while() -> None:
    line = Line()
    line.in_vain(MOST_IN_VAIN)
    assert line.kept_back() == PAUSE
    line.now += PAUSE
    line.in_vain()
    assert line.kept_back() == PAUSE
    assert line.sent == MOST_IN_VAIN + 1


def test_nobody_else_asks_while_one_tries() -> None:
    line = Line()
    line.in_vain(MOST_IN_VAIN)
    line.now += PAUSE
    with line.standstill.watched():
        assert line.kept_back() == A_TRY
    line.ask()


def test_who_breaks_off_lets_the_next_one_try() -> None:
    line = Line()
    line.in_vain(MOST_IN_VAIN)
    line.now += PAUSE
    with pytest.raises(KeyboardInterrupt), line.standstill.watched():
        raise KeyboardInterrupt
    line.in_vain()
    assert line.kept_back() == PAUSE


def test_a_consent_that_is_being_renewed_is_no_silence() -> None:
    line = Line()
    for _ in range(MOST_IN_VAIN):
        with pytest.raises(ConsentInUse), line.standstill.watched():
            raise ConsentInUse("another process renews the consent", 5.0)
    line.ask()


def test_an_answer_ends_it() -> None:
    line = Line()
    line.in_vain(MOST_IN_VAIN)
    line.now += PAUSE
    line.ask()
    line.in_vain(MOST_IN_VAIN - 1)
    line.ask()


@pytest.mark.parametrize(("asked_for", "pause"), [(20.0, 20.0), (600.0, LONGEST_PAUSE)])
def test_the_other_side_says_how_long(asked_for: float, pause: float) -> None:
    line = Line()
    line.in_vain(MOST_IN_VAIN, asked_for)
    assert line.kept_back() == pause
