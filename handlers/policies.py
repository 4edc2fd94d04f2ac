"""/collections show and publish: the policy in force, and those that are proposed."""

from __future__ import annotations

from core.ports.records import Button
from core.usecases import policy_view
from handlers.messages.blocks import Message
from handlers.messages.policy_card import policy_card, proposals_card
from handlers.request import Services, Typed


def show(rest: str, typed: Typed, services: Services) -> Message:
    found = policy_view.in_force(typed.account, office=services.office)
    return policy_card(found, services.words(typed.account))


def publish(rest: str, typed: Typed, services: Services) -> Message:
    """A file cannot come with a command: proposing is for the terminal, deciding for Slack."""
    found = policy_view.proposed(typed.account, office=services.office)
    tokens = [
        services.mint(Button("plan", view.plan.plan_id, revision=view.plan.hash)) for view in found
    ]
    return proposals_card(found, tokens, services.words(typed.account))
