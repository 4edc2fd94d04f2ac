"""Offers whoever asked for a plan to take it back, wherever that person meets it in private."""

from __future__ import annotations

from core.domain.errors import PlanAlreadyOpen
from core.domain.people import AccountKey
from core.domain.plans import Action, Plan, PlanState
from core.domain.sole import rolls_back
from core.ports.records import Button
from core.usecases.plan_view import PlanView, view_plan
from handlers.messages.blocks import Message
from handlers.messages.plan_answers import already_open, filed
from handlers.messages.plan_buttons import withdraw_row
from handlers.request import Services

NOT_BEGUN = frozenset({PlanState.PENDING, PlanState.APPROVED})


def filed_for(plan: Plan, account: AccountKey, services: Services) -> Message:
    """What the requester is told once a plan is filed."""
    view = view_plan(plan.plan_id, office=services.office)
    return with_withdraw(filed(plan, services.words(account)), view, account, services)


def open_instead(refusal: PlanAlreadyOpen, account: AccountKey, services: Services) -> Message:
    """Which plan is in the way, and where it is decided."""
    plan_id, words = str(refusal.facts.get("plan_id") or ""), services.words(account)
    if not plan_id:
        raise refusal
    view = view_plan(plan_id, office=services.office)
    return with_withdraw(already_open(view, words), view, account, services)


def with_withdraw(
    message: Message, view: PlanView, account: AccountKey, services: Services
) -> Message:
    """The message, with the button below it where this account may use it."""
    if not _may_withdraw(view, account):
        return message
    token = services.mint(Button("plan", view.plan.plan_id, revision=view.plan.hash))
    row = withdraw_row(view.plan, token, services.words(account))
    return Message(message.text, (*message.blocks, row))


def asked_by(view: PlanView, account: AccountKey) -> bool:
    requester = view.people.get(view.plan.content.requester)
    return requester is not None and account in requester.accounts


def _may_withdraw(view: PlanView, account: AccountKey) -> bool:
    """A freeze never loses the card that lifts it, nor what one person did alone the one that
    ratifies it, so nobody is offered to take those back, nor the desk's own roll-back."""
    content = view.plan.content
    stays = content.action in {Action.LIFT_FREEZE, Action.RATIFY} or rolls_back(content)
    return not stays and view.plan.state in NOT_BEGUN and asked_by(view, account)
