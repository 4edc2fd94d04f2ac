"""Steps that a person takes: what the card asks for, and the request to a provider."""

from __future__ import annotations

from dataclasses import replace

from core.domain.customers import Generation
from core.domain.partners import Partner, Tier
from core.domain.plans import By, Line, Plan, PlanState, StepState, Verb
from handlers.messages.hand_lines import done_form, provider_request
from handlers.messages.plan_card import plan_card
from handlers.messages.text import Words
from tests.handlers.a_plan_view import EXCHANGE, SUBSCRIPTIONS, a_suspension, a_view, steps_of
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks

WORDS = Reader("en-US", "Europe/Berlin")
ENGLISH = Words("en-US", "Europe/Berlin")
RESELLER = Partner("shop", tier=Tier.RESELLER, provider="Grosshandel & Söhne")
AZURE = {EXCHANGE: replace(SUBSCRIPTIONS[0], generation=Generation.AZURE, name="Lumen production")}


def unpaid(state: PlanState, by: By = By.PORTAL, name: str = "Lumen production") -> Plan:
    lines = (Line(EXCHANGE, Verb.SUSPEND, name, 0, under="plan", by=by),)
    return a_suspension(state, lines=lines, left_out=())


def labels(card: object) -> str:
    return str(card)


def test_before_it_runs_the_card_says_what_a_person_will_have_to_do() -> None:
    card = plan_card(a_view(unpaid(PlanState.PENDING), subscriptions=AZURE), "token", WORDS)
    assert "*By hand:* Lumen production: the desk asks when it is time." in labels(card)
    assert "plan_done" not in labels(card)


def test_the_card_says_what_to_do_now_and_takes_the_answer(looks_like: Looks) -> None:
    plan = unpaid(PlanState.EXECUTING)
    view = a_view(plan, subscriptions=AZURE, steps=steps_of(plan, {1: (StepState.INTENT, "")}))
    looks_like("by_hand_asked", plan_card(view, "token", WORDS))
    looks_like("by_hand_done_form", done_form(view, "token", WORDS))


def test_a_provider_gets_every_id_in_both_languages(looks_like: Looks) -> None:
    plan = unpaid(PlanState.EXECUTING, By.WORD, "```Exchange <Online>")
    steps = steps_of(plan, {1: (StepState.INTENT, "")})
    view = a_view(plan, partner=RESELLER, steps=steps)
    said = labels(plan_card(view, "token", ENGLISH))
    assert "Send the request to Grosshandel &amp; Söhne" in said
    looks_like("provider_request", provider_request(view, WORDS))
