"""Where administrators say that customers are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.places import OwnPlace


class Places(Protocol):
    def get(self, key: CustomerKey) -> OwnPlace | None:
        """What was said last, also where it was taken back; None where nobody ever said."""

    def all(self) -> Mapping[CustomerKey, OwnPlace]: ...
    def put(self, place: OwnPlace) -> None:
        """In the place of what was said before."""
