"""The tree of hashes: what a proof shows holds, and whatever is changed in it does not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.domain.trail import (
    GENESIS,
    Head,
    Part,
    Peaks,
    Proof,
    Shown,
    grown,
    head,
    hidden,
    leaf,
    node,
)

SIZE, SHOWN, MARKS = 21, (3, 4, 9, 20), (5, 8, 17)


def an_event(seq: int) -> Shown:
    return Shown(seq, f"{seq:032x}", f'{{"event":{seq}}}')


LEAVES = [leaf(one.seq, one.salt, one.body) for one in map(an_event, range(1, 200))]


def heads_of(leaves: list[str]) -> list[str]:
    """After each of them, from none on."""
    peaks: Peaks = ()
    found = [head(peaks)]
    for size, one in enumerate(leaves):
        peaks = grown(peaks, size, one)
        found.append(head(peaks))
    return found


HEADS = heads_of(LEAVES)


def over(leaves: list[str]) -> str:
    """As RFC 6962 defines it, written down naively."""
    if len(leaves) < 2:
        return leaves[0] if leaves else GENESIS
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node(over(leaves[:left]), over(leaves[left:]))


def a_proof(
    size: int = SIZE, shown: tuple[int, ...] = SHOWN, marks: tuple[int, ...] = MARKS
) -> Proof:
    parts = [
        Part(low + 1, high, over(LEAVES[low:high])) for low, high in hidden(size, shown, marks)
    ]
    return Proof(
        Head(size, HEADS[size]),
        tuple(map(an_event, shown)),
        tuple(parts),
        tuple(Head(mark, HEADS[mark]) for mark in marks),
    )


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 7, 8, 9, 64, 65, 127, 199])
def test_the_head_is_that_of_the_tree(size: int) -> None:
    assert HEADS[size] == over(LEAVES[:size])


def test_a_leaf_can_be_computed_by_hand() -> None:
    said = b'goodstanding event v1\n7\nff\n{"a":1}'
    assert leaf(7, "ff", '{"a":1}') == hashlib.sha256(said).hexdigest()


@pytest.mark.parametrize("size", range(1, 40))
def test_any_events_of_any_trail_are_proved(size: int) -> None:
    for step in (1, 2, 3, 7, 50):
        shown = tuple(range(1, size + 1, step))
        marks = tuple(sorted({1, size // 2, size - 1, size} - {0}))
        assert a_proof(size, shown, marks).faults() == []
    assert a_proof(size, (), ()).faults() == []


def test_no_event_is_hidden_and_shown_and_few_hashes_are_enough() -> None:
    ranges = hidden(1_000_000, [500_000, 500_001, 999_999], [])
    covered = sum(high - low for low, high in ranges)
    assert covered == 1_000_000 - 3
    assert len(ranges) < 60


def with_row(proof: Proof, number: int, **changes: object) -> Proof:
    rows = list(proof.rows)
    rows[number] = replace(rows[number], **changes)  # type: ignore[arg-type]
    return replace(proof, rows=tuple(rows))


TAMPERED: dict[str, Callable[[Proof], Proof]] = {
    "edited": lambda p: with_row(p, 1, body='{"event":5}'),
    "another salt": lambda p: with_row(p, 1, salt="0" * 32),
    "deleted": lambda p: replace(p, rows=p.rows[1:]),
    "inserted": lambda p: replace(p, rows=(*p.rows, an_event(11)), parts=p.parts[:-1]),
    "moved": lambda p: with_row(p, 0, seq=10),
    "swapped": lambda p: with_row(with_row(p, 0, seq=4), 1, seq=3),
    "a part of another": lambda p: replace(
        p, parts=(replace(p.parts[0], hash=GENESIS), *p.parts[1:])
    ),
    "cut off": lambda p: replace(p, newest=Head(20, p.newest.hash)),
    "another head": lambda p: replace(p, newest=Head(SIZE, HEADS[SIZE + 1])),
    "another older head": lambda p: replace(p, heads=(Head(5, HEADS[6]), *p.heads[1:])),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_does_not_hold(change: Callable[[Proof], Proof]) -> None:
    proof = a_proof()
    assert proof.faults() == []
    assert change(proof).faults()
