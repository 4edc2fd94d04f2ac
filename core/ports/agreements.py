"""What was agreed on with customers: promises, disputes, holds, write-offs, and payments that came
back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from core.domain.agreements import DocumentKey, Ours
from core.domain.customers import CustomerKey
from core.domain.disputes import Dispute
from core.domain.exposure import Document
from core.domain.holds import Hold
from core.domain.promises import Promise


class Promises(Protocol):
    def add(self, promises: Sequence[Promise]) -> None: ...
    def get(self, promise_id: str) -> Promise: ...
    def series(self, series: str) -> list[Promise]:
        """The instalments of one payment plan, by their numbers."""

    def by_terms(self, terms: str) -> list[Promise]:
        """The payment plan of this hash of its terms, taken or not."""

    def of(self, key: CustomerKey) -> list[Promise]:
        """Every promise of a customer, newest last; not those that were never taken."""

    def open(self) -> list[Promise]: ...
    def resting_on(self, document: DocumentKey) -> list[Promise]:
        """Open and kept ones that this document is among the basis of."""

    def update(self, promise: Promise, seen: Promise) -> None:
        """Conditional on the state that was seen. Raises LostRace."""


class Disputes(Protocol):
    def add(self, dispute: Dispute) -> None:
        """Raises LostRace where the document has an undecided one."""

    def get(self, dispute_id: str) -> Dispute: ...
    def of(self, key: CustomerKey) -> list[Dispute]:
        """All of them, newest last."""

    def open(self) -> list[Dispute]: ...
    def update(self, dispute: Dispute, seen: Dispute) -> None:
        """Conditional on the state that was seen. Raises LostRace."""


class Holds(Protocol):
    def add(self, holds: Sequence[Hold]) -> None: ...
    def get(self, hold_id: str) -> Hold: ...
    def of(self, key: CustomerKey) -> list[Hold]:
        """All of them, newest last."""

    def batch(self, batch: str) -> list[Hold]: ...
    def standing(self) -> list[Hold]:
        """Whatever nobody ended yet, also past its last day."""

    def update(self, hold: Hold) -> None:
        """Only one that nobody ended yet. Raises LostRace."""


class Marks(Protocol):
    def write_off(self, document: DocumentKey, on: date, plan_id: str) -> None: ...
    def give_back(self, found: Sequence[Document], on: date) -> None:
        """Note that the payments of these documents came back on this day."""

    def ours(self, key: CustomerKey) -> Ours:
        """What is laid over the documents of a customer."""

    def everybody(self) -> tuple[Ours, Mapping[CustomerKey, Sequence[Hold]]]:
        """The same for all customers at once, without holds, and each customer's holds."""
