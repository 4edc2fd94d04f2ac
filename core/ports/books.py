"""The partner's books: how they come in, how they are read, and who is who in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.agreements import DocumentKey
from core.domain.customers import CustomerKey, Debtor
from core.domain.exposure import Document, Presence
from core.domain.money import Money
from core.domain.release import Found, Sighting
from core.ports.outside import Told
from core.ports.records import Account, RowProblem, SheetRow, Snapshot, Standing

Difference = tuple[Document | None, Document | None, bool]


class Books(Protocol):
    def current(self, source: str) -> Snapshot | None: ...
    def currents(self) -> list[Snapshot]: ...
    def refused_since(self) -> Snapshot | None:
        """The newest refused import that no later accepted one of its source made up for (of any
        source, where the refused file did not name one)."""

    def taken(self, sha256: str) -> Snapshot | None: ...
    def begin(self, snapshot: Snapshot) -> None: ...
    def known(self, snapshot_id: str, told: Sequence[Told]) -> Mapping[Told, Standing]:
        """Those of these that a version says which stands. Raises LostRace."""

    def write(self, snapshot_id: str, rows: Sequence[SheetRow | RowProblem]) -> list[int]:
        """Only what is new or another is written. Returns the ids of the versions that stand as
        they were. Raises LostRace when it is not loading any more, as all below do that a snapshot
        is filled with."""

    def written(self, snapshot_id: str) -> range:
        """The ids of its versions, among others."""

    def closed(self, snapshot_id: str, ids: range) -> list[Document]:
        """What is closed of its versions with these ids."""

    def names_days(self, snapshot_id: str) -> bool:
        """Does it name the day of a payment of something that it closed?"""

    def untouched(self, snapshot_id: str, presence: Presence) -> Iterator[int]:
        """Ids of versions that books before it show, and of which it has no later one."""

    def carry(self, snapshot_id: str, versions: Sequence[int], found: Found) -> None:
        """Have these stand as missing, or as vanished, from this snapshot on."""

    def summed(self, snapshot: Snapshot) -> tuple[int, tuple[Money, ...]]:
        """How many customers have something in it, and what is open, by currency. Raises LostRace
        when others have taken its place."""

    def survey(self) -> None:
        """Have a database that plans by how its rows are spread look at them now, not later."""

    def make_current(self, snapshot: Snapshot, previous: Snapshot | None) -> None:
        """Let readers see it, in the place of the one that it was carried over from. Raises
        LostRace."""

    def refuse(self, snapshot: Snapshot, problems: Sequence[RowProblem]) -> None:
        """Undo it; only the refusal and its problems are kept."""

    def named_tenants(self, snapshot_id: str) -> list[tuple[str, str, str, str]]:
        """What a snapshot's rows say: source, customer_ref, name and tenant id of each customer."""

    def problems(self, snapshot_id: str) -> list[RowProblem]: ...
    def left_over(self, snapshot: Snapshot, before: datetime) -> list[str]:
        """What is still being loaded: of its source and older than it, or begun before that."""

    def outlived(self, keep: int) -> list[str]:
        """Past snapshots that have bad rows, but for so many of the newest of each source."""

    def reopened(self, snapshot_id: str) -> list[Document]:
        """Invoices with something open in a snapshot that were closed when last heard of."""

    def undo(self, snapshot_id: str, most: int) -> bool:
        """Take back so many changes that it brought; false once there are none."""

    def forget_problems(self, snapshot_id: str, most: int) -> bool:
        """Remove so many of its bad rows; false once there are none."""

    def remove(self, snapshot_id: str) -> None:
        """Remove a snapshot that readers never saw, with all that is left of it."""

    def account(self, key: CustomerKey) -> list[Account]:
        """The ledger pages confirmed for this customer."""

    def claims(self, key: CustomerKey) -> list[Debtor]:
        """Ledger names matched with this tenant, confirmed or not."""

    def ledger(self) -> Iterator[Account]:
        """Every debtor with open documents in the newest books."""

    # As they stood

    def newest_before(self, moment: datetime) -> list[Snapshot]:
        """Of each source the newest accepted books, of those that are kept, that speak of a time
        before this moment."""

    def previous(self, snapshot: Snapshot) -> Snapshot | None:
        """The books that it took the place of, where they are kept."""

    def ledger_at(self, shown: Sequence[Snapshot]) -> Iterator[Account]:
        """Every debtor with open documents as these snapshots show them. What could not be read
        then is not known."""

    def differences(self, was: Snapshot | None, now: Snapshot) -> Iterator[Difference]:
        """Every document that two snapshots of a source do not show alike: as each of them shows
        it, and whether the later one says that it is closed."""

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
