"""A named class of bad input: what is given, what is said, and where it is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.prove.bad.stage import Answer, Stage


@dataclass(frozen=True, slots=True)
class Bad:
    """Brought to a desk. The answer has these words; where none are said, nobody reads it. Only
    tables in `records` may be another afterwards: where what was refused is on record."""

    name: str
    given: str
    said: str
    bring: Callable[[Stage], Answer]
    status: int = 200
    records: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Tried by a test of its own, which is named as pytest names it."""

    name: str
    given: str
    said: str
    test: str
