"""The buttons of a plan, on its card and where its requester meets it in private."""

from __future__ import annotations

from core.domain.plans import Action, Plan, PlanState
from core.gate import Why
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Block, Confirm, Element, actions, button
from handlers.messages.hand_lines import asks_provider, waiting_step
from handlers.messages.text import Words

CARRIED_OUT = frozenset({PlanState.FINISHED, PlanState.PARTIAL})


def revision_block(plan: Plan) -> str:
    """Names the row of buttons of one revision, so that a click on another one is known as such."""
    return f"plan-{plan.hash[:16]}"


def card_buttons(view: PlanView, token: str, words: Words) -> Block:
    """What can still be decided, and once it is over the way back; the evidence always."""
    elements = _decisions(view, token, words) if view.plan.is_open() else _undo(view, token, words)
    elements.append(button(words("Show Evidence"), "plan_evidence", token))
    if view.plan.is_open():
        elements.append(button(words("Explain"), "plan_explain", token))
    return actions(*elements, block_id=revision_block(view.plan))


def _decisions(view: PlanView, token: str, words: Words) -> list[Element]:
    """Only what comes next stands out: nothing is cut off before somebody looked at the bank."""
    elements, next_up = [], "primary"
    if view.ruling.why is Why.BANK_CHECK:
        elements.append(_bank_checked(view, token, words))
        next_up = ""
    if waiting_step(view) is not None:
        elements.append(button(words("Mark Done…"), "plan_done", token, style=next_up))
    if asks_provider(view):
        elements.append(button(words("Show Request"), "plan_request", token))
    if view.plan.state is PlanState.PENDING:
        elements.append(button(words("Approve…"), "plan_approve", token, style=next_up))
    if view.plan.state is not PlanState.EXECUTING:
        elements.append(button(words("Reject…"), "plan_reject", token))
    return elements


def _bank_checked(view: PlanView, token: str, words: Words) -> Element:
    """Everybody waits for this one, and it is a statement about money."""
    dialog = Confirm(
        title=words("Was the bank looked at?"),
        text=words(
            "I looked just now, and nothing of {customer} has arrived.",
            customer=view.plan.content.customer_name,
        ),
        confirm=words("Nothing Arrived"),
        deny=words("Cancel"),
    )
    return button(
        words("Bank Checked"), "plan_bank_checked", token, style="primary", confirm=dialog
    )


def _undo(view: PlanView, token: str, words: Words) -> list[Element]:
    suspended = view.plan.content.action is Action.SUSPEND and view.plan.state in CARRIED_OUT
    return [button(words("Reinstate…"), "plan_reinstate", token)] if suspended else []


def withdraw_row(plan: Plan, token: str, words: Words) -> Block:
    dialog = Confirm(
        title=words("Withdraw this plan?"),
        text=words("Its votes are void then. To ask again, file it anew."),
        confirm=words("Withdraw"),
        deny=words("Keep It"),
    )
    withdraw = button(words("Withdraw"), "plan_withdraw", token, confirm=dialog)
    return actions(withdraw, block_id=revision_block(plan))
