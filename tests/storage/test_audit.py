"""The audit trail: nothing in it changes, and whatever did is found and named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import IntegrityError

from core.domain.events import BooksTaken, Event, PlanEnded, RolesChanged, VoteCast
from core.domain.trail import GENESIS, grown, head, leaf
from storage.audit import KINDS, Verdict, body_of, prove, verify
from storage.database import Database
from storage.database_sqlite import SqliteDatabase
from storage.tables.events import events
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_stamp
from tests.storage.dialects import ON_POSTGRESQL, ON_SQLITE

EVENTS = (
    VoteCast(plan_id="p1", choice="approve", approvals=1, quorum=2),
    BooksTaken(source="erp", as_of=NOW, no_floor=("KRW", "JPY")),
    RolesChanged(role="agents", before=(), after=("a",)),
    PlanEnded(plan_id="p1", state="withdrawn", why="paid"),
)

INTRUSION = {
    "sqlite": [
        "DROP TRIGGER events_no_update",
        "DROP TRIGGER events_no_delete",
        "DROP TRIGGER events_at_the_end",
    ],
    "postgresql": ["ALTER TABLE events DISABLE TRIGGER USER"],
}


@pytest.fixture
def trail(desk: Database, store: SqlStore) -> Database:
    with store() as work:
        for number, event in enumerate(EVENTS):
            work.events.add(event, a_stamp(at=NOW + timedelta(seconds=number)))
        work.commit()
    return desk


def audit(database: Database) -> Verdict:
    with database.reading() as connection:
        return verify(connection)


@pytest.fixture
def intruder(trail: Database) -> Iterator[Connection]:
    """Somebody with the database and no respect for triggers."""
    with trail.transaction() as connection:
        for statement in INTRUSION[connection.dialect.name]:
            connection.execute(text(statement))
        yield connection


def test_events_come_back_as_they_were_told(trail: Database, store: SqlStore) -> None:
    with store.reading() as work:
        assert [work.events.get(seq).event for seq in (1, 2, 3, 4)] == list(EVENTS)
        assert work.events.get(1).stamp == a_stamp()
        assert [recorded.seq for recorded in work.events.of_plan("p1")] == [1, 4]
        assert work.events.last_at() == NOW + timedelta(seconds=3)
    assert audit(trail).holds()
    assert audit(trail).rows == 4


def test_every_kind_of_event_can_be_stored(store: SqlStore, desk: Database) -> None:
    with store() as work:
        for kind in KINDS.values():
            seq = work.events.add(kind(), a_stamp())
            assert work.events.get(seq).event == kind()
        work.commit()
    assert audit(desk) == Verdict(len(KINDS), audit(desk).head)


def test_a_time_of_another_zone_is_the_same_moment(store: SqlStore, desk: Database) -> None:
    berlin = timezone(timedelta(hours=2))
    with store() as work:
        work.events.add(PlanEnded(), a_stamp(at=datetime(2026, 10, 12, 10, tzinfo=berlin)))
        work.commit()
        assert work.events.last_at() == datetime(2026, 10, 12, 8, tzinfo=UTC)
    assert audit(desk).holds()


def test_a_trail_without_events_holds(desk: Database) -> None:
    assert audit(desk) == Verdict(0, GENESIS)


def test_what_is_rolled_back_was_never_told(trail: Database, store: SqlStore) -> None:
    with store() as work:
        assert work.events.add(PlanEnded(), a_stamp()) == 5
    with store() as work:
        assert work.events.add(PlanEnded(), a_stamp()) == 5
        work.commit()
    assert audit(trail).rows == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET kind = 'other' WHERE seq = 2",
        "DELETE FROM events WHERE seq = 4",
        "DELETE FROM events",
        "INSERT INTO events SELECT 0, at, kind, plan_id, case_id, body, salt, leaf, hash "
        "FROM events WHERE seq = 2",
    ],
)
def test_the_database_refuses_to_change_the_trail(trail: Database, statement: str) -> None:
    with trail.transaction() as connection, pytest.raises(IntegrityError, match="only added to"):
        connection.execute(text(statement))
    assert audit(trail).holds()


@ON_SQLITE
def test_no_event_takes_the_place_of_another(trail: Database) -> None:
    replacing = """INSERT OR REPLACE INTO events
        SELECT seq, at, 'x', plan_id, case_id, body, salt, leaf, hash FROM events WHERE seq = 2"""
    with trail.transaction() as connection, pytest.raises(IntegrityError, match="only added to"):
        connection.execute(text(replacing))
    assert audit(trail).holds()


@ON_POSTGRESQL
def test_the_trail_cannot_be_emptied_at_once(trail: Database) -> None:
    with trail.transaction() as connection, pytest.raises(IntegrityError, match="only added to"):
        connection.execute(text("TRUNCATE events"))
    assert audit(trail).holds()


@pytest.mark.parametrize(
    ("statements", "broken_at", "why"),
    [
        (["UPDATE events SET body = replace(body, 'erp', 'xxx') WHERE seq = 2"], 2, "edited"),
        (["UPDATE events SET plan_id = 'p2' WHERE seq = 4"], 4, "edited"),
        (["UPDATE events SET case_id = 'c2' WHERE seq = 3"], 3, "edited"),
        (["UPDATE events SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2"], 2, "edited"),
        (["UPDATE events SET kind = 'PlanFiled' WHERE seq = 1"], 1, "edited"),
        (["DELETE FROM events WHERE seq = 2"], 2, "missing"),
        (["DELETE FROM events WHERE seq = 1"], 1, "missing"),
        (["DELETE FROM events WHERE seq = 4"], 4, "cut off"),
        (["DELETE FROM events"], 1, "cut off"),
        (
            [
                "UPDATE events SET seq = 9 WHERE seq = 2",
                "UPDATE events SET seq = 2 WHERE seq = 3",
                "UPDATE events SET seq = 3 WHERE seq = 9",
            ],
            2,
            "reordered",
        ),
        (
            [
                "INSERT INTO events SELECT 5, at, kind, plan_id, case_id, body, salt, leaf, hash "
                "FROM events WHERE seq = 1"
            ],
            5,
            "reordered",
        ),
    ],
)
def test_a_changed_trail_is_found(
    intruder: Connection, statements: list[str], broken_at: int, why: str
) -> None:
    for statement in statements:
        intruder.execute(text(statement))
    verdict = verify(intruder)
    assert (verdict.broken_at, verdict.why) == (broken_at, why)
    assert not verdict.holds()


def test_an_inserted_event_needs_every_later_hash_and_the_noted_end(intruder: Connection) -> None:
    intruder.execute(insert(events).values(_forge(intruder, PlanEnded(state="finished"))))
    verdict = verify(intruder)
    assert (verdict.rows, verdict.broken_at, verdict.why) == (5, 6, "cut off")


def _forge(connection: Connection, event: Event) -> dict[str, Any]:
    """A row that fits to the one before it."""
    peaks = connection.execute(text("SELECT peaks FROM chain")).scalar_one()
    body = body_of(event, a_stamp())
    hashed = leaf(5, "", body)
    return {
        "seq": 5,
        "at": NOW,
        "kind": type(event).__name__,
        "plan_id": "",
        "case_id": "",
        "body": body,
        "salt": "",
        "leaf": hashed,
        "hash": head(grown(tuple(peaks.split()), 4, hashed)),
    }


@ON_SQLITE
def test_a_trail_is_verified_on_a_file_that_cannot_be_written(trail: Database) -> None:
    assert isinstance(trail, SqliteDatabase)
    os.chmod(trail.path, 0o400)
    assert audit(trail).holds()


@pytest.mark.parametrize("seqs", [(1, 4), (2,), (), (1, 2, 3, 4), (4, 99)])
def test_some_events_are_proved_without_the_others(trail: Database, seqs: tuple[int, ...]) -> None:
    with trail.reading() as connection:
        proof = prove(connection, seqs, (3, 99))
    assert proof.faults() == []
    assert (proof.newest.size, proof.newest.hash) == (4, audit(trail).head)
    assert [row.seq for row in proof.rows] == [seq for seq in seqs if seq <= 4]
    assert [one.size for one in proof.heads] == [3]


def test_nothing_is_proved_of_a_broken_chain(intruder: Connection) -> None:
    intruder.execute(text("UPDATE events SET body = replace(body, 'erp', 'xxx') WHERE seq = 2"))
    assert prove(intruder, [2], []).faults() == ["head of 4"]
    assert prove(intruder, [1], []).faults() == []
    intruder.execute(text("DELETE FROM events WHERE seq = 3"))
    assert prove(intruder, [1], []).faults() == ["head of 4"]


def test_equal_events_have_different_leaves(trail: Database, store: SqlStore) -> None:
    with store() as work:
        twice = [work.events.add(PlanEnded(), a_stamp()) for _ in range(2)]
        work.commit()
        first, second = work.events.prove(twice).rows
    assert first.body == second.body
    assert first.salt != second.salt
