"""Takes personal data of a customer out of every table that has some."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    delete,
    func,
    or_,
    select,
    true,
    update,
)

from core.domain.customers import CustomerKey
from core.domain.erasure import Erasure, Kept
from core.ports.erasing import Someone
from storage.belonging import IS_THEIR_NAME, LEADS, is_of
from storage.emptying import LETTER_TEXTS, emptied
from storage.sql import by_partner
from storage.tables.agreements import disputes, holds, promises
from storage.tables.alerts import alert_answers, alert_reports
from storage.tables.books import bad_rows, debtors, documents
from storage.tables.cases import case_ticks, case_waits, cases, notes
from storage.tables.clocks import clocks
from storage.tables.collections import previews
from storage.tables.credits import credit_checks, credits
from storage.tables.desk import freezes
from storage.tables.jobs import jobs, jobs_history
from storage.tables.letters import contacts, letters, replies
from storage.tables.mapping import mapping_changes
from storage.tables.on_call import pages
from storage.tables.places import customer_places
from storage.tables.plans import plans, steps, votes
from storage.tables.prints import card_prints
from storage.tables.signals import signals
from storage.tables.step_up import code_offers
from storage.tables.sync import drifts
from storage.tables.tickets import ticket_entries, tickets

# Written by people, or by machines that name people. What people voted on is not among them: it
# is approved by its hash.
TEXTS: tuple[Column[Any], ...] = (
    *(notes.c.text, case_waits.c.why, case_ticks.c.evidence, cases.c.told),
    *(tickets.c.wish, tickets.c.text, ticket_entries.c.text),
    *(promises.c.note, disputes.c.reason, holds.c.reason),
    *(credits.c.reason, credits.c.why),
    *(credit_checks.c.given_by, credit_checks.c.note, credit_checks.c.link),
    *(plans.c.note, plans.c.ended_why, votes.c.reason, steps.c.why),
    *(pages.c.facts, signals.c.facts, alert_reports.c.report, bad_rows.c.facts),
    *(mapping_changes.c.reason, customer_places.c.reason, previews.c.subject, previews.c.text),
    *(clocks.c.letter, freezes.c.reason, drifts.c.who, alert_answers.c.why, code_offers.c.details),
)
# Their rows do not say whose they are: names are taken out wherever they stand.
NOBODYS = (previews, freezes, code_offers)


class SqlErasing:
    """Implements core.ports.erasing.Erasing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def people(self, key: CustomerKey) -> list[Someone]:
        found = [Someone(row.address, row.name) for row in self._rows(contacts, key)]
        found += [Someone(address) for address in self._addresses_in_books(key)]
        for row in self._rows(letters, key):
            found += [Someone(address) for address in json.loads(row.draft)["to"]]
        found += [Someone(row.sender) for row in self._rows(replies, key)]
        return [one for one in dict.fromkeys(found) if one != Someone()]

    def erase(self, key: CustomerKey, erasure: Erasure) -> dict[Kept, int]:
        return {
            Kept.CONTACTS: self._contacts(key, erasure),
            Kept.BOOKS: self._books(key, erasure),
            Kept.LETTERS: self._letters(key, erasure),
            Kept.REPLIES: self._replies(key, erasure),
            Kept.CARDS: self._cards(key, erasure),
            Kept.TEXTS: sum(self._names_in(column, key, erasure) for column in TEXTS)
            + sum(self._jobs(table, erasure) for table in (jobs, jobs_history)),
        }

    def _contacts(self, key: CustomerKey, erasure: Erasure) -> int:
        gone = [row for row in self._rows(contacts, key) if _is_about(erasure, row.address)]
        return self._each(gone, contacts, lambda same: delete(contacts).where(same))

    def _books(self, key: CustomerKey, erasure: Erasure) -> int:
        found = self._named(documents, key, documents.c.billing_email.is_not(None))
        gone = [row for row in found if _is_about(erasure, row.billing_email)]
        return self._empty(gone, documents, billing_email=None)

    def _letters(self, key: CustomerKey, erasure: Erasure) -> int:
        gone = 0
        for row in self._rows(letters, key):
            draft = json.loads(row.draft)
            said = (*draft["to"], *(draft[name] for name in LETTER_TEXTS), row.evidence, row.why)
            if any(said) and _is_about(erasure, *said):
                gone += self._empty([row], letters, **emptied(row.draft))
        return gone

    def _replies(self, key: CustomerKey, erasure: Erasure) -> int:
        addresses = [name.lower() for name in erasure.names]
        strangers = and_(replies.c.tenant_id.is_(None), func.lower(replies.c.sender).in_(addresses))
        gone = [
            row
            for row in self._rows(replies, key, or_(_is_of(replies), strangers))
            if row.sender and _is_about(erasure, row.sender, row.subject, row.text)
        ]
        return self._empty(gone, replies, sender="", subject="", text="")

    def _cards(self, key: CustomerKey, erasure: Erasure) -> int:
        its = or_(*(card_prints.c.subject.in_(LEADS[name]) for name in ("case_id", "plan_id")))
        gone = [row for row in self._rows(card_prints, key, its) if erasure.touches(row.drawn)]
        return self._empty(gone, card_prints, drawn="")

    def _names_in(self, column: Column[Any], key: CustomerKey, erasure: Erasure) -> int:
        table, changed = column.table, 0
        for row in self._rows(table, key):
            before = row._mapping[column.name]
            after = erasure.redacted(before)
            if after != before:
                changed += self._empty([row], table, **{column.name: after})
        return changed

    def _jobs(self, table: Table, erasure: Erasure) -> int:
        """What jobs were given, and why they died."""
        changed = 0
        for row in self._connection.execute(select(table)).all():
            before = json.dumps([row.payload, row.error])
            after = erasure.redacted(before)
            if after != before:
                payload, error = json.loads(after)
                changed += self._empty([row], table, payload=payload, error=error)
        return changed

    # Rows

    def _addresses_in_books(self, key: CustomerKey) -> Iterable[str]:
        found = self._named(documents, key, documents.c.billing_email.is_not(None))
        return {row.billing_email for row in found}

    def _named(
        self, table: Table, key: CustomerKey, condition: ColumnElement[bool]
    ) -> list[Row[Any]]:
        """Of names in any books that a person confirmed to be this customer's."""
        same = and_(
            table.c.source == debtors.c.source, table.c.customer_ref == debtors.c.customer_ref
        )
        found = select(table).join(debtors, same).where(IS_THEIR_NAME, condition)
        return list(self._connection.execute(found, by_partner([key])[0]))

    def _rows(
        self, table: Table, key: CustomerKey, condition: ColumnElement[bool] | None = None
    ) -> list[Row[Any]]:
        its = _is_of(table) if condition is None else condition
        return list(self._connection.execute(select(table).where(its), by_partner([key])[0]))

    def _empty(self, rows: Iterable[Row[Any]], table: Table, **new: object) -> int:
        return self._each(rows, table, lambda same: update(table).where(same).values(new))

    def _each(self, rows: Iterable[Row[Any]], table: Table, change: Any) -> int:
        """How many rows were changed."""
        found = list(rows)
        for row in found:
            keys = (column == row._mapping[column.name] for column in table.primary_key)
            self._connection.execute(change(and_(*keys)))
        return len(found)


def _is_about(erasure: Erasure, *texts: str) -> bool:
    return erasure.everybody or erasure.touches(*texts)


def _is_of(table: Table) -> ColumnElement[bool]:
    return true() if table in NOBODYS else is_of(table)
