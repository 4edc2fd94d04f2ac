"""Refusals about letters, contacts and replies."""

from __future__ import annotations

from core.domain.errors import Refusal


class NoContact(Refusal):
    """Nobody is named to whom letters to this customer may go. Facts: customer."""


class BadAddress(Refusal):
    """Not an address that mail can go to. Facts: text."""


class UnknownLanguage(Refusal):
    """We have no words in this language. Facts: text, known."""


class LetterElsewhere(Refusal):
    """The letter is not at the point where that could be done. Facts: name, state."""


class EvidenceMissing(Refusal):
    """That a letter reached somebody is recorded with what proves it."""


class NotADay(Refusal):
    """Not a day on which a letter can have arrived. Facts: text."""


class ReplyRead(Refusal):
    """Somebody said already what this reply means."""
