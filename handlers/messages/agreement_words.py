"""Words for what was agreed on: kinds of holds, states of promises and disputes, and refusals."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain import agreement_errors as errors
from core.domain.disputes import DisputeState
from core.domain.errors import Refusal
from core.domain.holds import HoldKind
from core.domain.promises import Beyond, PromiseState
from handlers.messages.text import N_

HOLDS: Mapping[str, str] = {
    HoldKind.HARDSHIP: N_("hardship"),
    HoldKind.SAYS_PAID: N_("says it is paid"),
    HoldKind.OUR_MISTAKE: N_("our mistake"),
    HoldKind.INSOLVENCY: N_("insolvency"),
    HoldKind.LEGAL: N_("legal"),
    HoldKind.ENFORCEMENT_OFF: N_("enforcement off"),
    HoldKind.PROTECTED: N_("protected"),
    HoldKind.VIP: N_("a third vote"),
}
# What each means for the customer, as it is read before somebody picks one.
MEANT: Mapping[str, str] = {
    HoldKind.HARDSHIP: N_("No letters, no suspension; days count from its end."),
    HoldKind.SAYS_PAID: N_("No letters, no suspension for 3 business days, once."),
    HoldKind.OUR_MISTAKE: N_("No letters, no suspension; days count from its end."),
    HoldKind.INSOLVENCY: N_("No letter or suspension until two others release it."),
    HoldKind.LEGAL: N_("No letter or suspension until two others release it."),
    HoldKind.ENFORCEMENT_OFF: N_("No letters, no suspension; days count meanwhile."),
    HoldKind.PROTECTED: N_("Letters go on; no suspension until two release it."),
    HoldKind.VIP: N_("A suspension takes one more vote, by a named person."),
}
PROMISES: Mapping[str, str] = {
    PromiseState.ASKED: N_("waits for votes"),
    PromiseState.OPEN: N_("open"),
    PromiseState.KEPT: N_("kept"),
    PromiseState.BROKEN: N_("broken"),
    PromiseState.CANCELLED: N_("cancelled"),
}
DISPUTES: Mapping[str, str] = {
    DisputeState.OPEN: N_("open"),
    DisputeState.SETTLED_FOR_CUSTOMER: N_("settled for the customer"),
    DisputeState.SETTLED_AGAINST: N_("settled against the customer"),
    DisputeState.EXPIRED: N_("ran out"),
}
BEYOND: Mapping[str, str] = {
    Beyond.TOO_MANY: N_("two promises were made for this debt already"),
    Beyond.TOO_FAR: N_("it is more than 14 days ahead"),
    Beyond.TOO_LITTLE: N_("it is less than half of what is overdue"),
}
# Why a plan ends, by the agreement that is in its way.
BECAUSE: Mapping[str, str] = {
    "promise_taken": N_("The promise is taken."),
    "released": N_("The hold is released."),
    "debt_written_off": N_("The debt is written off; nothing was reinstated by it."),
    "promised": N_("The customer promised to pay, and the promise is open."),
    HoldKind.HARDSHIP: N_("The customer is on hold: hardship."),
    HoldKind.SAYS_PAID: N_("The customer says that it is paid."),
    HoldKind.OUR_MISTAKE: N_("The customer is on hold: our mistake."),
    HoldKind.INSOLVENCY: N_("The customer is on hold: insolvency."),
    HoldKind.LEGAL: N_("The customer is on hold: legal."),
    HoldKind.ENFORCEMENT_OFF: N_("Enforcement is off for this customer."),
    HoldKind.PROTECTED: N_("The customer is protected from being cut off for non-payment."),
}


REFUSALS: Mapping[type[Refusal], str] = {
    errors.NotAnInstalment: N_(
        "“{text}” is no instalment. Write a day and an amount on each line, as in "
        "2026-12-01 EUR 500.00."
    ),
    errors.PromiseUnfit: N_("That cannot be promised: {why}."),
    errors.PromiseOpen: N_(
        "{amount} is promised already until {day}. Cancel that promise first, or let it end."
    ),
    errors.PromiseOver: N_("That promise is over ({state})."),
    errors.UnknownDocument: N_(
        "No open invoice is called “{text}”. Give its number as the books write it."
    ),
    errors.DisputeUnfit: N_("That cannot be disputed: {why}."),
    errors.DisputeOver: N_("The dispute of {number} is settled already."),
    errors.HoldUnfit: N_("That cannot be a hold: {why}."),
    errors.SaidPaidBefore: N_(
        "“Says paid” counts once for each debt, and {customer} has had it. Take a promise instead, "
        "or place a hold of another kind."
    ),
    errors.HoldOver: N_("That hold has ended already."),
    errors.NobodyTouched: N_("No customer is in {scope}, so no hold was placed."),
    errors.HeldBack: N_(
        "Nothing is cut or stopped for non-payment here: {why}. /standing says until when, and who "
        "answers for it."
    ),
    errors.VoterAsks: N_(
        "You have the named vote on this customer's suspensions, so somebody else must ask."
    ),
    errors.DocumentsChanged: N_(
        "Something else is open now of {numbers}, so this is not what was asked for. Whoever asked "
        "takes it back and asks anew."
    ),
    errors.NothingToWriteOff: N_("No open invoice was picked, so nothing is written off."),
}
