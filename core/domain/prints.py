"""A card as people saw it: kept word for word beside the trail, which holds its digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Card(StrEnum):
    """Whose card it is."""

    PLAN = "plan"
    CASE = "case"


def print_digest(drawn: str) -> str:
    """SHA-256 in hex of what was drawn."""
    return hashlib.sha256(drawn.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was shown just now. `revision` is the hash of the plan or the number of the case,
    `occasion` the newest event (sequence number) that it shows, `drawn` its canonical JSON without
    the tokens of its buttons."""

    card: Card
    subject: str
    revision: str
    occasion: int
    channel: str
    ts: str
    drawn: str


@dataclass(frozen=True, slots=True)
class Print:
    """A drawing that was shown `times` times, `first_at` to `last_at`, the first time in this
    message; `event` (sequence number) holds its digest. `drawn` is empty once it was erased."""

    card: Card
    subject: str
    revision: str
    occasion: int
    channel: str
    ts: str
    digest: str
    drawn: str
    first_at: datetime
    last_at: datetime
    times: int
    event: int
