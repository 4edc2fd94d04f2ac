"""Whose data is still needed: customers with whom something is not over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, and_, select, tuple_, union_all

from core.domain.customers import MappingState
from storage.tables.books import IS_IN_BOOKS, debtors, documents, snapshots
from storage.tables.cases import IS_OPEN_CASE, cases
from storage.tables.clocks import clocks
from storage.tables.collections import IS_OPEN_EPISODE, episodes
from storage.tables.containments import IS_OPEN as IS_CONTAINED
from storage.tables.containments import containments
from storage.tables.customers import suspensions
from storage.tables.plans import IS_OPEN, plans
from storage.tables.tickets import IS_OPEN_TICKET, tickets

OPEN: tuple[tuple[Table, ColumnElement[bool]], ...] = (
    (cases, IS_OPEN_CASE),
    (plans, and_(IS_OPEN, plans.c.account.is_not(None))),
    (containments, IS_CONTAINED),
    (tickets, IS_OPEN_TICKET),
    (suspensions, suspensions.c.lifted_at.is_(None)),
    (clocks, clocks.c.ended_at.is_(None)),
    (episodes, IS_OPEN_EPISODE),
)


def is_quiet(table: Table, before: datetime) -> ColumnElement[bool]:
    """Is nothing open with the customer of a row, and was nothing that is unpaid written before
    that? False where the row names no customer."""
    return tuple_(table.c.account, table.c.tenant_id).not_in(_busy(before))


def _busy(before: datetime) -> CompoundSelect[Any]:
    found = (select(table.c.account, table.c.tenant_id).where(is_so) for table, is_so in OPEN)
    return union_all(*found, _debts_of(before))


def _debts_of(before: datetime) -> Select[Any]:
    """A debt that is as old as the data."""
    same = and_(
        documents.c.source == debtors.c.source, documents.c.customer_ref == debtors.c.customer_ref
    )
    return (
        select(debtors.c.account, debtors.c.tenant_id)
        .join(documents, same)
        .join(snapshots, IS_IN_BOOKS)
        .where(
            debtors.c.mapping == MappingState.CONFIRMED,
            debtors.c.account.is_not(None),
            documents.c.open_minor > 0,
            documents.c.issued < before.date(),
        )
    )
