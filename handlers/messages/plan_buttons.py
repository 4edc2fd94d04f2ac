"""The buttons of a plan, on its card and where its requester meets it in private."""

from __future__ import annotations

from core.domain.plans import Plan, PlanState
from core.gate import Why
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Block, Confirm, actions, button
from handlers.messages.text import Words


def revision_block(plan: Plan) -> str:
    """Names the row of buttons of one revision, so that a click on another one is known as such."""
    return f"plan-{plan.hash[:16]}"


def card_buttons(view: PlanView, token: str, words: Words) -> Block:
    elements = []
    if view.plan.state is not PlanState.EXECUTING:
        if view.plan.state is PlanState.PENDING:
            approve = button(words("Approve…"), "plan_approve", token, style="primary")
            elements.append(approve)
        elements.append(button(words("Reject…"), "plan_reject", token))
    if view.ruling.why is Why.BANK_CHECK:
        elements.append(button(words("Bank Checked"), "plan_bank_checked", token))
    elements.append(button(words("Evidence"), "plan_evidence", token))
    elements.append(button(words("Explain"), "plan_explain", token))
    return actions(*elements, block_id=revision_block(view.plan))


def withdraw_row(plan: Plan, token: str, words: Words) -> Block:
    dialog = Confirm(
        title=words("Withdraw this plan?"),
        text=words("Its votes are void then. To ask again, file it anew."),
        confirm=words("Withdraw"),
        deny=words("Keep It"),
    )
    withdraw = button(words("Withdraw"), "plan_withdraw", token, confirm=dialog)
    return actions(withdraw, block_id=revision_block(plan))
