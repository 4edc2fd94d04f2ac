"""What a card says of bills that go on, cheaper ways, and the way back, by kind of subscription."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.domain.customers import Generation, Subscription
from core.domain.plans import Action, Line, Plan, Verb
from handlers.messages.plan_card import plan_card
from handlers.messages.text import Words
from tests.handlers.a_plan_view import EXCHANGE, SUBSCRIPTIONS, a_suspension, a_view

WORDS = Words("en-US", "Europe/Berlin")
VERBS = {Action.STOP_RENEWAL: Verb.STOP_RENEWAL, Action.CANCEL: Verb.CANCEL}


def card_of(plan: Plan, known: Mapping[str, Subscription], **changes: object) -> str:
    card = plan_card(a_view(plan, subscriptions=known, **changes), "token", WORDS)
    return "\n".join(str(block.get("text", "")) for block in card.blocks)


def one(kind: Generation, **changes: object) -> Mapping[str, Subscription]:
    found = replace(SUBSCRIPTIONS[0], generation=kind, **changes)  # type: ignore[arg-type]
    return {EXCHANGE: found}


def of_one(action: Action = Action.SUSPEND) -> Plan:
    verb = VERBS.get(action, Verb.SUSPEND)
    return a_suspension(action=action, lines=(Line(EXCHANGE, verb, "Exchange Online", 10),))


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (Generation.NEW_COMMERCE, "EUR 34.00 a month, EUR 170.00 until Wed 31 Mar 2027"),
        (Generation.LEGACY, "Microsoft stops billing us for it meanwhile"),
        (Generation.AZURE, "in Azure machines stop"),
        (Generation.AZURE, "Virtual machines do not start again by themselves"),
        (Generation.UNKNOWN, "whether Microsoft goes on billing us meanwhile is unknown"),
        (Generation.UNKNOWN, "until when is unknown"),
        (Generation.UNKNOWN, "from when it may be deleted is unknown"),
    ],
)
def test_each_kind_has_its_consequences(kind: Generation, says: str) -> None:
    assert says in card_of(of_one(), one(kind))


def test_without_a_price_the_amount_is_unknown() -> None:
    said = card_of(of_one(), one(Generation.NEW_COMMERCE), prices={})
    assert "until Wed 31 Mar 2027, amount unknown" in said


def test_what_is_cheaper_comes_first() -> None:
    window = datetime(2026, 10, 14, 8, tzinfo=UTC)
    said = card_of(of_one(), one(Generation.NEW_COMMERCE, auto_renew=True, cancel_until=window))
    assert "Exchange Online can be given back until Wed 14 Oct" in said
    assert "the renewal on Wed 31 Mar 2027 is still on" in said
    assert "Cheaper first" not in card_of(of_one(), one(Generation.NEW_COMMERCE))


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (Action.STOP_RENEWAL, "STOP THE RENEWAL of 1 subscription, 10 seats:"),
        (Action.STOP_RENEWAL, "Nothing changes today"),
        (Action.CANCEL, "CANCEL 1 subscription, 10 seats:"),
        (Action.CANCEL, "A cancelled subscription is gone, and its data with it"),
    ],
)
def test_other_ends_of_a_subscription_say_what_they_are(action: Action, says: str) -> None:
    assert says in card_of(of_one(action), one(Generation.NEW_COMMERCE))
