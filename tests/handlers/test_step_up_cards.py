"""Second factors and codes as people meet them: on a card, in a form, in a direct message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.people import AccountKey
from core.domain.plans import Action, Plan, PlanState
from core.domain.step_up import Factor, Offer, Purpose
from core.usecases.plan_view import Decides, PlanView
from core.usecases.step_up import REFUSALS, refusal_of
from handlers.messages import factor_lines as says
from handlers.messages.blocks import Message
from handlers.messages.plan_answers import voted
from handlers.messages.plan_card import first_line, plan_card
from handlers.messages.plan_forms import approve_form
from handlers.messages.refusals import refused
from tests.core.a_gate import NOW
from tests.handlers.a_plan_view import PEOPLE, a_suspension, a_view
from tests.handlers.a_reader import Reader

WORDS = Reader("en-US", "Europe/Berlin")
CODES = ("4G9R", "W7KC", "BT36")
Look = Callable[[str, object], None]
FACTOR = Factor("braun", "factor", "sealed", "kang", NOW - timedelta(hours=1), plan_id="plan")


def confirming(state: PlanState = PlanState.PENDING) -> PlanView:
    plan: Plan = a_suspension(
        state, action=Action.CONFIRM_STEP_UP, customer=None, customer_name="S. Braun", reason=None,
        lines=(), left_out=(), basis=(), overdue=(), quorum=1, case_id=None, subject="factor",
    )  # fmt: skip
    return a_view(plan, quorum=1, decides=Decides(factor=FACTOR), asked=(PEOPLE["park"],))


def test_the_card_that_confirms_a_factor(looks_like: Look) -> None:
    looks_like("confirm_step_up", plan_card(confirming(), "token", WORDS))


def test_once_it_is_decided_nobody_is_told_what_to_check() -> None:
    card = str(plan_card(confirming(PlanState.FINISHED), "token", WORDS).blocks)
    assert "*Enrolled:*" in card and "*Check:*" not in card and "*Then:*" not in card


def test_a_factor_that_is_gone_is_said() -> None:
    gone = replace(confirming(), decides=Decides())
    assert "it is gone; this confirms nothing" in str(plan_card(gone, "token", WORDS).blocks)


def test_the_form_asks_for_the_customers_code_and_for_ones_own(looks_like: Look) -> None:
    view = a_view()
    rules = replace(view.facts.ballot, takes_code=True)
    view = replace(view, facts=replace(view.facts, ballot=rules))
    looks_like("approve_form_codes", approve_form(view, "token", WORDS, codes=CODES))


def test_its_owner_is_asked_for_the_first_code(looks_like: Look) -> None:
    looks_like("factor_asks", says.asks_for_a_code("token", WORDS))
    looks_like("factor_prove_form", says.prove_form("token", WORDS))


def test_what_a_code_was_used_for_is_told_with_a_way_to_stop(looks_like: Look) -> None:
    view = a_view()
    message = says.with_headline(voted(view, WORDS), first_line(view, WORDS), WORDS)
    looks_like("vote_with_code", message)


@pytest.mark.parametrize("why", REFUSALS)
def test_why_a_code_proved_nothing_is_one_sentence(why: str) -> None:
    made = Offer("o", Purpose.VOTE, "braun", AccountKey("T1", "U1"), "f" * 64, {}, NOW)
    until = (NOW + timedelta(minutes=15)).isoformat() if why == "locked" else ""
    said = refused(refusal_of(why, 3, until), WORDS)
    message: Message = says.refused_code(said, made, WORDS)
    assert message.text.startswith("About your vote: ")
    assert "Nothing was counted" in said or "nothing was counted" in said
    assert "–" not in said, "every fact is there"
