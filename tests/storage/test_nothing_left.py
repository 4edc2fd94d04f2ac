"""Somebody who was forgotten stands nowhere any more: not in any column of any table, nor in what a
file still has of rows that were there before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    insert,
    select,
)

from core.domain.erasure import Erasure
from storage.codec import to_text
from storage.database import Database
from storage.tables.all import metadata
from storage.tables.metadata import UTCDateTime
from storage.unit_of_work import SqlStore
from tests.a_letter import a_draft
from tests.builders import CONTOSO, NOW

NAME, ADDRESS = "Greta Lindqvist", "greta@contoso.example"
GRETA = Erasure(frozenset({NAME, ADDRESS}), everybody=True)
# Written by machines, about things, or by and about our own people; nobody at a customer is named.
OF_THINGS = {
    *(f"account_facts.{name}" for name in ("source", "customer_ref", "domains")),
    "account_facts.payer_ref",
    *(f"suggestions.{name}" for name in ("source", "customer_ref", "reasons")),
    *("mapping_changes.source", "mapping_changes.customer_ref"),
    *(f"readings.{name}" for name in ("source", "place", "mark", "next_mark", "why")),
    "alert_answers.report_ids", "alert_answers.wanted", "alert_reports.report_id",
    "attempts.before", "attempts.etag", "attempts.followers", "balances.unpaid_number",
    "bad_rows.customer_ref", "bad_rows.problem", "buttons.subject", "cases.link", "cases.thread",
    "clocks.link", "code_keys.sealed", "code_offers.code", "consents.refused", "consents.sealed",
    "containments.spending", "credits.checks", "credits.link", "customers.domain",
    "customers.name", "customers.words", "debtors.customer_ref", "debtors.name", "debtors.source",
    "disputes.document_id", "disputes.number", "disputes.source", "documents.customer_name",
    "documents.customer_ref", "documents.document_id", "documents.number",
    "documents.payment_method", "documents.source", "documents.subscription_ids", "drifts.after",
    "drifts.before", "drifts.name", "facts.value", "factors.sealed",
    "filings.filing_key", "follow_ups.key", "follow_ups.overdue", "inbox.key", "jobs.key",
    "jobs.lane", "jobs_history.key",
    "letters.message_id", "members.name", "name_grams.word", "name_parts.part", "on_call.text",
    "paid_documents.customer_ref",
    "paid_documents.document_id", "paid_documents.payment_method", "paid_documents.source",
    "people.name", "plans.content", "policies.text", "posts.key", "promise_basis.document_id",
    "promise_basis.number", "promise_basis.source", "proofs.attest",
    "returned_payments.customer_ref", "returned_payments.document_id", "returned_payments.source",
    "schedules.choices", "schedules.cron", "signals.key", "slots.owed", "slots.totals",
    "snapshots.file_name", "snapshots.source", "snapshots.totals", "spending.name",
    "standstills.about", "subscriptions.etag",
    "subscriptions.name", "subscriptions.offer_name", "subscriptions.suspension_reasons",
    "suspensions.before", "sync_rounds.trouble", "ticket_counters.topics", "verdicts.doing",
    "verdicts.facts", "verdicts.overdue", "write_offs.document_id", "write_offs.source",
}  # fmt: skip
CHAIN = {"events", "chain"}
TABLES = [one for one in metadata.sorted_tables if one.name not in CHAIN]
# What has a form of its own.
FORMS = {
    "letters.draft": to_text(a_draft(to=(ADDRESS,), subject=NAME, text=f"Dear {NAME}")),
    **dict.fromkeys(("tickets.wish", "alert_reports.report"), f'{{"told":"{NAME}"}}'),
    **dict.fromkeys(("signals.facts", "pages.facts"), f'[["told","{NAME}"]]'),
    **dict.fromkeys(("contacts.address", "documents.billing_email", "replies.sender"), ADDRESS),
    **{name: {"to": NAME} for name in ("jobs.payload", "jobs_history.payload")},
}
FIXED = {
    "account": "main",
    "tenant_id": CONTOSO.tenant_id,
    "mapping": "confirmed",
    "lane": None,
    "subject": "case",
}


def _is_wide(column: Column[Any]) -> bool:
    kind = column.type
    return isinstance(kind, Text | JSON) or (isinstance(kind, String) and (kind.length or 0) >= 200)


PLANTED = [
    column
    for table in TABLES
    for column in table.c
    if _is_wide(column) and str(column) not in OF_THINGS
]


def test_every_column_is_known_for_one_or_the_other() -> None:
    known = {str(column) for table in TABLES for column in table.c if _is_wide(column)}
    assert known >= OF_THINGS, "a column that is gone"
    assert len(PLANTED) >= 40


def _a_row(table: Table) -> dict[str, object]:
    listed = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    first = dict(re.findall(r"^(\w+) IN \('([^']*)'", "\n".join(listed), re.MULTILINE))
    return {one.name: _a_value(one, first) for one in table.c}


def _a_value(column: Column[Any], first: dict[str, str]) -> object:
    if column in PLANTED:
        return FORMS.get(str(column), f"told by {NAME}")
    if column.name in FIXED:
        return FIXED[column.name]
    if column.name in first:
        return first[column.name]
    return _plain(column)


def _plain(column: Column[Any]) -> object:
    match column.type:
        case UTCDateTime():
            return NOW
        case Date():
            return date(2026, 10, 12)
        case Boolean():
            return False
        case Integer() | Float() | Numeric():
            return 1
        case String() as text:
            # One row in each table, so that whatever points to another has its name.
            named = next((key.column for key in column.foreign_keys), column).name
            return named.removesuffix("_id")[: text.length]
    raise AssertionError(f"{column} has no value")


def _plant(connection: Connection) -> None:
    for table in TABLES:
        connection.execute(insert(table).values(_a_row(table)))
    connection.commit()


def _stored(connection: Connection) -> Iterator[tuple[str, str]]:
    for table in metadata.sorted_tables:
        for row in connection.execute(select(table)):
            yield from ((f"{table.name}.{name}", str(one)) for name, one in row._mapping.items())


def _found(connection: Connection) -> set[str]:
    return {name for name, text in _stored(connection) if NAME in text or ADDRESS in text}


def test_nobody_who_was_forgotten_is_found_anywhere(desk: Database, desk_url: str) -> None:
    with desk.transaction() as connection:
        _plant(connection)
    with desk.reading() as connection:
        assert _found(connection) == {str(column) for column in PLANTED}
    with SqlStore(desk)() as work:
        work.erasing.erase(CONTOSO, GRETA)
        work.commit()
    with desk.reading() as connection:
        assert _found(connection) == set()
    if desk_url.startswith("sqlite"):
        assert desk.scrub()
        folder = Path(desk_url.removeprefix("sqlite:///")).parent
        left = b"".join(path.read_bytes() for path in folder.glob("*.db*"))
        assert NAME.encode() not in left and ADDRESS.encode() not in left
