"""Refusals of whoever answers Microsoft about an alert. Each carries facts."""

from __future__ import annotations

from core.domain.errors import Refusal


class AlertOver(Refusal):
    """Microsoft shows it as resolved, or as far as was asked for. Facts: status."""


class AlertIsTest(Refusal):
    """Microsoft calls it a test, and nothing is done about those."""


class AlertUnreadable(Refusal):
    """No source of it can be answered in this cloud. Facts: account."""
