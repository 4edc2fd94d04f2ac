"""What time others say it is: each answer of theirs is dated, and ours may be wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from core.ports.outside import Clock

# Seconds.
MOST_APART = 60
# One odd answer says nothing, nor do several from the moment in which a clock was being set: so
# many in a row, over so many seconds of machine time.
IN_A_ROW, OVER = 3, 3.0


@dataclass(frozen=True, slots=True)
class Odd:
    """Answers of one source that were all too far from our clock: how many, the first and the last
    by machine time, and by how many seconds ours was ahead then."""

    count: int
    first: float
    last: float
    ahead: int

    def is_sure(self) -> bool:
        return self.count >= IN_A_ROW and self.last - self.first >= OVER


class Dates:
    """Compares our clock with the `Date` of every answer that was not kept somewhere on its way."""

    def __init__(self, clock: Clock, machine: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._machine = machine
        self._lock = threading.Lock()
        self._odd: dict[str, Odd] = {}

    def heard(self, whose: str, headers: Mapping[str, str]) -> None:
        """As soon as the head of an answer is there; names in lower case, or in any."""
        if "age" in headers or (said := date_of(headers.get("date", ""))) is None:
            return
        ahead = round((self._clock() - said).total_seconds())
        with self._lock:
            if abs(ahead) <= MOST_APART:
                self._odd.pop(whose, None)
                return
            at, before = self._machine(), self._odd.get(whose)
            count, first = (before.count, before.first) if before else (0, at)
            self._odd[whose] = Odd(count + 1, first, at, ahead)

    def apart(self) -> str:
        """Whose clock ours is away from and by how many seconds; empty while it is right."""
        with self._lock:
            sure = {whose: one.ahead for whose, one in self._odd.items() if one.is_sure()}
        return ", ".join(f"{said_apart(ahead)} {whose}" for whose, ahead in sure.items())


def said_apart(ahead: int) -> str:
    """Seconds by which our clock is ahead, in words that end before the name of whose it is."""
    return f"{abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'}"


def date_of(header: str) -> datetime | None:
    """What a `Date` says, in UTC; None where it says nothing that can be read."""
    try:
        said = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return said if said.tzinfo is not None else None
