"""What whoever files or decides a plan is told in private."""

from __future__ import annotations

from core.domain.plans import Action, Plan, PlanState
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Message, plain
from handlers.messages.text import Safe, Words


def filed(plan: Plan, words: Words) -> Message:
    return plain(
        words.many(
            "Filed for {customer}. The card is in the approvals channel and needs {count} vote.",
            "Filed for {customer}. The card is in the approvals channel and needs {count} votes.",
            plan.content.quorum,
            customer=plan.content.customer_name,
            count=plan.content.quorum,
        )
    )


def already_open(view: PlanView, words: Words) -> Message:
    """One open change for each customer: this one has to be decided or taken back first."""
    customer = view.plan.content.customer_name
    if view.plan.content.action is Action.REINSTATE:
        said = words("A reinstatement of {customer} is open already.", customer=customer)
    else:
        said = words("A suspension of {customer} is open already.", customer=customer)
    return plain(f"{said} {where(view, words)}")


def where(view: PlanView, words: Words) -> str:
    if not view.card_link:
        return words("It is decided in the approvals channel.")
    link = Safe(f"<{view.card_link}|{words('its card')}>")
    return words("It is decided on {link}.", link=link)


def voted(plan: Plan, words: Words) -> Message:
    """What became of the vote, and of the plan by it."""
    match plan.state:
        case PlanState.PENDING:
            return plain(words("Your vote is recorded. More votes are needed."))
        case PlanState.APPROVED:
            return plain(words("Your vote is recorded. The plan is approved."))
        case PlanState.REJECTED:
            return plain(words("The plan is rejected. Nothing was changed."))
        case PlanState.WITHDRAWN:
            return plain(words("No vote was counted: the reason is gone and the plan ended."))
        case PlanState.EXPIRED:
            return plain(words("No vote was counted: the plan has lapsed."))
    return plain(words("Your vote is recorded. It is done."))
