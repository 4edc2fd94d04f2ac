"""Account owners of customers, as they are kept."""

from __future__ import annotations

from typing import Protocol

from core.domain.account_owners import Ownership
from core.domain.customers import CustomerKey


class AccountOwners(Protocol):
    def of(self, key: CustomerKey) -> list[Ownership]:
        """In the order in which they were named."""

    def all(self) -> list[Ownership]: ...
    def add(self, ownership: Ownership) -> bool:
        """False where it is there already."""

    def remove(self, key: CustomerKey, person_id: str) -> bool:
        """False where there is none."""
