"""Of whom a policy cannot say anything yet, found in a few statements over everybody: reading and
judging them one by one would only find the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    func,
    or_,
    select,
)

from core.domain.customers import CustomerKey, MappingState
from core.domain.exposure import Presence
from core.domain.promises import PromiseState
from core.ports.dossiers import Horizon
from storage.repositories.collections import IS_NEWEST
from storage.repositories.contacts import SqlContacts
from storage.repositories.letters import SqlLetters
from storage.tables.agreements import holds, promises
from storage.tables.books import IS_CURRENT, IS_IN_BOOKS, IS_OWED, debtors, documents, snapshots
from storage.tables.collections import IS_OPEN_EPISODE, acquaintances, episodes, verdicts

Page = tuple[str, str]

NAMES = select(
    debtors.c.source, debtors.c.customer_ref, debtors.c.account, debtors.c.tenant_id
).where(debtors.c.mapping == MappingState.CONFIRMED, debtors.c.account.is_not(None))


def _whose(table: Table) -> Select[tuple[str, str]]:
    return select(table.c.account, table.c.tenant_id).distinct()


# Whoever is chased, was found to be more than clear, or promised something.
CHASED = _whose(episodes).where(IS_OPEN_EPISODE)
SPOKEN_OF = _whose(verdicts).join(acquaintances, IS_NEWEST)
PROMISED = _whose(promises).where(promises.c.state == PromiseState.OPEN)


def nothing_due(connection: Connection, horizon: Horizon) -> Mapping[CustomerKey, date | None]:
    """See core.ports.dossiers.Dossiers."""
    fresh, pages = _fresh(connection, horizon), _pages(connection, horizon)
    stirred, first = _stirred(connection, horizon), dict[CustomerKey, date | None]()
    for source, ref, *key in connection.execute(NAMES):
        customer, (issued, matters) = CustomerKey(*key), pages.get((source, ref), (None, 0))
        if matters or source not in fresh:
            stirred.add(customer)
        known = [day for day in (issued, first.get(customer)) if day is not None]
        first[customer] = min(known, default=None)
    return {key: day for key, day in first.items() if key not in stirred}


def _pages(connection: Connection, horizon: Horizon) -> dict[Page, list[Any]]:
    """When the oldest document of each was issued, and whether one of them matters."""
    page = documents.c.source, documents.c.customer_ref
    oldest, matters = func.min(documents.c.issued), func.max(case((_matters(horizon), 1), else_=0))
    found = select(*page, oldest, matters).join(snapshots, IS_IN_BOOKS).group_by(*page)
    return {(source, ref): told for source, ref, *told in connection.execute(found)}


def _matters(horizon: Horizon) -> ColumnElement[bool]:
    """A debt that is due by then, or nobody knows when, or in a currency without a floor; and
    whatever is missing."""
    soon = or_(documents.c.due.is_(None), documents.c.due <= horizon.until)
    if horizon.currencies is not None:
        soon = or_(soon, documents.c.currency.not_in(sorted(horizon.currencies)))
    return or_(and_(IS_OWED, soon), documents.c.presence == Presence.MISSING)


def _fresh(connection: Connection, horizon: Horizon) -> Collection[str]:
    """Sources whose books are young enough everywhere."""
    found = select(snapshots.c.source).where(IS_CURRENT, snapshots.c.as_of >= horizon.fresh)
    return set(connection.scalars(found))


def _stirred(connection: Connection, horizon: Horizon) -> set[CustomerKey]:
    """Whoever is to be looked at whatever the books say."""
    replies = SqlLetters(connection)
    written = {one.sender for one in replies.unread_of_nobody()}
    perhaps = (SqlContacts(connection).known_as(one) for one in written)
    found = replies.unread_customers().union(*perhaps)
    held = _whose(holds).where(holds.c.ended_on.is_(None) | (holds.c.ended_on >= horizon.since))
    for asked in (CHASED, SPOKEN_OF, PROMISED, held):
        rows = connection.execute(asked)
        found.update(CustomerKey(row.account, row.tenant_id) for row in rows)
    return found
