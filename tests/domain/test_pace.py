"""No minute holds more calls than it takes, nearly all that it takes are used, and evenly."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from random import Random

import pytest

from core.domain.pace import A_MINUTE, COUNTS_FOR, LATE, Call, Lately, next_turn, room

LIMIT, STEPS = 500, 900
# As a step goes: it is looked at, changed, and looked at again.
A_STEP = (Call.READ, Call.CHANGE, Call.READ)


@dataclass
class Kept:
    """What was let go, and how long it had waited then."""

    limit: int
    counting: list[float] = field(default_factory=list)
    line_ends: float = 0.0
    waits: dict[Call, list[float]] = field(default_factory=lambda: {one: [] for one in Call})

    def call(self, call: Call, now: float) -> float:
        counting = self.counting
        del counting[: bisect_left(counting, now - COUNTS_FOR)]
        most = room(call, self.limit)
        blocking = counting[-most] if len(counting) >= most else None
        oldest = counting[0] if counting else 0.0
        turn = next_turn(call, Lately(len(counting), oldest, self.line_ends, blocking), now, LIMIT)
        insort(counting, turn.at)
        self.line_ends = turn.line_ends
        self.waits[call].append(turn.at - now)
        return turn.at


def worked_off(hands: int, seed: int) -> tuple[Kept, list[float]]:
    """So many hands do steps without a pause; when each call arrived."""
    chance, kept = Random(seed), Kept(LIMIT)
    arrived, left = list[float](), STEPS
    ready = [(chance.random(), number, 0) for number in range(hands)]
    heapify(ready)
    while ready:
        now, number, part = heappop(ready)
        if part == 0 and left == 0:
            continue
        left -= part == 0
        at = kept.call(A_STEP[part], now)
        arrived.append(at + chance.uniform(0.0, LATE))
        heappush(ready, (at + chance.uniform(0.02, 0.4), number, (part + 1) % len(A_STEP)))
    return kept, sorted(arrived)


def most_in_a_minute(arrived: list[float]) -> int:
    return max(bisect_left(arrived, at + A_MINUTE) - n for n, at in enumerate(arrived))


@pytest.mark.parametrize("hands", [1, 4, 12], ids=["one hand", "a process", "three processes"])
def test_nearly_all_is_used_and_never_more(hands: int) -> None:
    kept, arrived = worked_off(hands, seed=hands)
    assert most_in_a_minute(arrived) <= LIMIT
    if hands > 1:
        minutes = (arrived[-1] - arrived[0]) / A_MINUTE
        assert len(arrived) / minutes >= 0.95 * LIMIT
        assert max(kept.waits[Call.READ]) < 10
    assert max(kept.waits[Call.CHANGE]) < 4, "the word of the gate holds for five seconds"


def test_who_asks_little_never_waits() -> None:
    kept = Kept(LIMIT)
    for number in range(LIMIT // 2):
        assert kept.call(Call.READ, number / 1000) == number / 1000


def test_a_change_goes_before_reads_that_stand_in_line() -> None:
    kept = Kept(LIMIT)
    for _ in range(LIMIT // 2 + 20):
        kept.call(Call.READ, 0.0)
    assert kept.waits[Call.READ][-1] > 1
    assert kept.call(Call.CHANGE, 0.0) == 0.0


def test_of_a_full_minute_reads_leave_some_to_changes() -> None:
    full = Lately(LIMIT * 98 // 100, 0.0, 0.0, None)
    assert room(Call.READ, LIMIT) == full.count
    read = Lately(full.count, 0.0, 0.0, blocking=0.0)
    assert next_turn(Call.READ, read, 1.0, LIMIT).at == COUNTS_FOR
    assert next_turn(Call.CHANGE, full, 1.0, LIMIT).at == 1.0


@pytest.mark.parametrize("limit", [1, 2, 49])
def test_the_smallest_limit_still_lets_one_in(limit: int) -> None:
    assert room(Call.READ, limit) == limit
