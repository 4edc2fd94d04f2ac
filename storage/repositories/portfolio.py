"""What is late in all of the newest books: sums over an index that holds all that they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
)

from core.domain.agreements import DocumentKey
from core.domain.arrears import CreditSum, LateSum
from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.mapping import LedgerKey
from core.domain.money import Money
from core.ports.records import Account
from storage.codec import from_minor
from storage.repositories import dossier_queries
from storage.repositories.book_rows import debtor_of, document_of
from storage.repositories.books import SqlBooks, doubted
from storage.sql import by_customer, by_partner
from storage.tables.books import (
    IS_CREDIT,
    IS_CURRENT,
    IS_IN_BOOKS,
    IS_OWED,
    debtors,
    documents,
    snapshots,
)

LEFT = documents.c.open_minor - documents.c.disputed_minor
# Of the documents of one source, by the number of its newest books.
STANDS = and_(
    documents.c.source == bindparam("source"),
    documents.c.since <= bindparam("number"),
    or_(documents.c.until.is_(None), documents.c.until > bindparam("number")),
)
IS_LATE = and_(STANDS, IS_OWED, documents.c.due < bindparam("on"))
LIMITS = (30, 60, 90)
# Of pairs in one statement.
AT_ONCE = 5000
PAGE = (documents.c.customer_ref, documents.c.currency)


def _ages(due: ColumnElement[date], left: ColumnElement[int]) -> list[ColumnElement[int]]:
    """A sum for each age that is late."""
    bounds: list[ColumnElement[date]] = [
        bindparam("on"),
        *(bindparam(f"before_{days}") for days in LIMITS),
    ]
    inside = [and_(due < upper, due >= lower) for upper, lower in pairwise(bounds)]
    return [
        func.sum(case((where, left), else_=0)).label(f"age_{place}")
        for place, where in enumerate((*inside, due < bounds[-1]))
    ]


def _with_debtors(found: Select[Any]) -> Select[Any]:
    """These sums, each beside who it is; the source is that of the parameter. They are made once:
    PostgreSQL, which knows nothing yet of books that just came in, made them for each debtor."""
    sums = _once(found, "sums")
    same = and_(
        debtors.c.source == bindparam("source"), debtors.c.customer_ref == sums.c.customer_ref
    )
    return select(debtors, *(c for c in sums.c if c.name != "customer_ref")).join(sums, same)


def _once(found: Select[Any], name: str) -> CTE:
    return found.cte(name).prefix_with("MATERIALIZED", dialect="postgresql")


LATE = _with_debtors(
    select(*PAGE, func.min(documents.c.due).label("oldest"), *_ages(documents.c.due, LEFT))
    .where(IS_LATE, LEFT > 0)
    .group_by(*PAGE)
)
_CREDITS = (
    select(*PAGE, (-func.sum(documents.c.open_minor)).label("credit"))
    .where(STANDS, IS_CREDIT)
    .group_by(*PAGE)
)
CREDITS = _with_debtors(_CREDITS)


def _less_credits() -> Select[Any]:
    """The same as LATE, of the pages that have credits: they come off the oldest document first."""
    credits = _once(_CREDITS, "credits")
    upto = func.sum(LEFT).over(
        partition_by=PAGE, order_by=(documents.c.due, documents.c.id), rows=(None, 0)
    )
    same = and_(
        credits.c.customer_ref == documents.c.customer_ref,
        credits.c.currency == documents.c.currency,
    )
    late = (
        select(*PAGE, documents.c.due, LEFT.label("open_"), upto.label("upto"), credits.c.credit)
        .join(credits, same)
        .where(IS_LATE, LEFT > 0)
        .subquery("late")
    )
    rest = late.c.upto - late.c.credit
    left = case((rest < late.c.open_, rest), else_=late.c.open_)
    page = late.c.customer_ref, late.c.currency
    sums = select(*page, func.min(late.c.due).label("oldest"), *_ages(late.c.due, left))
    return _with_debtors(sums.where(rest > 0).group_by(*page))


LESS_CREDITS = _less_credits()
# Named one by one, as the database would rather look through all documents.
PAGES: BindParameter[Any] = bindparam("pages", expanding=True)
UNCONFIRMED = select(debtors.c.source, debtors.c.customer_ref).where(
    debtors.c.mapping != MappingState.CONFIRMED
)
OPEN = (
    select(
        documents.c.source,
        *PAGE,
        func.sum(case((and_(IS_OWED, documents.c.due.is_not(None)), LEFT), else_=0)).label("left"),
    )
    .join(snapshots, IS_IN_BOOKS)
    .where(tuple_(documents.c.customer_ref, documents.c.source).in_(PAGES))
    .group_by(documents.c.source, *PAGE)
)
NAMED = select(debtors).where(tuple_(debtors.c.source, debtors.c.customer_ref).in_(PAGES))


class SqlPortfolio:
    """Implements core.ports.arrears.Portfolio."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sums(self, on: date) -> tuple[list[LateSum], list[CreditSum]]:
        days = {f"before_{limit}": on - timedelta(days=limit) for limit in LIMITS}
        late, credits = list[LateSum](), list[CreditSum]()
        for newest in self._newest():
            theirs = [_credit_sum(row) for row in self._rows(CREDITS, newest)]
            late += self._late(theirs, newest | days | {"on": on})
            credits += theirs
        return late, credits

    def _late(self, credits: Sequence[CreditSum], asked: dict[str, Any]) -> Iterator[LateSum]:
        credited = {(one.debtor.customer_ref, one.left.currency) for one in credits}
        for row in self._rows(LATE, asked):
            if (row.customer_ref, row.currency) not in credited:
                yield _late_sum(row)
        if credited:
            yield from map(_late_sum, self._rows(LESS_CREDITS, asked))

    def unreadable(self) -> set[LedgerKey]:
        return SqlBooks(self._connection).unreadable()

    def unconfirmed(self) -> list[tuple[LedgerKey, Money]]:
        pages = [(ref, source) for source, ref in self._connection.execute(UNCONFIRMED)]
        return [
            ((row.source, row.customer_ref), from_minor(int(row.left), row.currency))
            for row in self._named(OPEN, pages)
        ]

    def _newest(self) -> list[dict[str, Any]]:
        rows = self._connection.execute(
            select(snapshots.c.source, snapshots.c.number)
            .where(IS_CURRENT)
            .order_by(snapshots.c.source)
        )
        return [dict(row._mapping) for row in rows]

    def _rows(self, query: Select[Any], asked: dict[str, Any]) -> Sequence[Row[Any]]:
        return self._connection.execute(query, asked).all()

    # Pages in full

    def accounts(self, keys: Sequence[CustomerKey]) -> dict[CustomerKey, list[Account]]:
        found: dict[CustomerKey, list[Account]] = {key: [] for key in keys}
        unreadable = self.unreadable()
        for wanted in by_partner(keys):
            lines: dict[tuple[str, str], list[Row[Any]]] = {}
            for row in self._connection.execute(dossier_queries.DOCUMENTS, wanted):
                lines.setdefault((row.source, row.customer_ref), []).append(row)
            names = by_customer(self._connection, dossier_queries.NAMES, wanted)
            for key, rows in names.items():
                found[key] = [_account(debtor_of(row), lines, unreadable) for row in rows]
        return found

    def pages(self, keys: Sequence[LedgerKey]) -> list[Account]:
        if not keys:
            return []
        page = tuple_(documents.c.source, documents.c.customer_ref)
        return list(SqlBooks(self._connection).ledger_of(page.in_(list(keys))))

    def debtors(self, keys: Sequence[LedgerKey]) -> list[Debtor]:
        return [debtor_of(row) for row in self._named(NAMED, keys)]

    def _named(self, query: Select[Any], pages: Sequence[LedgerKey]) -> Iterator[Row[Any]]:
        for start in range(0, len(pages), AT_ONCE):
            some = {"pages": pages[start : start + AT_ONCE]}
            yield from self._connection.execute(query, some)

    def whose(self, documents_: Sequence[DocumentKey]) -> set[LedgerKey]:
        seen = SqlBooks(self._connection).sightings(documents_)
        return {
            (one.document.source, one.document.customer_ref)
            for one in seen.values()
            if one.document is not None
        }


def _credit_sum(row: Row[Any]) -> CreditSum:
    return CreditSum(debtor_of(row), from_minor(int(row.credit), row.currency))


def _late_sum(row: Row[Any]) -> LateSum:
    ages = int(row.age_0), int(row.age_1), int(row.age_2), int(row.age_3)
    return LateSum(debtor_of(row), row.currency, row.oldest, ages)


def _account(
    debtor: Debtor,
    lines: dict[tuple[str, str], list[Row[Any]]],
    unreadable: set[tuple[str, str]],
) -> Account:
    found = lines.get((debtor.source, debtor.customer_ref), ())
    return Account(debtor, tuple(map(document_of, found)), doubted(debtor, unreadable))
