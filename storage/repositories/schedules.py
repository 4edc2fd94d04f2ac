"""Schedules and slots: whoever inserts a slot's row is the one who posts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy import insert as add

from core.domain.digest_choices import Choices, Only
from core.domain.digests import SLOT_MOVES, Figures, Level, Posting, Schedule, SlotState, Sums
from storage.codec import from_text, to_text
from storage.sql import hit, insert, one, row_of
from storage.tables.schedules import schedules, slots

UNSETTLED = (SlotState.QUEUED, SlotState.POSTING)
IN_USE = schedules.c.removed_at.is_(None)


class SqlSchedules:
    """Implements core.ports.schedules.Schedules."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_number(self) -> int:
        return (self._connection.scalar(select(func.max(schedules.c.number))) or 0) + 1

    def add(self, schedule: Schedule) -> None:
        self._connection.execute(add(schedules).values(_row(schedule)))

    def get(self, schedule_id: str) -> Schedule:
        return _schedule(row_of(self._connection, schedules, "schedule", schedule_id=schedule_id))

    def all(self) -> list[Schedule]:
        found = select(schedules).where(IN_USE).order_by(schedules.c.number)
        return [_schedule(row) for row in self._connection.execute(found)]

    def due(self, at: datetime) -> list[Schedule]:
        found = select(schedules).where(IN_USE, schedules.c.next_at <= at)
        rows = self._connection.execute(found.order_by(schedules.c.number).with_for_update())
        return [_schedule(row) for row in rows]

    def update(self, schedule: Schedule) -> None:
        mine = update(schedules).where(schedules.c.schedule_id == schedule.schedule_id)
        hit(self._connection, mine.values(_row(schedule)))

    # Slots

    def take(self, posting: Posting) -> bool:
        write = insert(self._connection, slots).values(_slot_row(posting))
        once = write.on_conflict_do_nothing(index_elements=["schedule_id", "slot"])
        return self._connection.execute(once.returning(slots.c.slot)).first() is not None

    def posting(self, schedule_id: str, slot: str) -> Posting:
        found = select(slots).where(slots.c.schedule_id == schedule_id, slots.c.slot == slot)
        return _posting(one(self._connection, found, f"slot {slot} of {schedule_id}"))

    def queued(self) -> list[Posting]:
        found = select(slots).where(slots.c.state == SlotState.QUEUED).order_by(slots.c.at)
        return [_posting(row) for row in self._connection.execute(found)]

    def unsettled(self) -> list[Posting]:
        found = select(slots).where(slots.c.state.in_(UNSETTLED)).order_by(slots.c.at)
        return [_posting(row) for row in self._connection.execute(found)]

    def move(self, posting: Posting, to: SlotState) -> Posting:
        if to not in SLOT_MOVES[posting.state]:
            raise ValueError(f"a slot cannot move from {posting.state} to {to}")
        moved = replace(posting, state=to)
        mine = update(slots).where(
            slots.c.schedule_id == posting.schedule_id,
            slots.c.slot == posting.slot,
            slots.c.state == posting.state,
        )
        hit(self._connection, mine.values(_slot_row(moved)))
        return moved

    def last_posted(self, schedule_id: str, apart_from: str = "") -> Posting | None:
        posted = slots.c.schedule_id == schedule_id, slots.c.state == SlotState.POSTED
        found = select(slots).where(*posted, slots.c.slot != apart_from)
        newest = found.order_by(slots.c.posted_at.desc()).limit(1)
        row = self._connection.execute(newest).first()
        return None if row is None else _posting(row)

    def levels(self, schedule_id: str, only: Only, most: int) -> list[Level]:
        posted = slots.c.schedule_id == schedule_id, slots.c.state == SlotState.POSTED
        asked = select(slots.c.posted_at, slots.c.totals).where(*posted)
        newest = asked.order_by(slots.c.posted_at.desc()).limit(most)
        found = [(r.posted_at, from_text(Sums, r.totals)) for r in self._connection.execute(newest)]
        return [Level(at, sums.totals) for at, sums in reversed(found) if sums.only == only]


def _row(schedule: Schedule) -> dict[str, object]:
    row = {name: getattr(schedule, name) for name in Schedule.__slots__}
    return row | {"choices": to_text(schedule.choices)}


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(**{**row._mapping, "choices": from_text(Choices, row.choices)})


def _slot_row(posting: Posting) -> dict[str, object]:
    return {
        "schedule_id": posting.schedule_id,
        "slot": posting.slot,
        "at": posting.at,
        "state": posting.state.value,
        "late": posting.late,
        "posted_at": posting.posted_at,
        "owed": to_text(posting.figures),
        "totals": to_text(posting.figures.sums()),
    }


def _posting(row: Row[Any]) -> Posting:
    return Posting(
        schedule_id=row.schedule_id,
        slot=row.slot,
        at=row.at,
        state=SlotState(row.state),
        late=row.late,
        posted_at=row.posted_at,
        figures=from_text(Figures, row.owed),
    )
