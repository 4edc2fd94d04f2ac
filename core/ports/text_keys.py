"""Keys of the digests that the audit trail has of texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from core.domain.customers import CustomerKey


class TextKeys(Protocol):
    def seal(self, plain: str, customer: CustomerKey | None, at: datetime) -> str:
        """The digest that the trail may have in place of one without a key. As long as its key is
        kept the same text of a customer has the same one; what is sealed stays what it is."""

    def says(self, wanted: str, text: str) -> bool:
        """Is it the digest of this text? Nobody can tell once its key was forgotten."""

    def keys(self, wanted: Collection[str]) -> Mapping[str, str]:
        """The keys of these digests, where there are any."""

    def customers(self, before: datetime) -> list[CustomerKey | None]:
        """Whose keys were made before that."""

    def outlived(self, customer: CustomerKey | None) -> list[str]:
        """Digests of texts that are nowhere any more."""

    def forget(self, wanted: Collection[str]) -> None:
        """Throw the keys of these digests away."""
