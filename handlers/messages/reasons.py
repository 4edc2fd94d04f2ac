"""Why a plan waits or has ended, in words: one sentence for every reason of the gate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.domain.plan_events import Silent
from core.domain.plans import PlanState, Reason
from core.gate import Why
from handlers.messages import agreement_words
from handlers.messages.escaping import clean
from handlers.messages.text import N_, Safe, Words

WAITS_FOR: Mapping[str, str] = {
    Why.VOTES: N_("more votes"),
    Why.FROZEN: N_("the freeze to be lifted"),
    Why.CUT_WINDOW: N_("the next hour in which a cut is allowed"),
    Why.NO_CALENDAR: N_("a calendar of the customer's country: none is known"),
    Why.CAP: N_("room under the caps"),
    Why.UNMAPPED: N_("a person to confirm who this customer is in the books"),
    Why.DOCUMENT_UNKNOWN: N_("newer books: an invoice is missing from the newest ones"),
    Why.ROWS_UNREADABLE: N_("readable books: rows of this customer could not be read"),
    Why.BOOKS_REFUSED: N_("good books: the newest file was refused"),
    Why.BOOKS_STALE: N_("books not older than 26 hours"),
    Why.UNREAD_REPLY: N_("somebody to read the customer's reply"),
    Why.PRINTED_DATE: N_("the day that the last notice names"),
    Why.PLACE_CHANGED: N_("a day to pass since somebody said where the customer is"),
    Why.BANK_CHECK: N_("a look at the bank, not older than 4 hours"),
    Why.NO_FLOOR: N_("a floor for this currency in the policy"),
    Why.TOO_LARGE: N_("a person: it is larger than one plan may be"),
    Why.TAMPERED: N_("a person: the stored plan is not the one that was voted on"),
    Why.OVER: N_("nothing: it is over"),
    Silent.PARTNER_CENTER: N_("Partner Center, which does not answer"),
    Silent.DIRECTORY: N_("Slack, which does not say who may still vote"),
    Why.OTHER_CHANGE: N_("the plan that it halted to settle what is in flight"),
}
ENDS: Mapping[str, str] = {
    PlanState.FINISHED: N_("Done."),
    PlanState.PARTIAL: N_(
        "Done in part, and no more is sent. Look in Partner Center, then ask again for the rest."
    ),
    PlanState.NEEDS_HUMAN: N_(
        "Stopped, and nothing more is sent. Look in Partner Center, then ask again."
    ),
    PlanState.REJECTED: N_("Rejected. Nothing was changed."),
    PlanState.EXPIRED: N_("Lapsed: its time ran out first. Nothing was changed."),
    PlanState.SUPERSEDED: N_("Replaced by another plan. Nothing was changed."),
    PlanState.WITHDRAWN: N_("Withdrawn: no more is sent, and its votes are void."),
}
BECAUSE: Mapping[str, str] = {
    Why.PAID: N_("The debt is paid."),
    Why.WRITTEN_OFF: N_("The debt was written off, which is no payment."),
    Why.DISPUTED: N_("The debt is disputed."),
    Why.REDATED: N_("The invoice is due later now."),
    Why.RECLASSIFIED: N_("The invoice no longer counts."),
    Why.VANISHED: N_("The invoice is gone from the books."),
    Why.KEPT: N_("The policy keeps one of these services on now, unless a reason is given."),
    Why.POLICY_GONE: N_("The policy it was asked for under cannot be read any more: ask again."),
    Why.TAMPERED: N_("The stored plan is not the one that was voted on."),
    Why.TOO_LARGE: N_("It is larger than one plan may be."),
    **agreement_words.BECAUSE,
    Why.UNREAD_REPLY: N_("A reply of the customer's waits to be read."),
    Why.STAGE_LEFT: N_("The customer is no longer at the stage that proposes this."),
    "suspension": N_("Suspending comes first."),
    "containment": N_("Containing fraud or misuse comes first."),
    "by_requester": N_("The requester took it back."),
    "surprise": N_("Partner Center answered something unexpected."),
    "list_released": N_("The list is released."),
    "newer_list": N_("A newer list takes its place."),
    "lifted": N_("The freeze is lifted."),
    "changed": N_("The roles are changed."),
    "bound": N_("The account is this person's."),
    "freed": N_("The account is nobody's any more."),
    "policy_changed": N_("The policy is changed."),
    "policy_stale": N_("Another policy is in force meanwhile: propose it again."),
    "votes_gone": N_("Somebody who approved may not vote any more."),
    "let_go": N_("The data was let go; nothing changed at Microsoft."),
    "clock_ended": N_("It is no longer suspended."),
    "ratified": N_("Somebody else agreed."),
    "unratified": N_("Nobody else agreed in time."),
    "rolled_back": N_("Nobody agreed in time, and the attack is over: it was rolled back."),
    "containment_over": N_("Nothing is left to be agreed to."),
    "factor_gone": N_("The factor was revoked, or enrolled anew."),
}
KINDS: Mapping[str, str] = {
    Reason.NON_PAYMENT: N_("non-payment"),
    Reason.FRAUD: N_("fraud"),
    Reason.MISUSE: N_("misuse"),
}


def waits_for(why: str, until: datetime | None, words: Words) -> str:
    """What has to happen before the next step may be sent."""
    reason = named(why, WAITS_FOR, words)
    if why == Why.CUT_WINDOW and until is not None:
        return words(
            "Waits until {moment} {place}: nobody is cut off outside business hours.",
            moment=until,
            place=words.place,
        )
    if until is None:
        return words("Waits for {reason}.", reason=reason)
    return words("Waits for {reason}; next look {moment}.", reason=reason, moment=until)


def ended(state: str, why: str, words: Words) -> str:
    """How a plan ended, and why."""
    because = words(BECAUSE[why]) if why in BECAUSE else ""
    return f"{named(state, ENDS, words)} {because}".strip()


def named(name: str, sentences: Mapping[str, str], words: Words) -> Safe:
    """The sentence of this name; a name nobody knows is shown as it is."""
    known = sentences.get(name)
    return Safe(words(known) if known else clean(name.replace("_", " ")))
