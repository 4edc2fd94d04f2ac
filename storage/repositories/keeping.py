"""Empties and removes what was kept long enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    and_,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)

from core.domain.erasure import ERASED
from core.domain.keeping import Kind
from core.domain.notices import ON_ITS_WAY, Came
from storage.emptying import emptied
from storage.needed import is_quiet
from storage.tables.agreements import disputes, holds, promises
from storage.tables.books import IS_OVER, bad_rows, documents, snapshots
from storage.tables.cases import IS_OPEN_CASE, case_ticks, case_waits, cases, notes
from storage.tables.clocks import clocks
from storage.tables.collections import verdicts
from storage.tables.credits import IS_APPROVED, IS_UNDECIDED, credit_checks, credits
from storage.tables.desk import freezes
from storage.tables.jobs import jobs_history
from storage.tables.letters import letters, replies
from storage.tables.on_call import pages
from storage.tables.plans import IS_OPEN, plans, steps, votes
from storage.tables.prints import card_prints
from storage.tables.signals import signals
from storage.tables.sync import drifts
from storage.tables.tickets import ticket_entries, tickets

Condition = ColumnElement[bool]
NO_FACTS = "[]"
# A number that no snapshot has.
NONE_YET = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Rule:
    """Which rows of a table are `due`, and what takes the place of a row's values; without that
    the row is removed."""

    table: Table
    due: Callable[[datetime], Condition]
    new: Callable[[Row[Any]], Mapping[str, object]] | None = None


def _text(column: Column[Any], over: Callable[[datetime], Condition]) -> Rule:
    """Words of people: that something was written there still shows."""
    return Rule(
        column.table,
        lambda before: and_(column.not_in(("", ERASED)), over(before)),
        lambda row: {column.name: ERASED},
    )


def _facts(column: Column[Any], over: Callable[[datetime], Condition]) -> Rule:
    return Rule(
        column.table,
        lambda before: and_(column != NO_FACTS, over(before)),
        lambda row: {column.name: NO_FACTS},
    )


def _own(table: Table, at: str, *, by_day: bool = False) -> Callable[[datetime], Condition]:
    """Rows with a customer and a moment of their own; what has no end yet is not due."""
    return lambda before: and_(
        table.c[at] < (before.date() if by_day else before), is_quiet(table, before)
    )


def _cases(before: datetime) -> Select[Any]:
    over = and_(cases.c.closed_at < before, is_quiet(cases, before))
    return select(cases.c.case_id).where(over)


def _plans(before: datetime) -> Select[Any]:
    """Some are about no customer."""
    alone = or_(plans.c.account.is_(None), is_quiet(plans, before))
    return select(plans.c.plan_id).where(~IS_OPEN, plans.c.filed_at < before, alone)


def _of_case(table: Table) -> Callable[[datetime], Condition]:
    return lambda before: table.c.case_id.in_(_cases(before))


def _of_plan(table: Table) -> Callable[[datetime], Condition]:
    return lambda before: table.c.plan_id.in_(_plans(before))


def _letter_is_due(before: datetime) -> Condition:
    says = or_(letters.c.evidence != "", letters.c.why != "", letters.c.draft.not_like('%"to":[]%'))
    over = letters.c.state.not_in(sorted(ON_ITS_WAY))
    return and_(says, over, letters.c.created_at < before, is_quiet(letters, before))


def _reply_is_due(before: datetime) -> Condition:
    """One that is of nobody we know, too; not one that nobody read."""
    read = or_(replies.c.came != Came.REPLY, replies.c.meaning.is_not(None))
    alone = or_(replies.c.account.is_(None), is_quiet(replies, before))
    return and_(replies.c.sender != "", replies.c.received_at < before, read, alone)


def _credit_is_over(before: datetime) -> Condition:
    at = func.coalesce(credits.c.decided_at, credits.c.requested_at)
    over = and_(~IS_APPROVED, ~IS_UNDECIDED, credits.c.valid_until < before.date())
    return and_(over, at < before, is_quiet(credits, before))


def _check_is_over(before: datetime) -> Condition:
    """A deposit counts as long as credit rests on it."""
    rests = select(credits.c.tenant_id).where(
        or_(IS_APPROVED, IS_UNDECIDED),
        credits.c.account == credit_checks.c.account,
        credits.c.tenant_id == credit_checks.c.tenant_id,
    )
    return and_(_own(credit_checks, "noted_at")(before), ~rests.exists())


def _card_is_due(before: datetime) -> Condition:
    over = or_(*(card_prints.c.subject.in_(found(before)) for found in (_cases, _plans)))
    return and_(card_prints.c.drawn != "", card_prints.c.last_at < before, over)


def _signal_is_over(before: datetime) -> Condition:
    open_cases = select(cases.c.case_id).where(IS_OPEN_CASE)
    return and_(_own(signals, "last_seen")(before), signals.c.case_id.not_in(open_cases))


def _job_is_due(before: datetime) -> Condition:
    """Its key stays: it says that this was done."""
    says = or_(cast(jobs_history.c.payload, Text) != "{}", jobs_history.c.error.is_not(None))
    return and_(jobs_history.c.finished_at < before, says)


def _is_past(before: datetime) -> Condition:
    return and_(snapshots.c.state == "past", snapshots.c.taken_at < before)


def _past(before: datetime) -> Select[Any]:
    return select(snapshots.c.snapshot_id).where(_is_past(before))


def _first_kept(before: datetime) -> ColumnElement[int]:
    """The first snapshot that is young enough; whatever ended by then is shown by none that is."""
    first = select(func.min(snapshots.c.number)).where(snapshots.c.taken_at >= before)
    return func.coalesce(first.scalar_subquery(), NONE_YET)


def _version_is_outlived(before: datetime) -> Condition:
    ended = and_(documents.c.until.is_not(None), documents.c.until <= _first_kept(before))
    over = and_(IS_OVER, documents.c.until.is_(None), documents.c.since < _first_kept(before))
    return or_(ended, over)


RULES: Mapping[Kind, tuple[Rule, ...]] = {
    Kind.LETTERS: (
        Rule(letters, _letter_is_due, lambda row: emptied(row.draft)),
        Rule(replies, _reply_is_due, lambda row: dict.fromkeys(("sender", "subject", "text"), "")),
        _text(clocks.c.letter, _own(clocks, "ended_at")),
    ),
    Kind.NOTES: (
        *(_text(one, _of_case(one.table)) for one in (notes.c.text, case_waits.c.why)),
        *(_text(one, _of_case(one.table)) for one in (case_ticks.c.evidence, cases.c.told)),
        _text(tickets.c.text, _of_case(tickets)),
        _text(
            ticket_entries.c.text,
            lambda before: ticket_entries.c.ticket_id.in_(
                select(tickets.c.ticket_id).where(tickets.c.case_id.in_(_cases(before)))
            ),
        ),
        *(_text(one, _of_plan(one.table)) for one in (plans.c.note, votes.c.reason, steps.c.why)),
        _text(promises.c.note, _own(promises, "ended_on", by_day=True)),
        _text(disputes.c.reason, _own(disputes, "settled_on", by_day=True)),
        _text(holds.c.reason, _own(holds, "ended_on", by_day=True)),
        *(_text(one, _credit_is_over) for one in (credits.c.reason, credits.c.why)),
        *(_text(one, _check_is_over) for one in (credit_checks.c.given_by, credit_checks.c.note)),
        _text(freezes.c.reason, lambda before: freezes.c.lifted_at < before),
    ),
    Kind.CARDS: (Rule(card_prints, _card_is_due, lambda row: {"drawn": ""}),),
    Kind.SIGNALS: (
        _facts(signals.c.facts, _signal_is_over),
        _facts(pages.c.facts, _of_case(pages)),
        _text(drifts.c.who, _own(drifts, "found_at")),
    ),
    Kind.VERDICTS: (Rule(verdicts, lambda before: verdicts.c.judged_on < before.date()),),
    # Snapshots first: of none that is there something is missing.
    Kind.BOOKS: (
        Rule(bad_rows, lambda before: bad_rows.c.snapshot_id.in_(_past(before))),
        Rule(snapshots, _is_past),
        Rule(documents, _version_is_outlived),
    ),
    Kind.JOBS: (Rule(jobs_history, _job_is_due, lambda row: {"payload": {}, "error": None}),),
}


class SqlKeeping:
    """Implements core.ports.keeping.Keeping."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, kind: Kind, before: datetime) -> int:
        return sum(self._count(rule, before) for rule in RULES[kind])

    def clear(self, kind: Kind, before: datetime, most: int) -> int:
        gone = 0
        for rule in RULES[kind]:
            gone += self._clear(rule, before, most - gone)
            if gone >= most:
                break
        return gone

    def _count(self, rule: Rule, before: datetime) -> int:
        counted = select(func.count()).select_from(rule.table).where(rule.due(before))
        return self._connection.scalar(counted) or 0

    def _clear(self, rule: Rule, before: datetime, most: int) -> int:
        found = select(rule.table).where(rule.due(before)).limit(most)
        rows = self._connection.execute(found).all()
        for row in rows:
            keys = (column == row._mapping[column.name] for column in rule.table.primary_key)
            same = and_(*keys)
            change = (
                delete(rule.table).where(same)
                if rule.new is None
                else update(rule.table).where(same).values(**rule.new(row))
            )
            self._connection.execute(change)
        return len(rows)
