"""The audit trail as a chain: the hash of each row stands for its body and for every row before."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import DBAPIError

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


# What somebody wrote past us need be no text, moment or JSON.
UNREADABLE = (ValueError, TypeError, LookupError, RecursionError)
HASHED = (events.c.seq, events.c.salt, events.c.body, events.c.leaf, events.c.hash)
COLUMNS = (*HASHED, events.c.kind, events.c.plan_id, events.c.case_id, events.c.at)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many rows hold from the first one on; `broken_at` and `why` name the first that does
    not: edited, missing, reordered, cut off; what is unreadable may lie a little behind it."""

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
    walk = Walk()
    try:
        return walk.on(connection)
    except DBAPIError:
        return walk.verdict("unreadable")


@dataclass(slots=True)
class Walk:
    """How far the chain holds. It can go on from there once there is more of it."""

    rows: int = 0
    peaks: Peaks = ()

    def on(self, connection: Connection) -> Verdict:
        """To the end, or to the first row that does not hold. Raises DBAPIError."""
        try:
            return self.verdict(self._first_fault(connection))
        except UNREADABLE:
            return self.verdict("unreadable")

    def verdict(self, why: str) -> Verdict:
        known = Verdict(self.rows, head(self.peaks))
        return replace(known, broken_at=self.rows + 1, why=why) if why else known

    def _first_fault(self, connection: Connection) -> str:
        """What is wrong with the row behind those that hold; empty where all of them do."""
        rest = select(*COLUMNS).where(events.c.seq > self.rows) if self.rows else select(*COLUMNS)
        # However many there are, a few of them are in memory.
        found = rest.order_by(events.c.seq).execution_options(yield_per=AT_ONCE)
        with connection.execute(found) as streamed:
            for part in streamed.partitions():
                if fault := self._fault_among(part):
                    return fault
        return "" if self._ends_as_marked(connection) else "cut off"

    def _fault_among(self, part: Sequence[Sequence[Any]]) -> str:
        said = _read([body for _, _, body, *_ in part])
        for (seq, salt, body, added, noted, *searched), parts in zip(part, said, strict=True):
            after = grown(self.peaks, self.rows, added)
            if seq != self.rows + 1:
                return "missing"
            if noted != head(after):
                return "reordered"
            if added != leaf(seq, salt, body) or tuple(searched) != _searched(parts):
                return "edited"
            self.peaks, self.rows = after, seq
        return ""

    def _ends_as_marked(self, connection: Connection) -> bool:
        mark = connection.execute(select(chain)).first()
        if mark is None:
            return self.rows == 0
        end = (self.rows, head(self.peaks), " ".join(self.peaks))
        return (mark.seq, mark.hash, mark.peaks) == end


def _read(bodies: Sequence[str]) -> Iterable[Any]:
    """What they say: all in one go, where names that repeat are made once, or one at a time if one
    of them cannot be read."""
    try:
        together = json.loads(f"[{','.join(bodies)}]")
    except UNREADABLE:
        together = []
    return together if len(together) == len(bodies) else map(json.loads, bodies)


def _searched(parts: Any) -> tuple[str, str, str, datetime]:
    """What the columns that are searched have to say. Only this is looked at: a million take half
    a minute to rebuild. Raises ValueError, TypeError or KeyError where it is none of ours."""
    kind, event = parts["kind"], parts["event"]
    at = datetime.fromisoformat(parts["stamp"]["at"])
    return KINDS[kind].__name__, event["plan_id"], event["case_id"], at


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
