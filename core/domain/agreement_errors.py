"""Refusals about promises, disputes, holds and write-offs."""

from __future__ import annotations

from core.domain.errors import Refusal
from core.domain.phrases import Phrase


class Unfit(Phrase):
    """What is wrong with a promise, a dispute or a hold, as it is said."""

    PAST = "its day has passed"
    TOO_FAR = "its day is too far ahead"
    NOTHING = "no amount is given"
    NOT_POSITIVE = "an amount is more than zero"
    TWO_CURRENCIES = "a payment plan has one currency"
    TOO_MANY = "it has more than 12 instalments"
    TOO_MUCH = "it is more than what is open"
    NOTHING_LATE = "nothing is late in that currency"
    DAY_MISSING = "it needs a day"
    VOTER_MISSING = "a third vote names the person who has it"
    VOTER_WITHOUT_VOTE = "the person named has no vote on suspensions"
    VOTER_NAMED = "somebody else has the named vote: release that hold first"
    NO_KIND = "no kind was picked"


class Hindrance(Phrase):
    """The agreement in the way, as it is said; named like the gate's reasons."""

    PROMISED = "a promise to pay is open"
    HARDSHIP = "the customer is on hold for hardship"
    SAYS_PAID = "the customer says that it is paid"
    OUR_MISTAKE = "the customer is on hold for a mistake of ours"
    INSOLVENCY = "the customer is on hold for insolvency"
    LEGAL = "the customer is on hold for legal reasons"
    ENFORCEMENT_OFF = "enforcement is off for this customer"
    PROTECTED = "the customer is protected"


class NotAnInstalment(Refusal):
    """A line is no day with an amount. Facts: text."""


class PromiseUnfit(Refusal):
    """What is promised cannot be. Facts: why (an Unfit)."""


class PromiseOpen(Refusal):
    """Something is promised already in this currency. Facts: amount, day."""


class PromiseOver(Refusal):
    """The promise is over. Facts: state."""


class UnknownDocument(Refusal):
    """No open invoice of that number. Facts: text."""


class DisputeUnfit(Refusal):
    """Not that amount, or not for so long. Facts: why (an Unfit)."""


class DisputeOver(Refusal):
    """The dispute is settled already. Facts: number."""


class HoldUnfit(Refusal):
    """A hold cannot be like that. Facts: why (an Unfit)."""


class SaidPaidBefore(Refusal):
    """Once for each debt. Facts: customer."""


class HoldOver(Refusal):
    """The hold has ended already."""


class NobodyTouched(Refusal):
    """A hold for many that would be for none. Facts: scope."""


class HeldBack(Refusal):
    """A hold, or a promise, is in the way of cutting for non-payment. Facts: why (a Hindrance)."""


class VoterAsks(Refusal):
    """Whoever has the named vote cannot be the one who asks."""


class DocumentsChanged(Refusal):
    """What is open is not what was asked for any more. Facts: numbers."""


class NothingToWriteOff(Refusal):
    """No document that counts was picked."""
