"""Refusals about promises, disputes, holds and write-offs."""

from __future__ import annotations

from core.domain.errors import Refusal


class NotAnInstalment(Refusal):
    """A line is no day with an amount. Facts: text."""


class PromiseUnfit(Refusal):
    """What is promised cannot be. Facts: why (a sentence's name), amount, day."""


class PromiseOpen(Refusal):
    """Something is promised already in this currency. Facts: amount, day."""


class PromiseOver(Refusal):
    """The promise is over. Facts: state."""


class UnknownDocument(Refusal):
    """No open invoice of that number. Facts: text."""


class DisputeUnfit(Refusal):
    """Not that amount, or not for so long. Facts: why, amount, day."""


class DisputeOver(Refusal):
    """The dispute is settled already. Facts: number."""


class HoldUnfit(Refusal):
    """A hold cannot be like that. Facts: why, day."""


class SaidPaidBefore(Refusal):
    """Once for each debt. Facts: customer."""


class HoldOver(Refusal):
    """The hold has ended already."""


class NobodyTouched(Refusal):
    """A hold for many that would be for none. Facts: scope."""


class HeldBack(Refusal):
    """A hold, or a promise, is in the way of cutting for non-payment. Facts: kind, until."""


class VoterAsks(Refusal):
    """Whoever has the named vote cannot be the one who asks."""


class NothingToWriteOff(Refusal):
    """No document that counts was picked."""
