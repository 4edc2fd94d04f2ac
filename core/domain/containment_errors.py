"""Refusals about containments, and about what one person may do alone."""

from __future__ import annotations

from core.domain.errors import Refusal


class BreakGlassOff(Refusal):
    """The policy lets nobody act alone."""


class NotAContainment(Refusal):
    """Only open cases of fraud and misuse are contained."""


class Unratified(Refusal):
    """This person acted alone before, and nobody ratified that yet. Facts: customer."""


class AlertMissing(Refusal):
    """Nobody acts alone without an alert, or a reference of Microsoft's with its link or ticket."""


class TooManyAlone(Refusal):
    """Facts: most, asked."""


class WishChanged(Refusal):
    """What was to be suspended has changed since the code was typed."""


class ContainmentSettled(Refusal):
    """Nothing is to be decided about this containment any more."""


class BadHours(Refusal):
    """A containment goes on for 1 to 720 hours. Facts: text."""
