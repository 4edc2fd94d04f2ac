"""Events: appended to the chain in the transaction of the change that they tell of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import Connection, bindparam, func, select

from core.domain.events import Event, Recorded, Stamp
from core.domain.trail import GENESIS, Head, Peaks, Proof, grown, head, leaf
from core.ports.policies import Policies
from storage.audit import body_of, prove, recorded
from storage.sql import add_row, insert, one, rows_of
from storage.tables.events import chain, events

# The end of the chain, locked: whoever appends next waits for this transaction.
END = select(chain.c.seq, chain.c.peaks).with_for_update()
NEW_END = chain.update()
SINCE = (
    select(events.c.seq, events.c.body)
    .where(events.c.kind == bindparam("what"), events.c.at >= bindparam("since"))
    .order_by(events.c.seq)
)
LATEST = select(func.max(events.c.at))


class SqlEvents:
    """Implements core.ports.store.Events."""

    def __init__(self, connection: Connection, policies: Policies) -> None:
        self._connection = connection
        self._policies = policies

    def add(self, event: Event, stamp: Stamp) -> int:
        last, peaks = self._end()
        stamp = replace(stamp, policy=stamp.policy or self._policies.version())
        seq, body = last + 1, body_of(event, stamp)
        salt = token_hex(16)
        hashed = leaf(seq, salt, body)
        peaks = grown(peaks, last, hashed)
        row = {
            "seq": seq,
            "at": stamp.at.astimezone(UTC),
            "kind": type(event).__name__,
            "plan_id": event.plan_id,
            "case_id": event.case_id,
            "body": body,
            "salt": salt,
            "leaf": hashed,
            "hash": head(peaks),
        }
        add_row(self._connection, events, row)
        end = {"seq": seq, "hash": head(peaks), "peaks": " ".join(peaks)}
        self._connection.execute(NEW_END, end)
        return seq

    def _end(self) -> tuple[int, Peaks]:
        end = self._connection.execute(END).first()
        if end is None:
            first = insert(self._connection, chain).values(id=1, seq=0, hash=GENESIS, peaks="")
            self._connection.execute(first.on_conflict_do_nothing(index_elements=["id"]))
            end = self._connection.execute(END).one()
        return end.seq, tuple(end.peaks.split())

    def get(self, seq: int) -> Recorded:
        found = select(events.c.body).where(events.c.seq == seq)
        return recorded(seq, one(self._connection, found, f"event {seq}").body)

    def of_plan(self, plan_id: str, kind: type[Event] | None = None) -> list[Recorded]:
        among = {} if kind is None else {"kind": kind.__name__}
        rows = rows_of(self._connection, events, "seq", plan_id=plan_id, **among)
        return [recorded(row.seq, row.body) for row in rows]

    def of_case(self, case_id: str) -> list[Recorded]:
        rows = rows_of(self._connection, events, "seq", case_id=case_id)
        return [recorded(row.seq, row.body) for row in rows]

    def since(self, kind: type[Event], at: datetime) -> list[Recorded]:
        wanted = {"what": kind.__name__, "since": at.astimezone(UTC)}
        rows = self._connection.execute(SINCE, wanted)
        return [recorded(row.seq, row.body) for row in rows]

    def last_at(self) -> datetime | None:
        """The latest moment, which the newest row need not have: a clock may go back."""
        latest: datetime | None = self._connection.scalar(LATEST)
        return latest

    def head(self) -> Head:
        found = self._connection.execute(select(chain.c.seq, chain.c.hash)).first()
        return Head(found.seq, found.hash) if found else Head(0, GENESIS)

    def at(self, size: int) -> str:
        row = rows_of(self._connection, events, seq=size).first()
        return "" if row is None else str(row.hash)

    def prove(self, seqs: Collection[int], sizes: Collection[int] = ()) -> Proof:
        return prove(self._connection, seqs, sizes)
