"""Queries of what is kept of customers of one partner account, each of one table. They are made
once: making one takes longer than running it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Table, and_, bindparam, func, select

from core.domain.customers import MappingState
from core.domain.notices import ARRIVED
from core.domain.promises import PromiseState
from storage.repositories.clocks import RUNS
from storage.repositories.letters import UNREAD
from storage.repositories.plans import IN_ORDER
from storage.sql import theirs
from storage.tables.agreements import disputes, holds, promises, returned_payments
from storage.tables.books import IS_IN_BOOKS, debtors, documents, snapshots
from storage.tables.clocks import clocks
from storage.tables.collections import IS_OPEN_EPISODE, acquaintances, episodes, filings
from storage.tables.credits import IS_APPROVED, credits
from storage.tables.customers import customers, subscriptions, suspensions
from storage.tables.letters import letters, replies
from storage.tables.places import customer_places
from storage.tables.plans import IS_ALONE, plans


def _all_of(table: Table, *order: Any) -> Select[Any]:
    return select(table).where(*theirs(table)).order_by(*order)


def _one_of(table: Table, *columns: Any) -> Select[Any]:
    """A row for each customer."""
    asked = select(table.c.account, table.c.tenant_id, *columns).where(*theirs(table))
    return asked.group_by(table.c.account, table.c.tenant_id)


IS_THEIRS = and_(*theirs(debtors), debtors.c.mapping == MappingState.CONFIRMED)
COUNTRIES = select(customers.c.account, customers.c.tenant_id, customers.c.country).where(
    *theirs(customers)
)
PLACES = _all_of(customer_places)
NAMES = (
    select(debtors)
    .where(IS_THEIRS)
    .order_by(debtors.c.name, debtors.c.source, debtors.c.customer_ref)
)
DOCUMENTS = (
    select(documents)
    .join(
        debtors,
        and_(
            debtors.c.source == documents.c.source,
            debtors.c.customer_ref == documents.c.customer_ref,
        ),
    )
    .join(snapshots, IS_IN_BOOKS)
    .where(IS_THEIRS)
    .order_by(documents.c.due, documents.c.document_id)
)
DISPUTES, HOLDS = _all_of(disputes, disputes.c.id), _all_of(holds, holds.c.id)
PROMISES = _all_of(promises, promises.c.id).where(promises.c.state != PromiseState.ASKED)
SUBSCRIPTIONS = _all_of(subscriptions, subscriptions.c.name, subscriptions.c.subscription_id)
SUSPENSIONS = _all_of(suspensions, suspensions.c.since, suspensions.c.subscription_id)
NOTICES = (
    select(
        *(letters.c.account, letters.c.tenant_id),
        *(letters.c.name, letters.c.delivered_on, letters.c.draft),
    )
    .where(*theirs(letters), letters.c.state.in_(sorted(ARRIVED)))
    .where(letters.c.delivered_on.is_not(None))
    .order_by(letters.c.delivered_on, letters.c.created_at, letters.c.letter_id)
)
ACQUAINTED = _all_of(acquaintances)
RETURNED = (
    select(debtors.c.account, debtors.c.tenant_id, func.max(returned_payments.c.returned_on))
    .join(
        returned_payments,
        and_(
            debtors.c.source == returned_payments.c.source,
            debtors.c.customer_ref == returned_payments.c.customer_ref,
        ),
    )
    .where(IS_THEIRS)
    .group_by(debtors.c.account, debtors.c.tenant_id)
)
OVER_LIMIT = _one_of(credits).where(IS_APPROVED, credits.c.over_since.is_not(None))
UNREAD_AT = _one_of(replies, func.min(replies.c.received_at)).where(*UNREAD)
GONE_FROM = _one_of(clocks, func.min(clocks.c.gone_from)).where(RUNS)
EPISODES = _all_of(episodes).where(IS_OPEN_EPISODE)
FILINGS = _all_of(filings, filings.c.id)
PLANS = _all_of(plans, *IN_ORDER).where(IS_ALONE)
USED = select(subscriptions.c.subscription_id).where(
    subscriptions.c.account == bindparam("partner"),
    subscriptions.c.subscription_id.in_(bindparam("subscriptions", expanding=True)),
)
