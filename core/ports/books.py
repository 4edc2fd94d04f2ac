"""The partner's books: how they come in, how they are read, and who is who in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.agreements import DocumentKey
from core.domain.customers import CustomerKey, Debtor
from core.domain.exposure import Document, Presence
from core.domain.money import Money
from core.domain.release import Sighting
from core.ports.records import Account, Ending, RowProblem, SheetRow, Snapshot


class Books(Protocol):
    def current(self, source: str) -> Snapshot | None: ...
    def currents(self) -> list[Snapshot]: ...
    def refused_since(self) -> Snapshot | None:
        """The newest refused import that no later accepted one of its source made up for (of any
        source, where the refused file did not name one)."""

    def taken(self, sha256: str) -> Snapshot | None: ...
    def begin(self, snapshot: Snapshot) -> None: ...
    def write(self, snapshot_id: str, rows: Sequence[SheetRow | RowProblem]) -> None: ...
    def lacking(self, snapshot: Snapshot, previous: Snapshot, presence: Presence) -> list[str]:
        """Documents that the previous snapshot has, and this one neither shows nor ends."""

    def carry(
        self,
        snapshot: Snapshot,
        previous: Snapshot,
        document_ids: Sequence[str],
        presence: Presence,
    ) -> None:
        """Take over, as missing or as it was, what only the previous snapshot shows."""

    def summed(self, snapshot: Snapshot) -> tuple[int, tuple[Money, ...]]:
        """How many customers have something in it, and what is open, by currency."""

    def end(self, endings_found: Sequence[Ending]) -> None: ...
    def make_current(self, snapshot: Snapshot, previous: Snapshot | None) -> None:
        """Let readers see it, in the place of the one that it was carried over from."""

    def refuse(self, snapshot: Snapshot, problems: Sequence[RowProblem]) -> None:
        """Sweep every row of it; only the refusal and its problems are kept."""

    def named_tenants(self, snapshot_id: str) -> list[tuple[str, str, str, str]]:
        """What a snapshot's rows say: source, customer_ref, name and tenant id of each customer."""

    def problems(self, snapshot_id: str) -> list[RowProblem]: ...
    def cut_off(self, before: datetime) -> list[str]:
        """Snapshots that began to be loaded before that, and still are."""

    def outlived(self, keep: int) -> list[str]:
        """Past snapshots of which rows are left, but for so many of the newest of each source."""

    def overtaken(self, snapshot: Snapshot) -> list[Ending]:
        """Endings of which newer books know better."""

    def reopened(self, snapshot: Snapshot, previous: Snapshot) -> list[Document]:
        """Invoices with something open in a snapshot that were closed when last heard of."""

    def forget_endings(self, found: Sequence[Ending]) -> None: ...
    def remove_rows(self, snapshot_id: str, most: int) -> bool:
        """Remove so many rows of a snapshot; false once there are none."""

    def remove(self, snapshot_id: str) -> None:
        """Remove a snapshot that readers never saw, with all that is left of it."""

    def account(self, key: CustomerKey) -> list[Account]:
        """The ledger pages confirmed for this customer."""

    def claims(self, key: CustomerKey) -> list[Debtor]:
        """Ledger names matched with this tenant, confirmed or not."""

    def ledger(self) -> Iterator[Account]:
        """Every debtor with open documents in the newest books."""

    def sighting(self, source: str, document_id: str) -> Sighting: ...
    def sightings(self, wanted: Sequence[DocumentKey]) -> Mapping[DocumentKey, Sighting]:
        """The same of each of these."""

    def debtor(self, source: str, customer_ref: str) -> Debtor | None: ...
    def named_by(self, source: str) -> list[Debtor]: ...
    def proposals(self) -> list[Debtor]: ...
    def count_proposals(self) -> int: ...
    def save_debtor(self, debtor: Debtor) -> None: ...
    def save_debtors(self, found: Sequence[Debtor]) -> None: ...
    def introduce(self, found: Sequence[Debtor]) -> None:
        """Save names that are new, or nobody yet; who is somebody stays."""

    def rename(self, found: Sequence[Debtor]) -> None: ...
