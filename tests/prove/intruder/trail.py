"""A database with an audit trail and notes that others kept of it, in the hands of somebody who has
the file and the code, and no respect for triggers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from clients.note_files import notes_in
from core.domain.checkpoints import Checkpoint
from core.domain.trail import Head, Peaks, grown, head, leaf
from storage.audit import KINDS, verify
from storage.database_sqlite import SqliteDatabase
from storage.kept import compare, read_kept
from storage.notes import NoteSigner, Verifier
from storage.sealing import MasterKey
from storage.state import ESTABLISHING, differences
from storage.tables.events import chain, events
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_stamp

ORIGIN = "goodstanding/T1"
OURS = NoteSigner([MasterKey("ours", bytes(range(32)))])
THEIRS = NoteSigner([MasterKey("theirs", bytes(range(1, 33)))])
(PINNED,) = map(Verifier.parse, OURS.verifiers(ORIGIN))
GUARDS = ("events_no_update", "events_no_delete", "events_at_the_end")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What verifying said: of the chain by itself, of each note, and of what the database holds
    beside it; empty where it holds."""

    chain: str
    notes: tuple[str, ...]
    state: str

    @property
    def holds(self) -> bool:
        return not (self.chain or self.state or any(self.notes))


@dataclass(slots=True)
class Trail:
    """What an intruder holds: the database in an open transaction, and perhaps the notes."""

    connection: Connection
    notes: list[str]
    others: Sequence[Row]

    def rows(self) -> list[Row]:
        found = self.connection.execute(select(events).order_by(events.c.seq))
        return [dict(row._mapping) for row in found]

    def write(self, rows: Sequence[Row], begin: int = 0) -> None:
        """These, from that index on, instead of what is there."""
        self.connection.execute(delete(events).where(events.c.seq > begin))
        if rows[begin:]:
            self.connection.execute(insert(events), rows[begin:])

    def end(self, rows: Sequence[Row]) -> None:
        """The mark of the end, as it would be after these rows."""
        peaks = peaks_of(rows)
        noted = {"seq": len(rows), "hash": head(peaks), "peaks": " ".join(peaks)}
        self.connection.execute(update(chain).values(noted))

    def check(self) -> Found:
        """As `audit verify` does with the notes that were kept and the key that was."""
        verdict = verify(self.connection)
        kept = [
            compare(self.connection, verdict, read_kept("mails", note, [PINNED]))
            for note in _read_again(self.notes)
        ]
        differing = next(differences(self.connection), "") if verdict.holds() else ""
        return Found(verdict.why, tuple(one.why for one in kept), str(differing))


def _read_again(notes: Sequence[str]) -> Iterator[str]:
    """Out of files. One in which nothing can be read was changed as well."""
    for note in notes:
        yield from list(notes_in(note.encode("utf-8", errors="surrogateescape"))) or [note]


def peaks_of(rows: Sequence[Row]) -> Peaks:
    peaks: Peaks = ()
    for size, row in enumerate(rows):
        peaks = grown(peaks, size, row["leaf"])
    return peaks


def hashed(rows: Sequence[Row], begin: int = 0) -> list[Row]:
    """All of them consistent again from that index on, under numbers without a gap."""
    made, peaks = list(rows[:begin]), peaks_of(rows[:begin])
    for seq, row in enumerate(rows[begin:], start=begin + 1):
        added = leaf(seq, row["salt"], row["body"])
        peaks = grown(peaks, seq - 1, added)
        made.append(row | {"seq": seq, "leaf": added, "hash": head(peaks)})
    return made


@dataclass(frozen=True, slots=True)
class Scene:
    """One file for all attempts: each is rolled back, and the file has to hold again."""

    database: SqliteDatabase
    notes: tuple[str, ...]
    others: tuple[Row, ...]

    def close(self) -> None:
        self.database.close()

    @contextmanager
    def broken_into(self) -> Iterator[Trail]:
        with self.database.transaction() as connection:
            yield Trail(connection, list(self.notes), self.others)

    def untouched(self) -> Found:
        with self.database.reading() as connection:
            return Trail(connection, list(self.notes), self.others).check()


def scene(path: Path, other: Path, size: int, seed: int) -> Scene:
    """`path` is a desk at work, `other` an installation of which nobody kept anything. Both go on
    to `size` events; of the first a note is kept now and then, and of its end."""
    rng = Random(seed)
    mine, theirs = SqliteDatabase(path), SqliteDatabase(other)
    notes = _go_on(mine, size, rng)
    _go_on(theirs, size, rng)
    with theirs.reading() as connection:
        others = tuple(Trail(connection, [], ()).rows())
    theirs.close()
    with mine.transaction() as connection:
        for guard in GUARDS:
            connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.commit()
    return Scene(mine, tuple(notes), others)


def _go_on(database: SqliteDatabase, size: int, rng: Random) -> list[str]:
    store, kinds = SqlStore(database), sorted(KINDS.keys() - ESTABLISHING)
    first = OURS.sign(ORIGIN, Checkpoint(ORIGIN, _head(store), NOW).text())
    notes = [first]
    while (at := _head(store).size) < size:
        moment = NOW + timedelta(days=1, seconds=at)
        with store() as work:
            event = KINDS[rng.choice(kinds)](plan_id=f"p{at % 9}", case_id=f"c{at % 7}")
            work.events.add(event, a_stamp(at=moment))
            made = Checkpoint(ORIGIN, work.events.head(), moment)
            work.commit()
        if made.head.size == size or not made.head.size % 40:
            notes.append(OURS.sign(ORIGIN, made.text()))
    return notes


def _head(store: SqlStore) -> Head:
    with store.reading() as work:
        return work.events.head()
