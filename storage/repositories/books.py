"""The newest books as they are read: ledger pages, sightings of documents, and who is who."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    select,
    update,
)

from core.domain.agreements import DocumentKey
from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.exposure import Status
from core.domain.release import Found, Sighting
from core.ports.records import Account, Snapshot
from storage.repositories.book_rows import debtor_of, debtor_row, document_of
from storage.repositories.past_books import SqlPastBooks
from storage.sql import insert, put, rows_of
from storage.tables.books import (
    IS_CURRENT,
    IS_IN_BOOKS,
    IS_NEWEST,
    IS_SHOWN,
    bad_rows,
    debtors,
    documents,
    snapshots,
    stands_in,
)

NAMED: BindParameter[Any] = bindparam("ids", expanding=True)
SEEN = select(documents).join(snapshots, IS_NEWEST).where(documents.c.document_id.in_(NAMED))
PAGE = (
    select(documents)
    .join(snapshots, IS_IN_BOOKS)
    .where(documents.c.source == bindparam("book"), documents.c.customer_ref == bindparam("ref"))
    .order_by(documents.c.due, documents.c.document_id)
)
UNREADABLE = (
    select(snapshots.c.source, bad_rows.c.customer_ref)
    .join(snapshots, snapshots.c.snapshot_id == bad_rows.c.snapshot_id)
    .where(IS_CURRENT)
)
LOST = Sighting(Found.VANISHED)


class SqlBooks(SqlPastBooks):
    """Implements core.ports.store.Books."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection

    def account(self, key: CustomerKey) -> list[Account]:
        unreadable = self.unreadable()
        return [
            Account(debtor, tuple(self._documents(debtor)), doubted(debtor, unreadable))
            for debtor in self._named(**_of(key), mapping=MappingState.CONFIRMED)
        ]

    def _documents(self, debtor: Debtor) -> Iterator[Any]:
        whose = {"book": debtor.source, "ref": debtor.customer_ref}
        return (document_of(row) for row in self._connection.execute(PAGE, whose))

    def unreadable(self) -> set[tuple[str, str]]:
        """Source and customer of every bad row in the newest books; the customer is empty where
        not even that can be read."""
        return {(row.source, row.customer_ref) for row in self._connection.execute(UNREADABLE)}

    def ledger(self) -> Iterator[Account]:
        return self._ledger(_pages(IS_CURRENT), self.unreadable())

    def ledger_of(self, pages: ColumnElement[bool]) -> Iterator[Account]:
        """Those pages of the newest books for which this holds."""
        return self._ledger(_pages(IS_CURRENT).where(pages), self.unreadable())

    def ledger_at(self, shown: Sequence[Snapshot]) -> Iterator[Account]:
        chosen = snapshots.c.snapshot_id.in_([one.snapshot_id for one in shown])
        return self._ledger(_pages(chosen), set())

    def _ledger(self, pages: Select[Any], unreadable: set[tuple[str, str]]) -> Iterator[Account]:
        rows = self._connection.execute(pages)
        for _, page in groupby(rows, key=lambda row: (row.source, row.customer_ref)):
            lines = list(page)
            debtor = _debtor_on(lines[0])
            found = tuple(document_of(line) for line in lines)
            yield Account(debtor, found, doubted(debtor, unreadable))

    def sighting(self, source: str, document_id: str) -> Sighting:
        return self.sightings([(source, document_id)])[source, document_id]

    def sightings(self, wanted: Sequence[DocumentKey]) -> dict[DocumentKey, Sighting]:
        if not wanted:
            return {}
        ids = {"ids": sorted({document_id for _, document_id in wanted})}
        there = {
            (row.source, row.document_id): _sighting(row)
            for row in self._connection.execute(SEEN, ids)
        }
        return {key: there.get(key, LOST) for key in wanted}

    # Who is who

    def claims(self, key: CustomerKey) -> list[Debtor]:
        return self._named(**_of(key))

    def debtor(self, source: str, customer_ref: str) -> Debtor | None:
        return next(iter(self._named(source=source, customer_ref=customer_ref)), None)

    def proposals(self) -> list[Debtor]:
        return self._named(mapping=MappingState.PROPOSED)

    def count_proposals(self) -> int:
        proposed = debtors.c.mapping == MappingState.PROPOSED
        found = select(func.count()).select_from(debtors).where(proposed)
        return self._connection.scalar(found) or 0

    def named_by(self, source: str) -> list[Debtor]:
        return self._named(source=source)

    def save_debtor(self, debtor: Debtor) -> None:
        self.save_debtors([debtor])

    def save_debtors(self, found: Sequence[Debtor]) -> None:
        put(self._connection, debtors, [debtor_row(debtor) for debtor in found])

    def introduce(self, found: Sequence[Debtor]) -> None:
        write = insert(self._connection, debtors)
        new = {name: write.excluded[name] for name in ("name", "mapping", "account", "tenant_id")}
        nobody = write.on_conflict_do_update(
            index_elements=["source", "customer_ref"], set_=new, where=debtors.c.account.is_(None)
        )
        self._connection.execute(nobody, [debtor_row(debtor) for debtor in found])

    def rename(self, found: Sequence[Debtor]) -> None:
        for debtor in found:
            mine = (debtors.c.source == debtor.source) & (
                debtors.c.customer_ref == debtor.customer_ref
            )
            self._connection.execute(update(debtors).where(mine).values(name=debtor.name))

    def _named(self, **named: str) -> list[Debtor]:
        order = ("name", "source", "customer_ref")
        return [debtor_of(row) for row in rows_of(self._connection, debtors, *order, **named)]


def _sighting(row: Row[Any]) -> Sighting:
    """Of what is over nobody asks how it looked."""
    if row.status == Status.CLOSED:
        return Sighting(Found.CLOSED)
    found = Found(row.presence)
    return LOST if found is Found.VANISHED else Sighting(found, document_of(row))


def _of(key: CustomerKey) -> dict[str, str]:
    return {"account": key.account, "tenant_id": key.tenant_id}


def doubted(debtor: Debtor, unreadable: set[tuple[str, str]]) -> bool:
    """A row that names nobody may be anybody's: it puts its whole source in doubt."""
    return not unreadable.isdisjoint({(debtor.source, debtor.customer_ref), (debtor.source, "")})


def _pages(chosen: ColumnElement[bool]) -> Select[Any]:
    """Every document that these snapshots show beside its debtor, page by page."""
    same = (debtors.c.source == documents.c.source) & (
        debtors.c.customer_ref == documents.c.customer_ref
    )
    who = (
        debtors.c.name.label("debtor_name"),
        debtors.c.mapping.label("debtor_mapping"),
        debtors.c.account.label("debtor_account"),
        debtors.c.tenant_id.label("debtor_tenant"),
    )
    return (
        select(documents, *who)
        .select_from(documents)
        .join(debtors, same)
        .join(snapshots, and_(chosen, stands_in(snapshots), IS_SHOWN))
        .order_by(
            documents.c.source, documents.c.customer_ref, documents.c.due, documents.c.document_id
        )
    )


def _debtor_on(row: Row[Any]) -> Debtor:
    key = CustomerKey(row.debtor_account, row.debtor_tenant) if row.debtor_account else None
    mapping = MappingState(row.debtor_mapping)
    return Debtor(row.source, row.customer_ref, row.debtor_name, mapping, key)
