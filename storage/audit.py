"""The audit trail as a chain: each row's hash covers its body and the hash of the row before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, select

from core.domain import events as vocabulary
from core.domain.events import Event, Recorded, Stamp
from storage.codec import rebuild, to_text
from storage.tables.events import chain, events

CHAIN_DOMAIN = b"goodstanding event v1\n"
GENESIS = "0" * 64
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


def chained(seq: int, previous: str, body: str) -> str:
    """The hash of a row, with a domain prefix."""
    covered = f"{previous}\n{seq}\n{body}".encode()
    return hashlib.sha256(CHAIN_DOMAIN + covered).hexdigest()


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
    head = GENESIS
    numbers = count(1)
    for row in connection.execute(select(events).order_by(events.c.seq)):
        expected = next(numbers)
        why = _fault(row, expected, head)
        if why:
            return Verdict(expected - 1, head, expected, why)
        head = row.hash
    rows = next(numbers) - 1
    noted = connection.execute(select(chain)).first()
    if (noted.seq, noted.hash) != (rows, head) if noted else rows > 0:
        return Verdict(rows, head, rows + 1, "cut off")
    return Verdict(rows, head)


def _fault(row: Row[Any], expected: int, head: str) -> str:
    if row.seq != expected:
        return "missing"
    if row.previous != head:
        return "reordered"
    if row.hash != chained(row.seq, row.previous, row.body):
        return "edited"
    return "" if _found_by_its_body(row) else "edited"


def _found_by_its_body(row: Row[Any]) -> bool:
    """Do the columns that are searched say what the hashed body says?"""
    try:
        known = recorded(row.seq, row.body)
    except (ValueError, TypeError, KeyError):
        return False
    said = type(known.event).__name__, known.event.plan_id, known.stamp.at
    return said == (row.kind, row.plan_id, row.at)
