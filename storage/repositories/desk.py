"""The desk itself: facts, freezes, buttons, posts, and what was delivered to us."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.errors import LostRace
from core.ports.records import Button, Freeze, Posted, Scope
from storage.marks import lies_at
from storage.sql import add_row, change_row, hit, insert_of, put, rows_of
from storage.tables.cases import cases
from storage.tables.desk import IS_ON, buttons, facts, freezes, inbox, posts
from storage.tables.schedules import channel_languages, schedules

REMEMBERED = timedelta(days=7)
ALL_ON = select(freezes).where(IS_ON).order_by(freezes.c.since)
OVER = delete(inbox).where(inbox.c.at < bindparam("before"))


class SqlDesk:
    """Implements core.ports.store.Desk; a fact that nobody noted is an empty text."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str:
        row = rows_of(self._connection, facts, name=name).first()
        return "" if row is None else row.value

    def put(self, name: str, value: str) -> None:
        put(self._connection, facts, [{"name": name, "value": value}])

    def lies_at(self) -> str:
        return lies_at(self._connection)


class SqlFreezes:
    """Implements core.ports.store.Freezes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self) -> Freeze | None:
        return next((one for one in self.on() if one.scope is Scope.ALL), None)

    def get(self, freeze_id: str) -> Freeze | None:
        return next((one for one in self.on() if one.freeze_id == freeze_id), None)

    def on(self) -> list[Freeze]:
        found = self._connection.execute(ALL_ON)
        return [
            Freeze(
                row.freeze_id,
                row.why,
                row.reason,
                row.person_id,
                row.since,
                Scope(row.scope),
                row.of,
            )
            for row in found
        ]

    def add(self, freeze: Freeze) -> None:
        """Raises LostRace when the same is frozen already."""
        row = {name: getattr(freeze, name) for name in Freeze.__slots__}
        try:
            with self._connection.begin_nested():
                add_row(self._connection, freezes, row)
        except IntegrityError:
            raise LostRace() from None

    def lift(self, freeze_id: str, at: datetime) -> None:
        """Raises LostRace when it is not on any more."""
        mine = IS_ON & (freezes.c.freeze_id == freeze_id)
        hit(self._connection, update(freezes).where(mine).values(lifted_at=at))


class SqlButtons:
    """Implements core.ports.messages.Buttons: the database alone opens nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mint(self, button: Button, at: datetime) -> str:
        token = secrets.token_urlsafe(16)
        row = {
            "token_sha256": _sha256(token),
            "purpose": button.purpose,
            "subject": button.subject,
            "revision": button.revision,
            "channel": button.channel,
            "ts": button.ts,
            "minted_at": at,
        }
        add_row(self._connection, buttons, row)
        return token

    def find(self, token: str) -> Button | None:
        row = rows_of(self._connection, buttons, token_sha256=_sha256(token)).first()
        return None if row is None else _button_of(row)

    def place(self, token: str, channel: str, ts: str) -> None:
        here = {"channel": channel, "ts": ts}
        change_row(self._connection, buttons, here, token_sha256=_sha256(token))

    def placed(self, purpose: str) -> list[Button]:
        found = select(buttons).where(buttons.c.purpose == purpose, buttons.c.ts != "")
        return [
            _button_of(row) for row in self._connection.execute(found.order_by(buttons.c.minted_at))
        ]

    def forget(self, channel: str, ts: str) -> None:
        here = (buttons.c.channel == channel) & (buttons.c.ts == ts)
        self._connection.execute(delete(buttons).where(here))

    def sweep(self, before: datetime, fleeting: Collection[str] = ()) -> None:
        newer = buttons.alias()
        same = ("purpose", "subject", "channel", "ts")
        redrawn = (
            select(newer.c.token_sha256)
            .where(*(newer.c[name] == buttons.c[name] for name in same))
            .where(newer.c.minted_at > buttons.c.minted_at)
        )
        over = (buttons.c.ts == "") | buttons.c.purpose.in_(fleeting) | redrawn.exists()
        self._connection.execute(delete(buttons).where(buttons.c.minted_at < before, over))


def _button_of(row: Row[Any]) -> Button:
    return Button(row.purpose, row.subject, row.revision, row.channel, row.ts)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class SqlPosts:
    """Implements core.ports.messages.Posts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Posted | None:
        row = rows_of(self._connection, posts, key=key).first()
        return None if row is None else Posted(row.key, row.channel, row.ts, row.shows)

    def put(self, post: Posted) -> None:
        row = {"key": post.key, "channel": post.channel, "ts": post.ts, "shows": post.shows}
        put(self._connection, posts, [row])

    def newest_in(self, channel: str, most: int) -> list[Posted]:
        found = select(posts).where(posts.c.channel == channel)
        rows = self._connection.execute(found.order_by(posts.c.ts.desc()).limit(most))
        return [Posted(row.key, row.channel, row.ts, row.shows) for row in rows]

    def renumber(self, before: str, after: str) -> None:
        for table in (posts, buttons, schedules, channel_languages):
            here = update(table).where(table.c.channel == before)
            self._connection.execute(here.values(channel=after))
        theirs, length = cases.c.thread.startswith(f"{before}:"), len(before)
        rest = func.substr(cases.c.thread, length + 1)
        self._connection.execute(update(cases).where(theirs).values(thread=after + rest))


class SqlInbox:
    """Implements core.ports.store.Inbox: keys are remembered for seven days."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, key: str, at: datetime) -> bool:
        self._connection.execute(OVER, {"before": at - REMEMBERED})
        write = _once(self._connection.dialect.name)
        return self._connection.execute(write, {"key": key, "at": at}).first() is not None

    def newest(self, kind: str) -> datetime | None:
        theirs = inbox.c.key.startswith(f"{kind}:")
        found = select(inbox.c.at).where(theirs).order_by(inbox.c.at.desc()).limit(1)
        return self._connection.scalar(found)


@cache
def _once(dialect: str) -> Executable:
    write = insert_of(dialect, inbox)
    return write.on_conflict_do_nothing(index_elements=["key"]).returning(inbox.c.key)
