"""What Partner Center tells of by itself, and people have to hear of."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class FraudReported(Event):
    """Microsoft hints at a fraud event; `customer` is empty where nobody known here has this
    Azure subscription."""

    account: str = ""
    customer: str = ""
    subscription_id: str = ""
