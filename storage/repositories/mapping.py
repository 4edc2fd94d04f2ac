"""What speaks for an account in the books being a tenant, as rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, or_, select

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.mapping import (
    NOTHING_SAID,
    RANKS,
    AccountFacts,
    Change,
    LedgerKey,
    Reason,
    Strength,
    Suggestion,
)
from storage.repositories.book_rows import debtor_of
from storage.sql import insert, put, rows_of
from storage.tables.books import debtors
from storage.tables.mapping import account_facts, mapping_changes, suggestions

STANDS = ~suggestions.c.turned_down


class SqlMappings:
    """Implements core.ports.mapping.Mappings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # What the books say

    def facts(self, source: str) -> Mapping[str, AccountFacts]:
        rows = rows_of(self._connection, account_facts, source=source)
        return {row.customer_ref: _facts_of(row) for row in rows}

    def facts_of(self, key: LedgerKey) -> AccountFacts:
        source, ref = key
        row = rows_of(self._connection, account_facts, source=source, customer_ref=ref).first()
        return NOTHING_SAID if row is None else _facts_of(row)

    def save_facts(self, source: str, found: Mapping[str, AccountFacts]) -> None:
        rows = [
            {
                "source": source,
                "customer_ref": ref,
                "domains": " ".join(facts.domains),
                "registration": facts.registration,
                "payer_ref": facts.payer_ref,
            }
            for ref, facts in found.items()
        ]
        put(self._connection, account_facts, rows)

    def paid_by(self, key: LedgerKey) -> list[str]:
        source, ref = key
        rows = rows_of(
            self._connection, account_facts, "customer_ref", source=source, payer_ref=ref
        )
        return [row.customer_ref for row in rows]

    # Who it may be

    def unmapped(self) -> list[Debtor]:
        return self._debtors(debtors.c.mapping == MappingState.UNMAPPED)

    def named(self, text: str, most: int) -> list[Debtor]:
        wanted = text.strip().lower()
        name, ref = func.lower(debtors.c.name), func.lower(debtors.c.customer_ref)
        # SQLite knows the capitals of ASCII alone.
        written = debtors.c.name.contains(text.strip(), autoescape=True)
        found = or_(written, name.contains(wanted, autoescape=True), ref == wanted)
        return self._debtors(found)[:most] if wanted else []

    def _debtors(self, *conditions: ColumnElement[bool]) -> list[Debtor]:
        found = select(debtors).where(*conditions)
        ordered = found.order_by(debtors.c.name, debtors.c.source, debtors.c.customer_ref)
        return [debtor_of(row) for row in self._connection.execute(ordered)]

    def suggestions(self) -> list[Suggestion]:
        nobody = debtors.c.mapping == MappingState.UNMAPPED
        same = (debtors.c.source == suggestions.c.source) & (
            debtors.c.customer_ref == suggestions.c.customer_ref
        )
        found = select(suggestions).join(debtors, same).where(nobody, STANDS)
        return self._suggestions(found)

    def suggested_for(self, key: LedgerKey) -> list[Suggestion]:
        return self._suggestions(select(suggestions).where(_of(key), STANDS))

    def turned_down(self) -> list[Suggestion]:
        return self._suggestions(select(suggestions).where(suggestions.c.turned_down))

    def _suggestions(self, query: Select[Any]) -> list[Suggestion]:
        found = map(_suggestion_of, self._connection.execute(query))
        return sorted(found, key=_best_first)

    def suggest(self, accounts: Collection[LedgerKey], found: Sequence[Suggestion]) -> None:
        for key in accounts:
            self._connection.execute(delete(suggestions).where(_of(key), STANDS))
        rows = [_row(one, turned_down=False) for one in found]
        if rows:
            # What is still there was turned down, perhaps while these were looked for.
            new = insert(self._connection, suggestions).on_conflict_do_nothing()
            self._connection.execute(new, rows)

    def turn_down(self, found: Sequence[Suggestion]) -> None:
        put(self._connection, suggestions, [_row(one, turned_down=True) for one in found])

    def take_up(self, key: LedgerKey, customer: CustomerKey) -> None:
        theirs = (suggestions.c.account == customer.account) & (
            suggestions.c.tenant_id == customer.tenant_id
        )
        self._connection.execute(delete(suggestions).where(_of(key), theirs))

    # Why somebody changed it

    def note(self, change: Change) -> None:
        row = {
            "change_id": change.change_id,
            "source": change.source,
            "customer_ref": change.customer_ref,
            "account": change.customer.account,
            "tenant_id": change.customer.tenant_id,
            "reason": change.reason,
            "changed_at": change.changed_at,
        }
        put(self._connection, mapping_changes, [row])

    def change(self, change_id: str) -> Change | None:
        row = rows_of(self._connection, mapping_changes, change_id=change_id).first()
        if row is None:
            return None
        values = dict(row._mapping)
        key = CustomerKey(values.pop("account"), values.pop("tenant_id"))
        return Change(customer=key, **values)


def _of(key: LedgerKey) -> ColumnElement[bool]:
    return (suggestions.c.source == key[0]) & (suggestions.c.customer_ref == key[1])


def _best_first(one: Suggestion) -> tuple[str, str, int, CustomerKey]:
    return (one.source, one.customer_ref, -RANKS.index(one.strength), one.customer)


def _facts_of(row: Row[Any]) -> AccountFacts:
    return AccountFacts(tuple(row.domains.split()), row.registration, row.payer_ref)


def _row(one: Suggestion, *, turned_down: bool) -> dict[str, object]:
    return {
        "source": one.source,
        "customer_ref": one.customer_ref,
        "account": one.customer.account,
        "tenant_id": one.customer.tenant_id,
        "strength": one.strength.value,
        "reasons": " ".join(one.reasons),
        "turned_down": turned_down,
    }


def _suggestion_of(row: Row[Any]) -> Suggestion:
    return Suggestion(
        source=row.source,
        customer_ref=row.customer_ref,
        customer=CustomerKey(row.account, row.tenant_id),
        strength=Strength(row.strength),
        reasons=tuple(map(Reason, row.reasons.split())),
    )
