"""Refusals about who looks after a late customer, and until when it is put off."""

from __future__ import annotations

from core.domain.errors import Refusal


class NothingLate(Refusal):
    """Nothing of it is overdue (any more). Facts: customer."""


class SnoozeUnfit(Refusal):
    """Not a day to which a late customer may be put off. Facts: text, first, last."""
