"""From one snapshot of the books to the next, in chunks, where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from core.domain.exposure import Presence
from core.domain.release import Found
from core.ports.records import Ending, Snapshot
from core.ports.store import Store, Work

CHUNK = 200
# What can still be looked into. No plan needs it: each holds the documents it rests on itself.
KEPT = 3
# An import that began so long ago was cut off.
CUT_OFF = timedelta(hours=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Carried:
    """What the new snapshot was carried over from, how many documents it lacks, how many stayed as
    they were, and how many names were to be confirmed before it."""

    previous: Snapshot | None
    missing: int
    stayed: int = 0
    proposed: int = 0


def carry_over(snapshot: Snapshot, *, store: Store) -> Carried:
    """What is missing for the first time is taken over as missing; for the second, it vanished."""
    with store.reading() as work:
        previous = work.books.current(snapshot.source)
        if previous is None:
            return Carried(None, 0)
        proposed = work.books.count_proposals()
        missing = work.books.lacking(snapshot, previous, Presence.PRESENT)
        vanished = work.books.lacking(snapshot, previous, Presence.MISSING)
    gone = [Ending(snapshot.snapshot_id, document_id, Found.VANISHED) for document_id in vanished]
    _carry(missing, snapshot, previous, Presence.MISSING, store)
    in_parts(gone, lambda work, part: work.books.end(part), store=store)
    return Carried(previous, len(missing), proposed=proposed)


def stay(snapshot: Snapshot, *, store: Store) -> Carried:
    """Of what changed only: whatever it does not tell of is as it was, which is also true of rows
    that could not be read. What is missing is looked for in whole books."""
    with store.reading() as work:
        previous = work.books.current(snapshot.source)
        if previous is None:
            return Carried(None, 0)
        proposed = work.books.count_proposals()
        left = {one: work.books.lacking(snapshot, previous, one) for one in Presence}
        problems = work.books.problems(previous.snapshot_id)
    for presence, ids in left.items():
        _carry(ids, snapshot, previous, presence, store)
    in_parts(problems, lambda work, part: work.books.write(snapshot.snapshot_id, part), store=store)
    return Carried(previous, 0, stayed=sum(map(len, left.values())), proposed=proposed)


def _carry(
    ids: Sequence[str], snapshot: Snapshot, previous: Snapshot, presence: Presence, store: Store
) -> None:
    in_parts(
        ids, lambda work, part: work.books.carry(snapshot, previous, part, presence), store=store
    )


def sweep(now: datetime, *, store: Store) -> None:
    """Remove what imports left that were cut off."""
    with store.reading() as work:
        found = work.books.cut_off(now - CUT_OFF)
    for snapshot_id in found:
        discard(snapshot_id, store=store)


def discard(snapshot_id: str, *, store: Store) -> None:
    """Remove a snapshot that readers never saw."""
    empty(snapshot_id, store=store)
    with store() as work:
        work.books.remove(snapshot_id)
        work.commit()


def empty(snapshot_id: str, *, store: Store) -> None:
    """Remove its rows, and leave the snapshot itself."""
    more = True
    while more:
        with store() as work:
            more = work.books.remove_rows(snapshot_id, CHUNK)
            work.commit()


def forget(current: Snapshot, *, store: Store) -> None:
    """Remove what newer books have overtaken, so that the database does not grow for ever."""
    with store.reading() as work:
        endings = work.books.overtaken(current)
        outlived = work.books.outlived(KEPT)
    in_parts(endings, lambda work, part: work.books.forget_endings(part), store=store)
    for snapshot_id in outlived:
        empty(snapshot_id, store=store)


def in_parts(
    rows: Sequence[T], write: Callable[[Work, Sequence[T]], None], *, store: Store
) -> None:
    """Write so many rows that nobody waits long, again and again."""
    for part in _parts(rows):
        with store() as work:
            write(work, part)
            work.commit()


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
