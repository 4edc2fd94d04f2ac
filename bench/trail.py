"""Verifying a million events, beside plain SHA-256 over the same text."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from bench.made.sets import SQLITE
from bench.measuring import Figure, Must, seconds
from core.domain.events import VoteCast
from core.domain.trail import Peaks, grown, head, leaf
from storage.audit import body_of, verify
from storage.database_sqlite import SqliteDatabase
from storage.tables.events import chain, events
from tests.builders import NOW, a_stamp
from tests.new_database import new_database

MANY, AT_ONCE, SALT = 1_000_000, 10_000, "5a" * 16
WITHIN = Must(most=30.0)


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        database = new_database(Path(name) / "desk.db")
        assert isinstance(database, SqliteDatabase)
        with database.transaction() as connection:
            connection.execute(text("DROP TRIGGER events_at_the_end"))
            _fill(connection)
            connection.commit()
        with database.reading() as connection:
            ours = seconds(lambda: _walk(connection))
            plain = seconds(lambda: _plain(connection))
        database.close()
    what, against = "verifying the audit trail, in events", "SHA-256 over their text"
    yield Figure(what, ours, "s", WITHIN, against, plain, MANY, SQLITE)


def _fill(connection: Connection) -> None:
    peaks: Peaks = ()
    rows = []
    for row in _rows():
        peaks = grown(peaks, row["seq"] - 1, row["leaf"])
        rows.append(row | {"hash": head(peaks)})
        if len(rows) == AT_ONCE:
            connection.execute(insert(events), rows)
            rows = []
    end = {"seq": MANY, "hash": head(peaks), "peaks": " ".join(peaks)}
    connection.execute(update(chain).values(end))


def _rows() -> Iterator[dict[str, Any]]:
    event = VoteCast(plan_id="p1", choice="approve", approvals=1, quorum=2)
    found = {"at": NOW, "kind": "VoteCast", "plan_id": "p1", "case_id": "", "salt": SALT}
    found["body"] = body = body_of(event, a_stamp())
    for seq in range(1, MANY + 1):
        yield found | {"seq": seq, "leaf": leaf(seq, SALT, body)}


def _walk(connection: Connection) -> None:
    assert verify(connection).rows == MANY


def _plain(connection: Connection) -> str:
    """Read and hash, each text by itself."""
    found = select(events.c.seq, events.c.salt, events.c.body).execution_options(yield_per=500)
    with connection.execute(found) as streamed:
        for seq, salt, body in streamed:
            hashed = hashlib.sha256(f"{seq}\n{salt}\n{body}".encode()).hexdigest()
    return hashed
