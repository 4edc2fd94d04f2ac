"""Personal data of customers, wherever it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.erasure import Erasure, Kept


@dataclass(frozen=True, slots=True)
class Someone:
    """A person at a customer; either is empty where it is not known."""

    address: str = ""
    name: str = ""


class Erasing(Protocol):
    def people(self, key: CustomerKey) -> Sequence[Someone]:
        """Everybody who is named at this customer: contacts, in any books, in letters and in
        replies. One person may come several times."""

    def erase(self, key: CustomerKey, erasure: Erasure) -> Mapping[Kept, int]:
        """How much of each kind is gone: rows, or texts that were emptied or had a name taken
        out. What was done, when and by whom stays. The audit chain is not touched."""
