"""Who owns the account of a customer: sells to it, answers for it, and so decides nothing on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.customers import CustomerKey


@dataclass(frozen=True, slots=True)
class Ownership:
    customer: CustomerKey
    person_id: str
    named_by: str
    named_at: datetime
