"""What Partner Center says of how a customer came to us, read once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.domain.customers import CustomerKey


@dataclass(frozen=True, slots=True)
class Intake:
    """`billing_country` is ISO 3166 alpha-2, empty where not said. `agreed` is None where the cloud
    does not tell whether Microsoft's customer agreement was accepted; `agreed_on` where it was."""

    customer: CustomerKey
    read_at: datetime
    billing_country: str = ""
    agreed: bool | None = None
    agreed_on: date | None = None
