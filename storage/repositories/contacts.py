"""Whom letters go to: rows that somebody wrote, and addresses that stand in the newest books."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, select

from core.domain.customers import CustomerKey, MappingState
from core.domain.notices import Contact, ContactKind, Source, language_in
from storage.sql import put
from storage.tables.books import IS_IN_BOOKS, debtors, documents, snapshots
from storage.tables.customers import customers
from storage.tables.letters import contacts


class SqlContacts:
    """Implements core.ports.letters.Contacts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, key: CustomerKey) -> list[Contact]:
        mine = contacts.c.account == key.account, contacts.c.tenant_id == key.tenant_id
        theirs = debtors.c.account == key.account, debtors.c.tenant_id == key.tenant_id
        return [*self._written(*mine), *self._in_books(*theirs)]

    def all(self) -> list[Contact]:
        return list(self._written())

    def save(self, contact: Contact) -> None:
        row = {
            "account": contact.customer.account,
            "tenant_id": contact.customer.tenant_id,
            "source": contact.source.value,
            "kind": contact.kind.value,
            "address": contact.address,
            "language": contact.language,
            "name": contact.name,
        }
        put(self._connection, contacts, [row])

    def remove(self, contact: Contact) -> None:
        self._connection.execute(
            delete(contacts).where(
                contacts.c.account == contact.customer.account,
                contacts.c.tenant_id == contact.customer.tenant_id,
                contacts.c.source == contact.source,
                contacts.c.kind == contact.kind,
                contacts.c.address == contact.address,
            )
        )

    def known_as(self, address: str) -> set[CustomerKey]:
        wanted = address.lower()
        written = self._written(func.lower(contacts.c.address) == wanted)
        books = self._in_books(func.lower(documents.c.billing_email) == wanted)
        return {one.customer for one in (*written, *books)}

    def _written(self, *conditions: ColumnElement[bool]) -> Iterator[Contact]:
        order = contacts.c.account, contacts.c.tenant_id, contacts.c.kind, contacts.c.address
        for row in self._connection.execute(select(contacts).where(*conditions).order_by(*order)):
            yield Contact(
                customer=CustomerKey(row.account, row.tenant_id),
                kind=ContactKind(row.kind),
                address=row.address,
                language=row.language,
                name=row.name,
                source=Source(row.source),
            )

    def _in_books(self, *conditions: ColumnElement[bool]) -> Iterator[Contact]:
        """Of names that a person confirmed: an address of somebody else's would tell him of
        debts."""
        for row in self._connection.execute(addresses().where(*conditions)):
            yield _of_books(row)


def addresses() -> Select[Any]:
    """Those in the newest books."""
    confirmed = debtors.c.mapping == MappingState.CONFIRMED
    same = and_(
        debtors.c.source == documents.c.source, debtors.c.customer_ref == documents.c.customer_ref
    )
    its = and_(
        customers.c.account == debtors.c.account, customers.c.tenant_id == debtors.c.tenant_id
    )
    address = documents.c.billing_email.label("address")
    asked = debtors.c.account, debtors.c.tenant_id, address, customers.c.country
    return (
        select(*asked)
        .select_from(documents)
        .join(snapshots, IS_IN_BOOKS)
        .join(debtors, same)
        .join(customers, its)
        .where(confirmed, documents.c.billing_email != "")
        .distinct()
        .order_by(*asked)
    )


def _of_books(row: Row[Any]) -> Contact:
    key, language = CustomerKey(row.account, row.tenant_id), language_in(row.country)
    return Contact(key, ContactKind.BILLING, row.address, language, source=Source.BOOKS)
