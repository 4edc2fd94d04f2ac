"""Who changed what, as Partner Center has it on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from core.domain.activity import Activity
from core.domain.customers import CustomerKey


class PartnerActivity(Protocol):
    def activity(self, key: CustomerKey, since: date, until: date) -> Iterator[Activity]:
        """What happened to one customer on these days; older than ninety days is not kept. Raises
        Unreachable, also in a cloud that keeps no such record for programs."""
