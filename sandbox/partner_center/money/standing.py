"""How a partner stands with Microsoft: what is unpaid for too long, and how far the credit goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Standing:
    """`unpaid_from` is the date of the invoices that the partner does not pay."""

    unpaid_from: date | None = None
    credit_limit: int | None = None

    def to_json(self) -> dict[str, Any]:
        unpaid = self.unpaid_from.isoformat() if self.unpaid_from else None
        return {"unpaid_from": unpaid, "credit_limit": self.credit_limit}

    @staticmethod
    def from_json(saved: Mapping[str, Any]) -> Standing:
        unpaid = saved["unpaid_from"]
        return Standing(date.fromisoformat(unpaid) if unpaid else None, saved["credit_limit"])
