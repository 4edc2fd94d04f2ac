"""Where in a form a refusal stands: at the input in which the person can mend it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.domain import agreement_errors, case_errors, credit_errors, errors, notice_errors
from core.domain.agreement_errors import Unfit
from core.domain.credit import Fault, Lack
from core.domain.errors import Refusal
from core.domain.follow_up_errors import SnoozeUnfit
from core.domain.step_up_errors import (
    CodeMissing,
    CodesLocked,
    NotEnrolled,
    WrongCustomerPicked,
)
from handlers.messages.refusals import TooFast

# Refusals that can be mended, and the inputs that they are about.
MENDED_IN: Mapping[type[Refusal], tuple[str, ...]] = {
    errors.NothingSelected: ("subscriptions", "kept"),
    errors.NotSuspendable: ("subscriptions",),
    errors.NothingOwed: ("reason",),
    errors.BooksUnfit: ("reason",),
    errors.MappingUnconfirmed: ("reason",),
    errors.CalendarUnknown: ("reason",),
    errors.ReasonMissing: ("note", "reason", "why"),
    errors.KeptByPolicy: ("note", "kept"),
    errors.CapExceeded: ("subscriptions",),
    errors.BadInput: ("again", "kind", "what", "number", "text"),
    errors.UnknownCustomer: ("customer",),
    errors.AmbiguousCustomer: ("customer",),
    errors.CustomerNotTold: ("note",),
    errors.LetterMissing: ("letter",),
    errors.NotAMoment: ("impact_from",),
    errors.BadAmount: ("amount", "limit"),
    agreement_errors.NotAnInstalment: ("terms",),
    agreement_errors.PromiseUnfit: ("terms",),
    agreement_errors.PromiseOpen: ("terms",),
    agreement_errors.DisputeUnfit: ("until",),
    agreement_errors.UnknownDocument: ("document",),
    agreement_errors.HoldUnfit: ("until",),
    agreement_errors.SaidPaidBefore: ("kind",),
    agreement_errors.NothingToWriteOff: ("documents",),
    agreement_errors.HeldBack: ("reason",),
    agreement_errors.VoterAsks: ("reason",),
    case_errors.OutcomeMissing: ("outcome",),
    case_errors.ItemsUndone: ("outcome",),
    case_errors.UnknownItem: ("item",),
    case_errors.EvidenceMissing: ("evidence",),
    case_errors.NotADate: ("until",),
    credit_errors.NotACurrency: ("amount", "currency"),
    credit_errors.NotADay: ("on", "valid_until"),
    notice_errors.BadAddress: ("address",),
    notice_errors.UnknownLanguage: ("language",),
    notice_errors.EvidenceMissing: ("evidence",),
    notice_errors.NotADay: ("day",),
    SnoozeUnfit: ("until",),
    CodeMissing: ("code",),
    CodesLocked: ("code",),
    NotEnrolled: ("code",),
    WrongCustomerPicked: ("customer_code",),
}
# Some say more exactly what is wrong, and with it where.
WRONG_IN: Mapping[object, str] = {
    Unfit.NOTHING: "amount",
    Unfit.NOT_POSITIVE: "amount",
    Unfit.TOO_MUCH: "amount",
    Unfit.NO_KIND: "kind",
    Unfit.VOTER_MISSING: "voter",
    Unfit.VOTER_WITHOUT_VOTE: "voter",
    Unfit.VOTER_NAMED: "kind",
    Fault.NEGATIVE: "limit",
    Fault.NET_DAYS: "days",
    Fault.OVER: "valid_until",
    Fault.TOO_LONG: "valid_until",
    Fault.REVIEW: "review_on",
    Lack.FUTURE: "on",
    Lack.AMOUNT: "amount",
    Lack.GIVEN_BY: "given_by",
    Lack.EMPTY: "note",
    Lack.LINK: "link",
    Lack.LONG: "note",
}


def mended_in(refusal: Refusal, inputs: Collection[str]) -> str:
    """The input of a form with these, or nothing where the refusal is about none of them."""
    if isinstance(refusal, TooFast):
        # What was filled in stays, to be submitted once more.
        return min(inputs, default="")
    exactly = WRONG_IN.get(refusal.facts.get("why"), "") or str(refusal.facts.get("at", ""))
    places = (exactly, *MENDED_IN.get(type(refusal), ()))
    return next((place for place in places if place in inputs), "")
