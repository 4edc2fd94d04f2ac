"""Customers, their subscriptions, and the suspensions that we placed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    bindparam,
    case,
    delete,
    func,
    select,
    update,
)

from core.domain.customers import Customer, CustomerKey, Subscription, Suspension
from storage.repositories.customer_rows import (
    customer_of,
    customer_row,
    subscription_of,
    subscription_row,
    suspension_of,
    suspension_row,
)
from storage.repositories.customer_search import CustomerSearch
from storage.repositories.name_parts import keep_parts
from storage.sql import add_row, by_partner, insert, put, rows_of, theirs
from storage.tables.customers import customers, registrations, subscriptions, suspensions

ACTIVE = select(func.count()).where(subscriptions.c.status == "active")
CUT = select(func.count()).where(
    suspensions.c.since >= bindparam("since"),
    suspensions.c.lifted_at.is_(None),
    suspensions.c.account == subscriptions.c.account,
    suspensions.c.subscription_id == subscriptions.c.subscription_id,
    subscriptions.c.status != "active",
)
BOTH = select(ACTIVE.scalar_subquery() + CUT.scalar_subquery())

NAMES = select(customers.c.account, customers.c.tenant_id, customers.c.name).where(
    *theirs(customers)
)


class SqlCustomers(CustomerSearch):
    """Implements core.ports.store.Customers."""

    # Customers

    def get(self, key: CustomerKey) -> Customer | None:
        row = rows_of(self._connection, customers, **_of(key)).first()
        return None if row is None else customer_of(row)

    def save(self, found: Iterable[Customer]) -> None:
        found = list(found)
        rows = [customer_row(customer) for customer in found]
        if not rows:
            return
        keep_parts(self._connection, rows)
        write = insert(self._connection, customers)
        said = write.excluded.country
        # A list of customers does not say the country; what is known of it stays.
        country = case((said == "", customers.c.country), else_=said)
        rest = {name: write.excluded[name] for name in rows[0] if name != "country"}
        kept = write.on_conflict_do_update(
            index_elements=["account", "tenant_id"], set_={**rest, "country": country}
        )
        self._connection.execute(kept, rows)
        self._register(one for one in found if one.registration)

    def _register(self, found: Iterable[Customer]) -> None:
        """Another list may not say it; what is known of it stays."""
        rows = [
            {
                "account": one.key.account,
                "tenant_id": one.key.tenant_id,
                "number": one.registration,
            }
            for one in found
        ]
        put(self._connection, registrations, rows)

    def registered(self) -> dict[CustomerKey, str]:
        rows = self._connection.execute(select(registrations))
        return {CustomerKey(row.account, row.tenant_id): row.number for row in rows}

    def all(self) -> list[Customer]:
        return [customer_of(row) for row in rows_of(self._connection, customers, "name")]

    def names(self, keys: Sequence[CustomerKey]) -> dict[CustomerKey, str]:
        return {
            CustomerKey(row.account, row.tenant_id): row.name
            for wanted in by_partner(keys)
            for row in self._connection.execute(NAMES, wanted)
        }

    def at(self, place: int) -> CustomerKey | None:
        count = self._connection.scalar(select(func.count()).select_from(customers)) or 0
        if not count:
            return None
        keys = select(customers.c.account, customers.c.tenant_id)
        ordered = keys.order_by(customers.c.tenant_id, customers.c.account)
        row = self._connection.execute(ordered.limit(1).offset(place % count)).one()
        return CustomerKey(row.account, row.tenant_id)

    # Subscriptions

    def subscriptions(self, key: CustomerKey) -> list[Subscription]:
        found = rows_of(self._connection, subscriptions, "name", "subscription_id", **_of(key))
        return [subscription_of(row) for row in found]

    def save_subscriptions(self, key: CustomerKey, found: Sequence[Subscription]) -> None:
        self._connection.execute(
            delete(subscriptions).where(
                subscriptions.c.account == key.account, subscriptions.c.tenant_id == key.tenant_id
            )
        )
        put(self._connection, subscriptions, [subscription_row(one) for one in found])

    def save_subscription(self, found: Subscription) -> None:
        put(self._connection, subscriptions, [subscription_row(found)])

    def owner(self, account: str, subscription_id: str) -> CustomerKey | None:
        found = select(subscriptions.c.tenant_id).where(
            subscriptions.c.account == account, subscriptions.c.subscription_id == subscription_id
        )
        tenant_id = self._connection.scalar(found)
        return CustomerKey(account, tenant_id) if tenant_id else None

    def ending(
        self, begin: datetime, end: datetime, keys: Collection[CustomerKey]
    ) -> Iterator[Subscription]:
        ends = subscriptions.c.commitment_ends
        rows = self._connection.execute(select(subscriptions).where(ends >= begin, ends < end))
        for row in rows:
            if CustomerKey(row.account, row.tenant_id) in keys:
                yield subscription_of(row)

    def active_subscriptions(self, since: datetime) -> int:
        return self._connection.scalar(BOTH, {"since": since}) or 0

    # Suspensions

    def suspensions(self, key: CustomerKey) -> list[Suspension]:
        found = rows_of(self._connection, suspensions, "since", "subscription_id", **_of(key))
        return [suspension_of(row) for row in found]

    def open_suspensions(self, key: CustomerKey) -> list[Suspension]:
        return [one for one in self.suspensions(key) if one.lifted_at is None]

    def last_suspension(self, key: CustomerKey, subscription_id: str) -> Suspension | None:
        found = select(suspensions).where(
            suspensions.c.account == key.account,
            suspensions.c.tenant_id == key.tenant_id,
            suspensions.c.subscription_id == subscription_id,
        )
        newest = found.order_by(
            suspensions.c.lifted_at.is_not(None), suspensions.c.since.desc()
        ).limit(1)
        row = self._connection.execute(newest).first()
        return None if row is None else suspension_of(row)

    def suspended_customers(self) -> set[CustomerKey]:
        found = select(suspensions.c.account, suspensions.c.tenant_id).where(
            suspensions.c.lifted_at.is_(None)
        )
        return {CustomerKey(*row) for row in self._connection.execute(found)}

    def open_everywhere(self) -> list[Suspension]:
        found = select(suspensions).where(suspensions.c.lifted_at.is_(None))
        return [suspension_of(row) for row in self._connection.execute(found)]

    def add_suspension(self, suspension: Suspension) -> None:
        add_row(self._connection, suspensions, suspension_row(suspension))

    def keep_suspended(self, key: CustomerKey, subscription_id: str, reason: str) -> None:
        ours = update(suspensions).where(*_open_suspension(key, subscription_id))
        self._connection.execute(ours.values(reason=reason))

    def lift_suspension(self, key: CustomerKey, subscription_id: str, at: datetime) -> None:
        ours = update(suspensions).where(*_open_suspension(key, subscription_id))
        self._connection.execute(ours.values(lifted_at=at))


def _of(key: CustomerKey) -> dict[str, str]:
    return {"account": key.account, "tenant_id": key.tenant_id}


def _open_suspension(key: CustomerKey, subscription_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        suspensions.c.account == key.account,
        suspensions.c.tenant_id == key.tenant_id,
        suspensions.c.subscription_id == subscription_id,
        suspensions.c.lifted_at.is_(None),
    )
