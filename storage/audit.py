"""The audit trail as a chain: the hash of each row stands for its body and for every row before."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, select

from core.domain import events as vocabulary
from core.domain.events import Event, Recorded, Stamp
from core.domain.trail import GENESIS, Head, Part, Peaks, Proof, Shown, grown, head, hidden, leaf
from storage.codec import rebuild, to_text
from storage.tables.events import chain, events

# As many as a database takes in one question.
AT_ONCE = 500
KINDS: dict[str, type[Event]] = {
    name: kind
    for name, kind in vars(vocabulary).items()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many rows hold from the first one on; `broken_at` and `why` name the first that does
    not: edited, missing, reordered, cut off."""

    rows: int
    head: str
    broken_at: int | None = None
    why: str = ""

    def holds(self) -> bool:
        return self.broken_at is None


def body_of(event: Event, stamp: Stamp) -> str:
    return to_text({"kind": type(event).__name__, "event": event, "stamp": stamp})


def recorded(seq: int, body: str) -> Recorded:
    """The event of a row. Raises ValueError, TypeError or KeyError where it is none of ours."""
    parts = json.loads(body)
    event = rebuild(KINDS[parts["kind"]], parts["event"])
    stamp = rebuild(Stamp, parts["stamp"])
    assert isinstance(event, Event)
    assert isinstance(stamp, Stamp)
    return Recorded(seq, event, stamp)


def verify(connection: Connection) -> Verdict:
    """Walk the whole chain; needs nothing but a connection that reads."""
    peaks: Peaks = ()
    numbers = count(1)
    for row in connection.execute(select(events).order_by(events.c.seq)):
        expected = next(numbers)
        after = grown(peaks, expected - 1, row.leaf)
        why = _fault(row, expected, after)
        if why:
            return Verdict(expected - 1, head(peaks), expected, why)
        peaks = after
    rows = next(numbers) - 1
    noted = connection.execute(select(chain)).first()
    end = (rows, head(peaks), " ".join(peaks))
    if (noted.seq, noted.hash, noted.peaks) != end if noted else rows > 0:
        return Verdict(rows, head(peaks), rows + 1, "cut off")
    return Verdict(rows, head(peaks))


def _fault(row: Row[Any], expected: int, after: Peaks) -> str:
    if row.seq != expected:
        return "missing"
    if row.hash != head(after):
        return "reordered"
    if row.leaf != leaf(row.seq, row.salt, row.body):
        return "edited"
    return "" if _found_by_its_body(row) else "edited"


def _found_by_its_body(row: Row[Any]) -> bool:
    """Do the columns that are searched say what the hashed body says?"""
    try:
        known = recorded(row.seq, row.body)
    except (ValueError, TypeError, KeyError):
        return False
    event = known.event
    said = type(event).__name__, event.plan_id, event.case_id, known.stamp.at
    return said == (row.kind, row.plan_id, row.case_id, row.at)


def prove(connection: Connection, seqs: Collection[int], sizes: Collection[int]) -> Proof:
    """That these events are in the chain as it ends now, and that it once ended at these sizes;
    whatever is no such event or size is left out. It reads a hash of every event, and promises
    nothing: where the chain is broken, so is the proof."""
    noted = connection.execute(select(chain)).one()
    numbers = {seq for seq in seqs if 0 < seq <= noted.seq}
    marks = {size for size in sizes if 0 < size <= noted.seq}
    found = _rows(connection, numbers | marks)
    return Proof(
        newest=Head(noted.seq, noted.hash),
        rows=tuple(Shown(row.seq, row.salt, row.body) for row in found if row.seq in numbers),
        parts=tuple(_parts(connection, hidden(noted.seq, numbers, marks))),
        heads=tuple(Head(row.seq, row.hash) for row in found if row.seq in marks),
    )


def _rows(connection: Connection, seqs: Collection[int]) -> list[Row[Any]]:
    ordered, found = sorted(seqs), list[Row[Any]]()
    for begin in range(0, len(ordered), AT_ONCE):
        among = events.c.seq.in_(ordered[begin : begin + AT_ONCE])
        found += connection.execute(select(events).where(among).order_by(events.c.seq)).all()
    return found


def _parts(connection: Connection, ranges: Sequence[tuple[int, int]]) -> Iterator[Part]:
    leaves = connection.execute(select(events.c.seq, events.c.leaf).order_by(events.c.seq))
    waiting = iter(leaves)
    for low, high in ranges:
        peaks, within = _peaks_of(waiting, low, high)
        yield Part(low + 1, high, head(peaks) if within == high - low else GENESIS)


def _peaks_of(leaves: Iterator[Any], low: int, high: int) -> tuple[Peaks, int]:
    """Of the events after `low` up to `high`, and how many of them there are."""
    peaks: Peaks = ()
    size = 0
    for row in leaves:
        if row.seq > low:
            peaks, size = grown(peaks, size, row.leaf), size + 1
        if row.seq >= high:
            break
    return peaks, size
