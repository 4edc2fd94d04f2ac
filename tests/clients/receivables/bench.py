"""What the suite wants of a vendor's books: to fill them, to change them, and to disturb them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from core.ports.receivables import Receivables
from core.ports.records import SheetRow
from tests.postgres import Server

# What may lie between two clocks, and more than that.
APART, TOO_FAR = timedelta(minutes=5), timedelta(minutes=6)


class Trouble(StrEnum):
    """What may happen to whoever asks. Each lasts until calm() is called."""

    BROKEN = "the server answers 500, or not at all"
    THROTTLED = "the server has had enough of us for now"
    CUT = "an answer ends before its end"
    NONSENSE = "an answer is of another shape, such as a page of some proxy"
    KEPT_OUT = "our credentials are not taken any more"
    APART = "its clock and ours differ"


class Bench(Protocol):
    """One vendor's books behind its own server. The suite says what is in them as rows of the truth
    (tests/clients/receivables/truth.py); the bench writes them down in the vendor's vocabulary."""

    @property
    def pause(self) -> float:
        """What THROTTLED names as the time to stay away, in seconds: above 10, so that nobody
        sleeps through it; 0 where the vendor names none."""

    @property
    def marks(self) -> bool:
        """Does a reading end with a mark, and the next one bring what changed since?"""

    @property
    def secrets(self) -> Sequence[str]:
        """Whatever must not be seen in logs, places, marks, messages and reprs."""

    @property
    def unknown_id(self) -> str:
        """A document id of the right form that is nowhere in these books."""

    def clock(self) -> datetime:
        """What the vendor's server takes the time to be (UTC)."""

    def told(self, truth: SheetRow) -> SheetRow | None:
        """What clients.receivables_rows.sheet_row has to make of it in the end (`line` is 0): with
        the ids of these books, and without what they have no place for. None: they cannot hold
        such a document, or it is in another one of these."""

    def fill(self, truths: Sequence[SheetRow]) -> None:
        """The books hold these (those that they can) and nothing else."""

    def change(self, truth: SheetRow) -> None:
        """The document with the same `document_id` is as this one says from now on; a new one is
        written. Paid means: status closed, nothing open."""

    def adapter(self, page_size: int = 100) -> Receivables:
        """A new one each time, as a process has it that was just started. Its source is `books`,
        and its timeouts are short;
        the bench closes it at its own end."""

    def disturb(self, trouble: Trouble) -> None:
        """From now on, whatever is asked."""

    def calm(self) -> None:
        """All is well again."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where a bench may put its files, and a PostgreSQL server for whoever needs one."""

    folder: Path
    server: Callable[[], Server]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of books: how a bench of it is made, and what may happen to it."""

    make: Callable[[Room], AbstractContextManager[Bench]]
    troubles: frozenset[Trouble]
