"""The pace at which Partner Center is called: each call of the last minute is a row, so that all
processes keep it together, and one that was restarted as well."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, text, update

from core.domain.pace import COUNTS_FOR, LATE, Call, Lately, Turn, next_turn, room
from core.ports.pace import Spent
from storage.database import Database
from storage.tables.pace import calls

# Seconds for which a call waits for its turn on the thread of whoever makes it: a change less than
# the word of the gate holds.
PATIENCE = {Call.READ: 10.0, Call.CHANGE: 4.0}

_OF = calls.c.account == bindparam("of")
# Nobody is let go that far ahead: since then the clock was set back.
_OVER = delete(calls).where(
    _OF, or_(calls.c.at <= bindparam("since"), calls.c.at > bindparam("never"))
)
_LATELY = select(func.count(), func.min(calls.c.at), func.max(calls.c.line_ends)).where(_OF)
_NEWEST_FIRST = select(calls.c.at).where(_OF).order_by(calls.c.at.desc()).limit(1)
_BLOCKING = _NEWEST_FIRST.offset(bindparam("nth"))
_LET_GO = insert(calls).returning(calls.c.id)
_LATER = update(calls).where(calls.c.id == bindparam("number"))
# On PostgreSQL those who ask at once are let in one by one, and all go by its machine's clock.
_ALONE = text("SELECT pg_advisory_xact_lock(:number, hashtext(:account))")
_THEIR_TIME = text("SELECT extract(epoch FROM clock_timestamp())::float8")
PACE = 0x600D


@dataclass(frozen=True, slots=True)
class KeptPace:
    """The pace of one account, which takes `limit` calls a minute."""

    database: Database
    account: str
    limit: int
    stopwatch: Callable[[], float] = time.monotonic

    @contextmanager
    def kept(self, call: Call) -> Iterator[None]:
        """Waits for its turn, on this thread. Raises Spent where that would take too long."""
        number, wait = self._take(call)
        time.sleep(wait)
        left = self.stopwatch()
        try:
            yield
        finally:
            if self.stopwatch() - left > LATE:
                self._answered_late(number)

    def _take(self, call: Call) -> tuple[int, float]:
        """The number of a call that is let go, and in how many seconds."""
        with self.database.bookkeeping() as connection:
            now = self._now(connection)
            turn = next_turn(call, self._lately(connection, call, now), now, self.limit)
            if turn.at - now > PATIENCE[call]:
                raise Spent(turn.at - now)
            number = self._write(connection, turn)
            connection.commit()
        return number, turn.at - now

    def _now(self, connection: Connection) -> float:
        if connection.dialect.name != "postgresql":
            return time.time()
        connection.execute(_ALONE, {"number": PACE, "account": self.account})
        return float(connection.scalar(_THEIR_TIME))

    def _lately(self, connection: Connection, call: Call, now: float) -> Lately:
        known = {"since": now - COUNTS_FOR, "never": now + COUNTS_FOR}
        connection.execute(_OVER, {"of": self.account, **known})
        count, oldest, line_ends = connection.execute(_LATELY, {"of": self.account}).one()
        if not count:
            return Lately()
        most, blocking = room(call, self.limit), None
        if count >= most:
            blocking = connection.scalar(_BLOCKING, {"of": self.account, "nth": most - 1})
        return Lately(count, oldest, line_ends, blocking)

    def _write(self, connection: Connection, turn: Turn) -> int:
        row = {"account": self.account, "at": turn.at, "line_ends": turn.line_ends}
        return int(connection.scalar(_LET_GO, row))

    def _answered_late(self, number: int) -> None:
        """It may have arrived just before it was answered, and counts from then."""
        with self.database.bookkeeping() as connection:
            at = self._now(connection) - LATE
            connection.execute(_LATER, {"number": number, "at": at})
            connection.commit()
