"""Cases tried in several processes, each of which prepares itself once and keeps to one core."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from typing import Any, Protocol, TypeVar

from tests.cores import keep_to_one

One = TypeVar("One")
Result = TypeVar("Result")


class Crew(Protocol):
    """Tries many, in their order, a chunk at a time."""

    def __call__(
        self, tries: Callable[[One], Result], many: Iterable[One], /, *, chunksize: int
    ) -> Iterator[Result]: ...


@contextmanager
def crew(prepare: Callable[..., None], *told: Any) -> Iterator[Crew]:
    """One process for each core of this machine. What each is given has to be picklable."""
    context = get_context("spawn")
    numbers = context.SimpleQueue()
    cores = len(os.sched_getaffinity(0))
    for number in range(cores):
        numbers.put(number)
    with ProcessPoolExecutor(
        cores, mp_context=context, initializer=_begin, initargs=(numbers, prepare, told)
    ) as pool:
        yield pool.map


def _begin(numbers: SimpleQueue[int], prepare: Callable[..., None], told: tuple[Any, ...]) -> None:
    keep_to_one(numbers.get())
    prepare(*told)
