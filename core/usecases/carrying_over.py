"""From one snapshot of the books to the next, in chunks, where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from core.domain.exposure import Presence
from core.domain.release import Found
from core.ports.records import RowProblem, Snapshot
from core.ports.store import Store, Work

CHUNK = 1000
# Of so many past books it can still be looked up which rows could not be read.
KEPT = 3
# An import that began so long ago was cut off.
CUT_OFF = timedelta(hours=1)
T = TypeVar("T")


@dataclass(slots=True)
class Versions:
    """Ids of versions, a bit each: a million take as much room as a picture."""

    bits: bytearray = field(default_factory=bytearray)

    def add(self, ids: Iterable[int]) -> None:
        for one in ids:
            place = one >> 3
            if place >= len(self.bits):
                self.bits.extend(bytes(place + 1))
            self.bits[place] |= 1 << (one & 7)

    def __contains__(self, one: int) -> bool:
        place = one >> 3
        return place < len(self.bits) and bool(self.bits[place] >> (one & 7) & 1)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the new snapshot was carried over from, how many documents it lacks, how many stayed as
    they were, and how many names were to be confirmed before it."""

    previous: Snapshot | None
    missing: int
    stayed: int = 0
    proposed: int = 0


def begin(snapshot: Snapshot, *, store: Store) -> None:
    """From here on nobody else takes books of this source in: who began earlier loses, and what it
    wrote is undone, as is what imports left that were cut off."""
    with store() as work:
        work.books.begin(snapshot)
        work.commit()
    with store.reading() as work:
        found = work.books.left_over(snapshot, snapshot.taken_at - CUT_OFF)
    for snapshot_id in found:
        discard(snapshot_id, store=store)


def carry_over(snapshot: Snapshot, same: Versions, *, store: Store) -> Carried:
    """Of what the books do not tell: what is missing for the first time is taken over as missing;
    for the second, it vanished. `same` is what they tell as it was."""
    with store.reading() as work:
        previous = work.books.current(snapshot.source)
        if previous is None:
            return Carried(None, 0)
        proposed = work.books.count_proposals()
        missing, vanished = (
            [one for one in work.books.untouched(snapshot.snapshot_id, presence) if one not in same]
            for presence in (Presence.PRESENT, Presence.MISSING)
        )
    _carry(snapshot, missing, Found.MISSING, store=store)
    _carry(snapshot, vanished, Found.VANISHED, store=store)
    return Carried(previous, len(missing), proposed=proposed)


def stay(snapshot: Snapshot, same: Versions, *, store: Store) -> Carried:
    """Of what changed only: whatever it does not tell of is as it was, which is also true of rows
    that could not be read. What is missing is looked for in whole books."""
    with store.reading() as work:
        previous = work.books.current(snapshot.source)
        if previous is None:
            return Carried(None, 0)
        proposed = work.books.count_proposals()
        left = (work.books.untouched(snapshot.snapshot_id, presence) for presence in Presence)
        stayed = sum(one not in same for ids in left for one in ids)
        problems = work.books.problems(previous.snapshot_id)
    in_parts(problems, lambda work, part: _note(work, snapshot, part), store=store)
    return Carried(previous, 0, stayed, proposed)


def _note(work: Work, snapshot: Snapshot, problems: Sequence[RowProblem]) -> None:
    work.books.write(snapshot.snapshot_id, problems)


def _carry(snapshot: Snapshot, versions: Sequence[int], found: Found, *, store: Store) -> None:
    in_parts(
        versions,
        lambda work, part: work.books.carry(snapshot.snapshot_id, part, found),
        store=store,
    )


def discard(snapshot_id: str, *, store: Store) -> None:
    """Remove a snapshot that readers never saw."""
    undo(snapshot_id, store=store)
    with store() as work:
        work.books.remove(snapshot_id)
        work.commit()


def undo(snapshot_id: str, *, store: Store) -> None:
    """Take back what was written for it, and leave the snapshot itself."""
    _until_done(lambda work: work.books.undo(snapshot_id, CHUNK), store=store)


def forget(*, store: Store) -> None:
    """Which rows of books that are long past could not be read is nobody's question any more."""
    with store.reading() as work:
        outlived = work.books.outlived(KEPT)
    for snapshot_id in outlived:
        _forget(snapshot_id, store=store)


def _forget(snapshot_id: str, *, store: Store) -> None:
    _until_done(lambda work: work.books.forget_problems(snapshot_id, CHUNK), store=store)


def _until_done(act: Callable[[Work], bool], *, store: Store) -> None:
    more = True
    while more:
        with store() as work:
            more = act(work)
            work.commit()


def in_parts(
    rows: Sequence[T], write: Callable[[Work, Sequence[T]], None], *, store: Store
) -> None:
    """Write so many rows that nobody waits long, again and again."""
    for part in parts(rows):
        with store() as work:
            write(work, part)
            work.commit()


def parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many at a time."""
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
