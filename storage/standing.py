"""What people wrote about a customer, or about none, and is still here: in the forms of which the
audit trail has digests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, or_, select

from core.domain.customers import CustomerKey
from storage.belonging import LEADS, is_of
from storage.sql import by_partner
from storage.tables.agreements import disputes, holds, promises
from storage.tables.cases import case_ticks, case_waits, cases, notes
from storage.tables.clocks import clocks
from storage.tables.credits import credit_checks, credits
from storage.tables.desk import freezes
from storage.tables.letters import contacts, letters, replies
from storage.tables.mapping import mapping_changes
from storage.tables.places import customer_places
from storage.tables.plans import plans, votes
from storage.tables.prints import card_prints
from storage.tables.signals import signals
from storage.tables.tickets import ticket_entries, tickets

OF_CUSTOMERS: tuple[Column[Any], ...] = (
    *(notes.c.text, case_waits.c.why, case_ticks.c.evidence, cases.c.told),
    *(tickets.c.text, ticket_entries.c.text, promises.c.note, disputes.c.reason, holds.c.reason),
    *(credits.c.reason, credits.c.why, plans.c.note, votes.c.reason, clocks.c.letter),
    *(mapping_changes.c.reason, customer_places.c.reason, contacts.c.address, replies.c.text),
)
NOBODYS_PLANS = select(plans.c.plan_id).where(plans.c.account.is_(None))
# A hold on many is one event, about none of them.
OF_NOBODY: Mapping[Column[Any], ColumnElement[bool] | None] = {
    freezes.c.reason: None,
    holds.c.reason: holds.c.scope != "",
    plans.c.note: plans.c.account.is_(None),
    votes.c.reason: votes.c.plan_id.in_(NOBODYS_PLANS),
    replies.c.text: replies.c.account.is_(None),
    card_prints.c.drawn: card_prints.c.subject.in_(NOBODYS_PLANS),
}


def _of_letter(row: Row[Any]) -> Iterator[str]:
    draft = json.loads(row.draft)
    yield "\n".join(draft["to"])
    yield f"{draft['subject']}\n{draft['text']}"
    yield row.evidence


def _of_check(row: Row[Any]) -> Iterator[str]:
    yield "\n".join((row.given_by, row.note, row.link))


def _of_signal(row: Row[Any]) -> Iterator[str]:
    yield "\n".join(f"{name}: {value}" for name, value in json.loads(row.facts))


JOINED: Mapping[Table, Callable[[Row[Any]], Iterator[str]]] = {
    letters: _of_letter,
    credit_checks: _of_check,
    signals: _of_signal,
}


def standing(connection: Connection, customer: CustomerKey | None) -> Iterator[str]:
    """Some of them may come twice, some are empty."""
    if customer is None:
        for column, condition in OF_NOBODY.items():
            found = select(column)
            yield from connection.scalars(found if condition is None else found.where(condition))
        return
    (wanted,) = by_partner([customer])
    for column in OF_CUSTOMERS:
        yield from connection.scalars(select(column).where(is_of(column.table)), wanted)
    for table, texts in JOINED.items():
        for row in connection.execute(select(table).where(is_of(table)), wanted):
            yield from texts(row)
    shown = or_(*(card_prints.c.subject.in_(LEADS[name]) for name in ("case_id", "plan_id")))
    yield from connection.scalars(select(card_prints.c.drawn).where(shown), wanted)
