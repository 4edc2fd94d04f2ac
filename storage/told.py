"""Events as they were written, and what should be there after them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from core.domain.events import Event
from storage.tables.events import events

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """`seq` is the event that says otherwise, 0 where none says what the database holds."""

    what: str
    seq: int = 0

    def __str__(self) -> str:
        says = f"event {self.seq} says otherwise" if self.seq else "no event says so"
        return f"{self.what}; {says}"


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it was written: its number, its kind, its fields, and who did it."""

    seq: int
    kind: str
    said: Mapping[str, Any]
    by: str


@dataclass(slots=True)
class Ledger:
    """What should be there, by key, with the event that said so last."""

    there: dict[str, tuple[str, int]] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)

    def put(self, key: str, value: str, seq: int) -> None:
        self.there[key] = value, seq
        self.gone.pop(key, None)

    def drop(self, key: str, seq: int) -> None:
        self.there.pop(key, None)
        self.gone[key] = seq

    def against(self, found: Mapping[str, str], what: str) -> Iterator[Difference]:
        """`what` names a key and what it has, as in `{key} belongs to {value}`."""
        for key, value in found.items():
            should, seq = self.there.get(key, ("", self.gone.get(key, 0)))
            if should != value:
                yield Difference(what.format(key=key, value=value), seq)
        for key, (value, seq) in self.there.items():
            if key not in found:
                yield Difference(f"it is not so that {what.format(key=key, value=value)}", seq)


def told_by(connection: Connection, *kinds: type[Event]) -> Iterator[Told]:
    """Every event of these kinds, in turn."""
    names = [kind.__name__ for kind in kinds]
    found = select(events.c.seq, events.c.kind, events.c.body).where(events.c.kind.in_(names))
    ordered = found.order_by(events.c.seq).execution_options(yield_per=AT_ONCE)
    with connection.execute(ordered) as streamed:
        for seq, kind, body in streamed:
            parts = json.loads(body)
            yield Told(seq, kind, parts["event"], parts["stamp"]["person_id"])
