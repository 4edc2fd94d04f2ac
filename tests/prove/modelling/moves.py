"""What may happen, how often, and with what: chosen by hypothesis, and shrunk by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis.strategies import SearchStrategy

F = TypeVar("F", bound=Callable[..., None])


@dataclass(frozen=True, slots=True)
class Move:
    """`weight` is how often it is chosen beside others."""

    weight: int
    draws: dict[str, SearchStrategy[Any]]


MOVES: dict[str, Move] = {}


def move(weight: int, **draws: SearchStrategy[Any]) -> Callable[[F], F]:
    """The method of this name, with these arguments."""

    def note(method: F) -> F:
        MOVES[method.__name__] = Move(weight, draws)
        return method

    return note


def weighted() -> list[str]:
    """Each name as often as it weighs."""
    return [name for name, one in MOVES.items() for _ in range(one.weight)]
