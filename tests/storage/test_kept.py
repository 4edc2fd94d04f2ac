"""A trail beside what others kept of it: it goes on from there, or what it was shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Executable, delete, text, update

from core.domain.checkpoints import Checkpoint
from core.domain.trail import GENESIS, Head, Peaks, grown, leaf
from storage.audit import verify
from storage.database import Database
from storage.kept import Kept, compare
from storage.tables.events import chain, events
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_stamp
from tests.storage.test_audit import EVENTS, INTRUSION

BEFORE = 2


def written(store: SqlStore) -> list[Checkpoint]:
    """A checkpoint before the first event, and after each."""
    found = [Checkpoint("goodstanding/T1", Head(0, GENESIS), NOW)]
    for number, event in enumerate(EVENTS):
        with store() as work:
            work.events.add(event, a_stamp(at=NOW + timedelta(seconds=number)))
            found.append(Checkpoint("goodstanding/T1", work.events.head(), NOW))
            work.commit()
    return found


def compared(desk: Database, kept: Checkpoint) -> Kept:
    with desk.reading() as connection:
        return compare(connection, verify(connection), Kept("a.txt", kept))


def intrude(desk: Database, *changes: Executable) -> None:
    with desk.transaction() as connection:
        for statement in INTRUSION[connection.dialect.name]:
            connection.execute(text(statement))
        for change in changes:
            connection.execute(change)
        connection.commit()


def test_every_end_of_the_past_is_known(desk: Database, store: SqlStore) -> None:
    for checkpoint in written(store):
        found = compared(desk, checkpoint)
        assert found.holds, found
    assert str(found).endswith("the chain goes on from it")


def test_a_trail_that_was_cut_off_shows_though_it_holds_by_itself(
    desk: Database, store: SqlStore
) -> None:
    *_, before, last = written(store)
    peaks = peaks_at(store, before.head.size)
    end = update(chain).values(seq=before.head.size, hash=before.head.hash, peaks=peaks)
    intrude(desk, delete(events).where(events.c.seq > before.head.size), end)
    with desk.reading() as connection:
        assert verify(connection).holds()
    assert compared(desk, before).holds
    assert compared(desk, last).why == "the chain is cut off: 3 events hold"


def peaks_at(store: SqlStore, size: int) -> str:
    """What somebody who knows the code would compute."""
    peaks: Peaks = ()
    with store.reading() as work:
        proof = work.events.prove(range(1, size + 1))
    for row in proof.rows:
        peaks = grown(peaks, row.seq - 1, leaf(row.seq, row.salt, row.body))
    return " ".join(peaks)


def test_another_past_shows(desk: Database, store: SqlStore) -> None:
    written(store)
    other = Checkpoint("goodstanding/T1", Head(BEFORE, "ab" * 32), NOW)
    assert compared(desk, other).why == "another chain: its head was another"


def test_what_lies_behind_a_break_is_not_vouched_for(desk: Database, store: SqlStore) -> None:
    *_, last = written(store)
    intrude(desk, update(events).where(events.c.seq == BEFORE).values(body="{}"))
    assert compared(desk, last).why == "the chain is broken before it: 1 events hold"


@pytest.mark.parametrize("why", ["not signed with that key", "there is no checkpoint in it"])
def test_what_could_not_be_read_holds_nothing(desk: Database, why: str) -> None:
    with desk.reading() as connection:
        found = compare(connection, verify(connection), Kept("a.txt", None, why))
    assert (found.holds, str(found)) == (False, f"a.txt: {why}")
