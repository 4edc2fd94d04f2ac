"""Refusals about personal data that is to be erased."""

from __future__ import annotations

from core.domain.errors import Refusal


class StillNeeded(Refusal):
    """Something is under way that needs it. Facts: customer, why (a list of `Needed`)."""


class NobodyFound(Refusal):
    """Nothing is kept under that address at that customer. Facts: customer, address."""
