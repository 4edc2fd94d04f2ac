"""Who is on call, and who was called about what."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, update
from sqlalchemy import insert as add

from core.domain.on_call import Schedule
from core.domain.on_call_file import read_schedule
from core.domain.paging import Call, Over, Page, Why
from core.ports.on_call import Imported
from storage.sql import hit, insert, one
from storage.tables.on_call import on_call, page_calls, pages

IS_OPEN = pages.c.ended_at.is_(None)


class SqlOnCall:
    """Implements core.ports.on_call.OnCall."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self) -> Schedule | None:
        imported = self.in_force()
        return read_schedule(imported.text) if imported else None

    def in_force(self) -> Imported | None:
        newest = select(on_call).order_by(on_call.c.number.desc()).limit(1)
        row = self._connection.execute(newest).first()
        return None if row is None else Imported(row.version, row.text, row.person_id, row.at)

    def put_in_force(self, imported: Imported) -> None:
        last = self._connection.scalar(select(func.max(on_call.c.number))) or 0
        row = add(on_call).values(
            number=last + 1,
            version=imported.version,
            text=imported.text,
            person_id=imported.person_id,
            at=imported.at,
        )
        self._connection.execute(row)


class SqlPages:
    """Implements core.ports.on_call.Pages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, page: Page) -> bool:
        new = insert(self._connection, pages).values(_row(page)).on_conflict_do_nothing()
        return self._connection.execute(new.returning(pages.c.page_id)).first() is not None

    def get(self, page_id: str) -> Page:
        return self._one(page_id, select(pages).where(pages.c.page_id == page_id))

    def hold(self, page_id: str) -> Page:
        mine = select(pages).where(pages.c.page_id == page_id)
        return self._one(page_id, mine.with_for_update())

    def open(self) -> list[Page]:
        return self._all(IS_OPEN)

    def open_of(self, case_id: str) -> list[Page]:
        return self._all(IS_OPEN, pages.c.case_id == case_id)

    def of_case(self, case_id: str) -> list[Page]:
        return self._all(pages.c.case_id == case_id)

    def between(self, begins: datetime, ends: datetime) -> list[Page]:
        return self._all(pages.c.opened_at >= begins, pages.c.opened_at < ends)

    def update(self, page: Page) -> None:
        mine = update(pages).where(pages.c.page_id == page.page_id, IS_OPEN)
        hit(self._connection, mine.values(_row(page)))

    def add_calls(self, calls: list[Call]) -> None:
        rows = [{name: getattr(call, name) for name in Call.__slots__} for call in calls]
        if rows:
            self._connection.execute(add(page_calls), rows)

    def calls(self, page_id: str) -> list[Call]:
        mine = select(page_calls).where(page_calls.c.page_id == page_id)
        rows = self._connection.execute(mine.order_by(page_calls.c.step, page_calls.c.target))
        return [Call(**row._mapping) for row in rows]

    def sent(self, call: Call, at: datetime) -> None:
        mine = (
            page_calls.c.page_id == call.page_id,
            page_calls.c.step == call.step,
            page_calls.c.target == call.target,
        )
        self._connection.execute(update(page_calls).where(*mine).values(sent_at=at))

    def _one(self, page_id: str, found: Select[Any]) -> Page:
        return _page(one(self._connection, found, f"page {page_id}"))

    def _all(self, *where: ColumnElement[bool]) -> list[Page]:
        found = select(pages).where(*where).order_by(pages.c.opened_at, pages.c.page_id)
        return [_page(row) for row in self._connection.execute(found)]


def _row(page: Page) -> dict[str, object]:
    values = {name: getattr(page, name) for name in Page.__slots__}
    ended = page.ended_why.value if page.ended_why else None
    facts = json.dumps(page.facts, ensure_ascii=False)
    return values | {"why": page.why.value, "ended_why": ended, "facts": facts}


def _page(row: Row[Any]) -> Page:
    values = dict(row._mapping)
    why, ended = Why(values.pop("why")), values.pop("ended_why")
    facts = tuple((name, value) for name, value in json.loads(values.pop("facts")))
    return Page(why=why, ended_why=Over(ended) if ended else None, facts=facts, **values)
