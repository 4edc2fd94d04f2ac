"""The note to whoever approved, and what stopping everything answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.domain.events import Route
from core.domain.plans import PlanState
from handlers.messages.vote_lines import disowned, vote_note
from tests.core.a_gate import NOW, a_plan
from tests.handlers.a_plan_view import a_view
from tests.handlers.test_step_up_cards import WORDS

Look = Callable[[str, object], None]


@pytest.mark.parametrize("route", [Route.SLACK, Route.CLI])
def test_the_note(looks_like: Look, route: Route) -> None:
    looks_like(f"vote_note_{route}", vote_note(a_view(), NOW, route, "token", WORDS))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PlanState.REJECTED, "your approval is a no now"),
        (PlanState.EXECUTING, "goes no further"),
        (PlanState.FINISHED, "was over already"),
    ],
)
def test_what_stopping_did(state: PlanState, said: str) -> None:
    text = disowned(a_plan(state), WORDS).text
    assert said in text and "End all sessions" in text
