"""How fast an account may be called: never more often in any minute than Partner Center takes, and
evenly where much is asked, so that nobody waits for a minute to be over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# What Partner Center takes of a tenant. Source: Microsoft, "API throttling guidance".
PER_MINUTE = 500
# Seconds. A call arrives up to so much later than it was let go; one that took longer counts from
# its answer.
A_MINUTE, LATE = 60.0, 0.25
COUNTS_FOR = A_MINUTE + LATE
# One of so many is left for changes: their gate has spoken, and its word is short-lived.
LEFT_OF = 50


class Call(StrEnum):
    READ = "read"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Lately:
    """What was let go within COUNTS_FOR, in seconds: how many, the oldest of them, when the line
    of those who wait ends, and which one has to be over before there is room; none where there
    is."""

    count: int = 0
    oldest: float = 0.0
    line_ends: float = 0.0
    blocking: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """When a call may go, and where the line ends then."""

    at: float
    line_ends: float


def room(call: Call, limit: int) -> int:
    """How many calls may count while one of this kind goes, itself among them."""
    return limit if call is Call.CHANGE else max(1, limit - limit // LEFT_OF)


def next_turn(call: Call, lately: Lately, now: float, limit: int) -> Turn:
    """A read goes at the end of the line, a change at once; neither before there is room."""
    line = max(now, lately.line_ends)
    opens = now if lately.blocking is None else lately.blocking + COUNTS_FOR
    at = max(opens, now if call is Call.CHANGE else line)
    ends = max(line, now if call is Call.CHANGE else at)
    return Turn(at, ends + _gap(lately, line, limit))


def _gap(lately: Lately, line: float, limit: int) -> float:
    """None in the first half of what a minute takes. What is left of the other half is spread over
    the time until calls are over that count now."""
    if lately.count < limit / 2:
        return 0.0
    even, free = A_MINUTE / limit, room(Call.READ, limit) - lately.count
    return max(even, (lately.oldest + COUNTS_FOR - line) / free) if free > 0 else even
