"""Refusals of whoever decides on credit. Each carries facts; handlers write the sentence."""

from __future__ import annotations

from core.domain.errors import Refusal


class CreditUnfit(Refusal):
    """What is asked for cannot be decided on as it is. Facts: why (a Fault)."""


class CreditAlreadyOpen(Refusal):
    """One open decision for each customer and currency. Facts: customer, currency."""


class CreditOver(Refusal):
    """It is decided already, or over. Facts: state."""


class OwnCredit(Refusal):
    """Who asked for it is not the one who decides on it."""


class OthersCredit(Refusal):
    """Only whoever asked for it takes it back while it waits."""


class CheckUnfit(Refusal):
    """What was checked cannot be written down like this. Facts: why (a Lack)."""


class NotADay(Refusal):
    """No day, or not one that can be meant here. Facts: text."""


class NotACurrency(Refusal):
    """No currency that we know. Facts: text."""
