"""Where the debts live: an accounting system, which is read and never written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

# A document as a row of receivables.v1: its columns and their texts, whoever kept the books.
Row = Mapping[str, str]


class SourceRefused(Exception):
    """The books cannot be read as things stand: a person has to mend what `why` names."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ClocksApart(SourceRefused):
    """What time it is there is not what it is here: nobody knows of when these books are."""


class PlaceLost(Exception):
    """The books cannot be read on from this place, whoever asks again: the reading begins anew."""


@dataclass(frozen=True, slots=True)
class Whose:
    """What a source says of itself: the company whose books they are, its currency (ISO 4217, empty
    where it names none), and what cannot be read there, a sentence each."""

    company: str
    currency: str
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """Where a reading begins. After a whole one, what did not come is not open any more; otherwise
    it is as it was. No place: nothing changed since the mark, which stays."""

    place: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some documents. `next` is the place at which the reading goes on, empty at its end; at the
    end `mark` is what the next reading is given, empty where it has to read everything again."""

    rows: tuple[Row, ...]
    next: str
    mark: str = ""


class Receivables(Protocol):
    """One set of books. Every method raises Unreachable where nobody answers, and SourceRefused.
    Places and marks are texts that mean something to the adapter alone; they hold no secret, and
    outlive the process, so that a reading that was cut off goes on."""

    source: str

    def check(self) -> Whose: ...

    def begin(self, mark: str, now: datetime) -> Start:
        """A reading of the books as they are `now` (UTC): of what changed since the mark where the
        source can tell, of everything otherwise."""

    def page(self, place: str) -> Page:
        """Everything that is open, or changed, and what is there to be set against it. A document
        may come twice, and the later row counts. Raises PlaceLost, too."""

    def look(self, document_ids: Sequence[str]) -> tuple[Row, ...]:
        """These, however they ended. What the books do not know any more is left out."""
