"""Refusals about second factors and their codes, and about picking the right customer."""

from __future__ import annotations

from core.domain.errors import Refusal


class NotEnrolled(Refusal):
    """This takes a code, and the person has no second factor that counts."""


class NotProved(NotEnrolled):
    """It is enrolled and confirmed, and its owner has typed no code yet."""


class NotConfirmed(NotEnrolled):
    """It is enrolled, and no second administrator has confirmed it yet."""


class AlreadyEnrolled(Refusal):
    """The person has a second factor; it has to be revoked first. Facts: user."""


class NothingEnrolled(Refusal):
    """The person has no second factor. Facts: user."""


class NotAFactor(Refusal):
    """This request is not about a factor that waits for its owner's code."""


class CodeMissing(Refusal):
    """Not six digits."""


class CodeWrong(Refusal):
    """Another code, or one that was used before. Facts: left (tries until it is locked)."""


class CodeLapsed(Refusal):
    """It waited too long to be looked at."""


class CodesLocked(Refusal):
    """Too many wrong codes. Facts: until (UTC)."""


class CodesUnreadable(Refusal):
    """The process that looks at codes cannot open them: there is no, or another, master key."""


class DirectorySilent(Refusal):
    """Slack cannot be asked, and what it said last of this account is too old."""


class WrongCustomerPicked(Refusal):
    """Another customer's code was picked. Facts: customer (whose plan it is)."""


class OwnsAccount(Refusal):
    """The account owner of the customer decides on no plan about it."""


class StandsIn(Refusal):
    """Whoever stands in for the requester does not decide on the request."""


class OwnFactor(Refusal):
    """Nobody confirms the own second factor."""


class OwnAccount(Refusal):
    """Nobody decides whose the own account is."""


class AskedAsAnother(Refusal):
    """This person asked for the plan, by an account that was taken for somebody else's."""


class NoSecondAdministrator(Refusal):
    """Nobody is left to confirm it: not who enrols, and not whose it is. Facts: user."""


class TooFewEnrolled(Refusal):
    """Too few of those who vote have a second factor that counts. Facts: needed, left."""


class OwnerUnchanged(Refusal):
    """It is so already. Facts: user, customer."""


class OwnOwnership(Refusal):
    """Nobody takes the own name off, which would give that person a vote."""
