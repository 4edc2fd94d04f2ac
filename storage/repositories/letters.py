"""Letters and what came back, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.facts import Delivered
from core.domain.notices import (
    ARRIVED,
    ARRIVING,
    LEFT,
    Came,
    Draft,
    LetterState,
    Meaning,
    Means,
    Outgoing,
    Reply,
)
from storage.codec import from_text, to_text
from storage.sql import NotStored, add_row, change_row, hit, row_of, rows_of
from storage.tables.letters import letters, replies

PLAIN = [name for name in Outgoing.__slots__ if name not in {"draft", "state", "means"}]
HELD = select(letters).where(letters.c.letter_id == bindparam("letter")).with_for_update()
UNREAD = (replies.c.came == Came.REPLY, replies.c.meaning.is_(None))


class SqlLetters:
    """Implements core.ports.letters.Letters."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, letter: Outgoing) -> None:
        add_row(self._connection, letters, _row(letter))

    def get(self, letter_id: str) -> Outgoing:
        return _letter(row_of(self._connection, letters, "letter", letter_id=letter_id))

    def hold(self, letter_id: str) -> Outgoing:
        row = self._connection.execute(HELD, {"letter": letter_id}).first()
        if row is None:
            raise NotStored(f"letter {letter_id}")
        return _letter(row)

    def find(self, letter_id: str) -> Outgoing | None:
        row = rows_of(self._connection, letters, letter_id=letter_id).first()
        return None if row is None else _letter(row)

    def move(self, letter: Outgoing, seen: LetterState) -> None:
        mine = {"letter_id": letter.letter_id, "state": seen}
        change_row(self._connection, letters, _row(letter), **mine)

    def of_customer(self, key: CustomerKey) -> list[Outgoing]:
        return self._all(*_mine(key))[::-1]

    def delivered(self, key: CustomerKey) -> list[Delivered]:
        found = self._all(*_mine(key), letters.c.state.in_(ARRIVED))
        arrived = [
            Delivered(one.name, one.delivered_on, one.draft.access_from, one.draft.zone)
            for one in found
            if one.delivered_on is not None
        ]
        return sorted(arrived, key=lambda notice: notice.on)

    def waiting(self) -> list[Outgoing]:
        return self._all(letters.c.state == LetterState.QUEUED)

    def due(self, at: datetime) -> list[Outgoing]:
        return self._all(letters.c.state == LetterState.QUEUED, letters.c.try_at <= at)

    def accepted_before(self, moment: datetime) -> list[Outgoing]:
        accepted = letters.c.state == LetterState.ACCEPTED
        return self._all(accepted, letters.c.accepted_at <= moment)

    def sent_since(self, moment: datetime) -> list[datetime]:
        left = letters.c.state.in_(LEFT), letters.c.sent_at > moment
        found = select(letters.c.sent_at).where(*left).order_by(letters.c.sent_at)
        return list(self._connection.scalars(found))

    def last_sent(self, key: CustomerKey, apart_from: Sequence[str]) -> datetime | None:
        found = select(func.max(letters.c.sent_at)).where(
            *_mine(key), letters.c.state.in_(ARRIVING), letters.c.name.not_in(apart_from)
        )
        last: datetime | None = self._connection.scalar(found)
        return last

    def bounced_open(self, key: CustomerKey | None = None) -> list[Outgoing]:
        bounced = letters.c.state == LetterState.BOUNCED, letters.c.settled_at.is_(None)
        return self._all(*bounced, *(_mine(key) if key else ()))

    def unclear(self) -> list[Outgoing]:
        return self._all(letters.c.state == LetterState.UNCLEAR)

    def _all(self, *conditions: ColumnElement[bool]) -> list[Outgoing]:
        """Oldest first."""
        found = select(letters).where(*conditions)
        rows = self._connection.execute(found.order_by(letters.c.created_at, letters.c.letter_id))
        return [_letter(row) for row in rows]

    # What came back

    def add_reply(self, reply: Reply) -> None:
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(replies).values(_reply_row(reply)))
        except IntegrityError:
            raise LostRace() from None

    def reply(self, reply_id: str) -> Reply:
        return _reply(row_of(self._connection, replies, "reply", reply_id=reply_id))

    def update_reply(self, reply: Reply) -> None:
        mine = (replies.c.reply_id == reply.reply_id) & replies.c.meaning.is_(None)
        hit(self._connection, update(replies).where(mine).values(_reply_row(reply)))

    def replies(self, key: CustomerKey) -> list[Reply]:
        return self._replies(*_theirs(key))[::-1]

    def unread(self, key: CustomerKey) -> list[Reply]:
        return self._replies(*_theirs(key), *UNREAD)

    def unread_of_nobody(self) -> list[Reply]:
        return self._replies(*UNREAD, replies.c.account.is_(None))

    def unread_customers(self) -> set[CustomerKey]:
        found = select(replies.c.account, replies.c.tenant_id).where(
            *UNREAD, replies.c.account.is_not(None)
        )
        return {CustomerKey(*row) for row in self._connection.execute(found.distinct())}

    def _replies(self, *conditions: ColumnElement[bool]) -> list[Reply]:
        """Oldest first."""
        oldest = replies.c.received_at, replies.c.reply_id
        rows = self._connection.execute(select(replies).where(*conditions).order_by(*oldest))
        return [_reply(row) for row in rows]


def _mine(key: CustomerKey) -> tuple[ColumnElement[bool], ...]:
    return letters.c.account == key.account, letters.c.tenant_id == key.tenant_id


def _theirs(key: CustomerKey) -> tuple[ColumnElement[bool], ...]:
    return replies.c.account == key.account, replies.c.tenant_id == key.tenant_id


def _row(letter: Outgoing) -> dict[str, object]:
    return {name: getattr(letter, name) for name in PLAIN} | {
        "account": letter.customer.account,
        "tenant_id": letter.customer.tenant_id,
        "name": letter.name,
        "draft": to_text(letter.draft),
        "state": letter.state.value,
        "means": letter.means.value if letter.means else None,
    }


def _letter(row: Row[Any]) -> Outgoing:
    values = {name: row._mapping[name] for name in PLAIN}
    return Outgoing(
        draft=from_text(Draft, row.draft),
        state=LetterState(row.state),
        means=Means(row.means) if row.means else None,
        **values,
    )


def _reply_row(reply: Reply) -> dict[str, object]:
    key = reply.customer
    return {
        "reply_id": reply.reply_id,
        "digest": reply.digest,
        "came": reply.came.value,
        "received_at": reply.received_at,
        "sender": reply.sender,
        "subject": reply.subject,
        "text": reply.text,
        "account": key.account if key else None,
        "tenant_id": key.tenant_id if key else None,
        "letter_id": reply.letter_id or None,
        "case_id": reply.case_id,
        "meaning": reply.meaning.value if reply.meaning else None,
        "read_by": reply.read_by,
        "read_at": reply.read_at,
    }


def _reply(row: Row[Any]) -> Reply:
    return Reply(
        reply_id=row.reply_id,
        digest=row.digest,
        came=Came(row.came),
        received_at=row.received_at,
        sender=row.sender,
        subject=row.subject,
        text=row.text,
        customer=CustomerKey(row.account, row.tenant_id) if row.account else None,
        letter_id=row.letter_id or "",
        case_id=row.case_id,
        meaning=Meaning(row.meaning) if row.meaning else None,
        read_by=row.read_by,
        read_at=row.read_at,
    )
