"""What whoever files or decides a plan is told in private."""

from __future__ import annotations

from core.domain.plans import Action, Plan, PlanState
from core.gate import Verdict
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Message, plain
from handlers.messages.plan_waits import waits
from handlers.messages.text import N_, Safe, Words


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


OPEN = {
    Action.SUSPEND: N_("A suspension of {customer} is open already."),
    Action.REINSTATE: N_("A reinstatement of {customer} is open already."),
    Action.STOP_RENEWAL: N_("Stopping a renewal of {customer} is asked for already."),
    Action.CANCEL: N_("A cancellation for {customer} is open already."),
    Action.ADOPT: N_("Taking over a suspension of {customer} is asked for already."),
    Action.LET_GO: N_("Letting data of {customer} go is asked for already."),
    Action.CHANGE_POLICY: N_("This policy is proposed already."),
    Action.CONFIRM_STEP_UP: N_("This second factor waits to be confirmed already."),
    Action.PROMISE: N_("A promise of {customer} waits for an approver already."),
    Action.WRITE_OFF: N_("A write-off for {customer} is asked for already."),
    Action.RELEASE_HOLD: N_("Releasing this hold of {customer} is asked for already."),
    Action.RELEASE_RUN: N_("This list of the policy run waits to be released already."),
    Action.RATIFY: N_("Somebody else is asked already to ratify what was done at {customer}."),
}


def already_open(view: PlanView, words: Words) -> Message:
    """One open change for each customer: this one has to be decided or taken back first."""
    customer = view.plan.content.customer_name
    said = words(OPEN.get(view.plan.content.action, OPEN[Action.SUSPEND]), customer=customer)
    return plain(f"{said} {where(view, words)}")


def where(view: PlanView, words: Words) -> str:
    if not view.card_link:
        return words("It is decided in the approvals channel.")
    link = Safe(f"<{view.card_link}|{words('its card')}>")
    return words("It is decided on {link}.", link=link)


def voted(view: PlanView, words: Words) -> Message:
    """What became of the vote, and of the plan by it."""
    match view.plan.state:
        case PlanState.PENDING:
            return plain(words("Your vote is recorded. More votes are needed."))
        case PlanState.APPROVED:
            approved = words("Your vote is recorded. The plan is approved.")
            return plain(f"{approved} {_now(view, words)}")
        case PlanState.REJECTED:
            rejected = words("The plan is rejected. Nothing was changed.")
            return plain(f"{rejected} {_again(view, words)}")
        case PlanState.WITHDRAWN:
            return plain(words("No vote was counted: the reason is gone and the plan ended."))
        case PlanState.EXPIRED:
            return plain(words("No vote was counted: the plan has lapsed."))
    return plain(words("Your vote is recorded. It is done."))


def _now(view: PlanView, words: Words) -> str:
    if view.plan.is_scheduled() and view.plan.waiting_until is not None:
        moment = view.plan.waiting_until
        return words("It is in force from {moment} {place}.", moment=moment, place=words.place)
    if view.ruling.verdict is Verdict.GO:
        return words("It runs now.")
    return waits(view, words)


def _again(view: PlanView, words: Words) -> str:
    day = view.plan.ask_again_on
    return words("It may be asked for again from {day}.", day=day) if day else ""
