"""The audit trail as a tree of hashes: its head stands for every event, and a few hashes prove that
some of them are in it without showing the others.

The shape is that of RFC 6962: n leaves are split at the largest power of two below n."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

EVENT_DOMAIN = "goodstanding event v1"
NODE_DOMAIN = "goodstanding node v1"
# The head before there is any event.
GENESIS = "0" * 64

# The heads of the full subtrees, the largest first: all that is needed to go on.
Peaks = tuple[str, ...]
Range = tuple[int, int]


def leaf(seq: int, salt: str, body: str) -> str:
    """The hash of one event. `salt` is random, so that it gives nothing away of a body."""
    covered = f"{EVENT_DOMAIN}\n{seq}\n{salt}\n{body}"
    return hashlib.sha256(covered.encode()).hexdigest()


def node(left: str, right: str) -> str:
    return hashlib.sha256(f"{NODE_DOMAIN}\n{left}\n{right}".encode()).hexdigest()


def grown(peaks: Peaks, size: int, added: str) -> Peaks:
    """The peaks of a tree of `size` leaves after one more."""
    stack, after = [*peaks, added], size + 1
    while after % 2 == 0:
        right = stack.pop()
        stack.append(node(stack.pop(), right))
        after //= 2
    return tuple(stack)


def head(peaks: Peaks) -> str:
    """One hash for all that has these peaks."""
    if not peaks:
        return GENESIS
    found = peaks[-1]
    for peak in reversed(peaks[:-1]):
        found = node(peak, found)
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """An event as it is hashed."""

    seq: int
    salt: str
    body: str


@dataclass(frozen=True, slots=True)
class Part:
    """Events that are not shown, from the first to the last (sequence numbers), and the hash of
    the tree over them."""

    first: int
    last: int
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the trail was when it had `size` events."""

    size: int
    hash: str


@dataclass(frozen=True, slots=True)
class Proof:
    """That the events in `rows` stand where they say in a trail with this newest head, and that it
    began with the trails of the older `heads`."""

    newest: Head
    rows: tuple[Shown, ...]
    parts: tuple[Part, ...]
    heads: tuple[Head, ...] = ()

    def faults(self) -> list[str]:
        """Which heads do not follow from the rows and parts; none where all is well."""
        known = {(row.seq - 1, row.seq): leaf(row.seq, row.salt, row.body) for row in self.rows}
        known |= {(part.first - 1, part.last): part.hash for part in self.parts}
        return [
            f"head of {one.size}"
            for one in (self.newest, *self.heads)
            if _over(known, (0, one.size)) != one.hash
        ]


def _over(known: Mapping[Range, str], found: Range) -> str:
    """The head over a range; empty where something is missing."""
    low, high = found
    if found in known:
        return known[found]
    if high - low < 2:
        return GENESIS if low == high else ""
    middle = low + split(high - low)
    left, right = _over(known, (low, middle)), _over(known, (middle, high))
    return node(left, right) if left and right else ""


def split(size: int) -> int:
    """How many of `size` leaves are on the left: the largest power of two below it."""
    return int(1 << (size - 1).bit_length() - 1)


def hidden(size: int, shown: Iterable[int], marks: Iterable[int]) -> list[Range]:
    """The fewest ranges, in order, that hide all but the events `shown`, so that the heads at
    `marks` can still be computed."""
    return list(_hidden((0, size), sorted(shown), sorted(marks)))


def _hidden(found: Range, shown: Sequence[int], marks: Sequence[int]) -> Iterator[Range]:
    low, high = found
    has_shown = bisect_right(shown, high) > bisect_right(shown, low)
    is_cut = bisect_left(marks, high) > bisect_right(marks, low)
    if low == high or (has_shown and high - low == 1):
        return
    if not has_shown and not is_cut:
        yield found
        return
    middle = low + split(high - low)
    yield from _hidden((low, middle), shown, marks)
    yield from _hidden((middle, high), shown, marks)
