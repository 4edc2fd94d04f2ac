"""The card of a plan that gives somebody an account more, or one less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Action, Plan, PlanState
from core.usecases.plan_view import Decides, PlanView
from handlers.messages.plan_card import plan_card
from tests.handlers.a_plan_view import PEOPLE, a_suspension, a_view
from tests.handlers.a_reader import Reader

WORDS = Reader("en-US", "Europe/Berlin")
BRAUN = replace(PEOPLE["braun"], accounts=(AccountKey("T1", "U0BRAUN"),))
DOUBLE = Person("lee", "J. Lee", (AccountKey("T1", "U0LEE"),), frozenset({Role.APPROVER}))
Look = Callable[[str, object], None]


def asked(
    subject: str, holder: Person | None = None, state: PlanState = PlanState.PENDING
) -> PlanView:
    plan: Plan = a_suspension(
        state, action=Action.CHANGE_ROLES, customer=None, customer_name="S. Braun", reason=None,
        lines=(), left_out=(), basis=(), overdue=(), case_id=None, subject=subject,
    )  # fmt: skip
    people = {**PEOPLE, "braun": BRAUN}
    return a_view(plan, people=people, decides=Decides(holder=holder), asked=(PEOPLE["park"],))


@pytest.mark.parametrize(
    ("name", "subject", "holder"),
    [
        ("account_more", "U0NEW:braun", None),
        ("account_of_a_double", "U0LEE:braun", DOUBLE),
        ("account_less", "U0NEW:", BRAUN),
    ],
)
def test_what_would_come_of_it(
    looks_like: Look, name: str, subject: str, holder: Person | None
) -> None:
    looks_like(name, plan_card(asked(subject, holder), "token", WORDS))


def test_afterwards_it_says_only_what_was_asked() -> None:
    over = asked("U0LEE:braun", BRAUN, PlanState.FINISHED)
    card = str(plan_card(over, "token", WORDS).blocks)
    assert "U0LEE becomes one more of braun (U0BRAUN)" in card and "*Check" not in card
