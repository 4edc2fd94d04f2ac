"""Verdicts by customer and day, and what the run released, showed and would have done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, bindparam, case, exists, func, select, update

from core.domain.collecting import (
    Cause,
    Does,
    Found,
    Intended,
    Judged,
    Preview,
    Standstill,
    WouldHave,
)
from core.domain.customers import CustomerKey
from core.domain.verdicts import State
from storage.codec import from_minor, to_minor
from storage.repositories.verdict_rows import found_of, judged_of, judged_row
from storage.sql import Insert, by_partner, hit, insert, insert_of, put, theirs
from storage.tables.collections import (
    acquaintances,
    previews,
    run_lines,
    standstills,
    verdicts,
    would_have,
)

SINCE = verdicts.c.judged_on >= bindparam("since")
WHOSE = verdicts.c.account, verdicts.c.tenant_id
IS_NEWEST = and_(
    acquaintances.c.account == verdicts.c.account,
    acquaintances.c.tenant_id == verdicts.c.tenant_id,
    acquaintances.c.judged_on == verdicts.c.judged_on,
)
# Facts are long, and whoever looks at everybody asks for none.
WITHOUT_FACTS = [column for column in verdicts.c if column.name != "facts"]
NEWEST = select(*WITHOUT_FACTS).join(acquaintances, IS_NEWEST).order_by(*WHOSE)
NOTHING = json.dumps([])
# In the canonical form of facts, where a notice names a day; others have null there.
NAMES_A_DAY = verdicts.c.state == State.CHASING, verdicts.c.facts.contains('"access_from":"')
ANNOUNCED = select(verdicts).join(acquaintances, IS_NEWEST).where(*NAMES_A_DAY).order_by(*WHOSE)
LATER = verdicts.alias()
IS_LAST = ~exists().where(
    LATER.c.account == verdicts.c.account,
    LATER.c.tenant_id == verdicts.c.tenant_id,
    LATER.c.judged_on > verdicts.c.judged_on,
)
LASTS = select(*WITHOUT_FACTS).where(*theirs(verdicts), IS_LAST)
HISTORIES = select(verdicts).where(*theirs(verdicts), SINCE).order_by(verdicts.c.judged_on)


class SqlVerdicts:
    """Implements core.ports.collections.Verdicts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, *judged: Judged) -> None:
        put(self._connection, verdicts, [judged_row(one) for one in judged])

    def get(self, key: CustomerKey, on: date) -> Judged | None:
        found = select(verdicts).where(*_whose(verdicts, key), verdicts.c.judged_on == on)
        row = self._connection.execute(found).first()
        return None if row is None else judged_of(row)

    def last(self, key: CustomerKey) -> Judged | None:
        found = select(verdicts).where(*_whose(verdicts, key))
        row = self._connection.execute(found.order_by(verdicts.c.judged_on.desc())).first()
        return None if row is None else judged_of(row)

    def lasts(self, keys: Sequence[CustomerKey]) -> dict[CustomerKey, Found]:
        rows = (self._connection.execute(LASTS, values) for values in by_partner(keys))
        return {_customer(row): found_of(row) for found in rows for row in found}

    def newest(self) -> list[Found]:
        return [found_of(row) for row in self._connection.execute(NEWEST)]

    def to_do(self) -> list[Found]:
        rows = self._connection.execute(NEWEST.where(verdicts.c.doing != NOTHING))
        return [found_of(row) for row in rows]

    def announced(self) -> list[Judged]:
        return [judged_of(row) for row in self._connection.execute(ANNOUNCED)]

    def since(self, on: date) -> list[Judged]:
        found = select(verdicts).where(verdicts.c.judged_on >= on)
        found = found.order_by(verdicts.c.judged_on, *WHOSE)
        return [judged_of(row) for row in self._connection.execute(found)]

    def histories(
        self, keys: Sequence[CustomerKey], since: date
    ) -> dict[CustomerKey, list[Judged]]:
        found: dict[CustomerKey, list[Judged]] = {}
        for values in by_partner(keys):
            for row in self._connection.execute(HISTORIES, values | {"since": since}):
                found.setdefault(_customer(row), []).append(judged_of(row))
        return found

    def seen(self, *met: tuple[CustomerKey, date, date]) -> None:
        days = [_key(key) | {"judged_on": on, "known_since": since} for key, on, since in met]
        if rows := [one | {"met_on": one["judged_on"]} for one in days]:
            self._connection.execute(_meeting(self._connection.dialect.name), rows)

    def seen_on(self) -> Mapping[CustomerKey, date]:
        found = select(acquaintances)
        return {_customer(row): row.judged_on for row in self._connection.execute(found)}

    def last_day(self) -> date | None:
        last: date | None = self._connection.scalar(select(func.max(acquaintances.c.judged_on)))
        return last


class SqlRuns:
    """Implements core.ports.collections.Runs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def halt(self, standstill: Standstill) -> None:
        self._connection.execute(
            insert(self._connection, standstills).values(_halt_row(standstill))
        )

    def standing(self) -> list[Standstill]:
        return [one for one in self.history() if one.released_at is None]

    def history(self) -> list[Standstill]:
        found = select(standstills).order_by(standstills.c.id)
        return [_standstill(row) for row in self._connection.execute(found)]

    def update(self, standstill: Standstill) -> None:
        mine = update(standstills).where(standstills.c.standstill_id == standstill.standstill_id)
        hit(self._connection, mine.values(_halt_row(standstill)))

    def show(self, plan_id: str, lines: Sequence[Intended]) -> None:
        rows = [
            {"plan_id": plan_id, "position": place, **_line_row(line)}
            for place, line in enumerate(lines, start=1)
        ]
        put(self._connection, run_lines, rows)

    def shown(self, plan_id: str) -> list[Intended]:
        found = select(run_lines).where(run_lines.c.plan_id == plan_id)
        ordered = found.order_by(run_lines.c.position)
        return [_line(row) for row in self._connection.execute(ordered)]

    def would_have(self, found: Sequence[WouldHave]) -> None:
        if not found:
            return
        rows = [
            {"episode_id": one.episode_id, "judged_on": one.on, **_line_row(one.line)}
            for one in found
        ]
        write = insert(self._connection, would_have).on_conflict_do_nothing()
        self._connection.execute(write, rows)

    def undone(self, since: date) -> list[WouldHave]:
        return self._undone(would_have.c.judged_on >= since)

    def supposed(self, key: CustomerKey) -> list[WouldHave]:
        return self._undone(*_whose(would_have, key))

    def _undone(self, *conditions: Any) -> list[WouldHave]:
        found = select(would_have).where(*conditions)
        ordered = found.order_by(would_have.c.judged_on, would_have.c.id)
        return [
            WouldHave(row.episode_id, row.judged_on, _line(row))
            for row in self._connection.execute(ordered)
        ]

    def ask(self, preview: Preview) -> bool:
        row = {
            "notice": preview.notice,
            "language": preview.language,
            "version": preview.version,
            "subject": preview.subject,
            "text": preview.text,
            "asked_at": preview.asked_at,
            "released_by": preview.released_by,
            "released_at": preview.released_at,
        }
        write = insert(self._connection, previews).values(row).on_conflict_do_nothing()
        return self._connection.execute(write.returning(previews.c.notice)).first() is not None

    def preview(self, notice: str, language: str, version: str) -> Preview | None:
        found = select(previews).where(*_of_words(notice, language, version))
        row = self._connection.execute(found).first()
        return None if row is None else Preview(**row._mapping)

    def unread(self) -> list[Preview]:
        found = select(previews).where(previews.c.released_at.is_(None))
        ordered = found.order_by(previews.c.asked_at, previews.c.notice, previews.c.language)
        return [Preview(**row._mapping) for row in self._connection.execute(ordered)]

    def release(self, preview: Preview) -> None:
        mine = update(previews).where(
            *_of_words(preview.notice, preview.language, preview.version),
            previews.c.released_at.is_(None),
        )
        done = {"released_by": preview.released_by, "released_at": preview.released_at}
        hit(self._connection, mine.values(done))


@cache
def _meeting(dialect: str) -> Insert:
    """A customer is met once, and known since the earliest day that was ever said."""
    write = insert_of(dialect, acquaintances)
    said, known = write.excluded.known_since, acquaintances.c.known_since
    return write.on_conflict_do_update(
        index_elements=["account", "tenant_id"],
        set_={
            "judged_on": write.excluded.judged_on,
            "known_since": case((said < known, said), else_=known),
        },
    )


def _of_words(notice: str, language: str, version: str) -> tuple[Any, ...]:
    return (
        previews.c.notice == notice,
        previews.c.language == language,
        previews.c.version == version,
    )


def _key(key: CustomerKey) -> dict[str, object]:
    return {"account": key.account, "tenant_id": key.tenant_id}


def _whose(table: Table, key: CustomerKey) -> tuple[Any, ...]:
    return (table.c.account == key.account, table.c.tenant_id == key.tenant_id)


def _customer(row: Row[Any]) -> CustomerKey:
    return CustomerKey(row.account, row.tenant_id)


def _halt_row(one: Standstill) -> dict[str, object]:
    return {
        "standstill_id": one.standstill_id,
        "cause": one.cause.value,
        "about": one.about,
        "since": one.since,
        "plan_id": one.plan_id,
        "released_at": one.released_at,
    }


def _standstill(row: Row[Any]) -> Standstill:
    values = dict(row._mapping)
    del values["id"]
    return replace(Standstill(**values), cause=Cause(row.cause))


def _line_row(one: Intended) -> dict[str, object]:
    currency = "" if one.amount is None else one.amount.currency
    return _key(one.customer) | {
        "does": one.does.value,
        "name": one.name,
        "stage": one.stage,
        "currency": currency,
        "amount_minor": to_minor(one.amount, currency) if one.amount is not None else None,
        "days": one.days,
    }


def _line(row: Row[Any]) -> Intended:
    amount = None if row.amount_minor is None else from_minor(row.amount_minor, row.currency)
    return Intended(_customer(row), Does(row.does), row.name, row.stage, amount, row.days)
