"""A card as people saw it: kept word for word beside the trail, which holds its digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Card(StrEnum):
    """Which card it is. Whatever is posted about a case and can be answered there is one."""

    PLAN = "plan"
    CASE = "case"
    PAGE = "page"
    CONTAINMENT = "containment"
    CLOCK = "clock"
    TICKET = "ticket"


def print_digest(drawn: str) -> str:
    """SHA-256 in hex of what was drawn."""
    return hashlib.sha256(drawn.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was shown just now. `subject` is the plan or else the case that it belongs to,
    `revision` the hash of the plan, the number of the case or the id of what the card is about,
    `occasion` the newest event (sequence number) that it shows, or 0, `drawn` its canonical JSON
    without the tokens of its buttons."""

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
