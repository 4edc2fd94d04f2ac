"""Sources of receivables that know more of a payment than that it came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from core.domain.payment_warnings import PaymentWarning


class PaymentWarnings(Protocol):
    """One accounting or payment system. Raises Unreachable."""

    def warnings(self, since: datetime) -> Iterable[PaymentWarning]:
        """Whatever was warned of, or changed, since then."""
