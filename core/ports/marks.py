"""What was seen of the audit trail, kept beside the database and not in it: a backup that is
restored brings an older trail, and this tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from core.domain.trail import Head

# A fact of the desk: where its database lay when it was last seen.
LIES_AT = "lies_at"


@dataclass(frozen=True, slots=True)
class Mark:
    """`first` is the head of the trail when it had one event, by which two trails are told apart;
    `head` its end when it was last seen."""

    first: str
    head: Head


class Marks(Protocol):
    @property
    def are_kept(self) -> bool:
        """False where the database itself knows better where it lies."""

    def read(self) -> Mark | None:
        """None where there is none, or where it cannot be read."""

    def write(self, mark: Mark) -> None: ...


@dataclass(frozen=True, slots=True)
class Held:
    """How many events hold, from the first one on, and what is wrong with the next; `why` is empty
    where all of them do. Where they do and the database holds something else than they tell, `says`
    is the number of the first event that says otherwise, 0 if none says it, and `what` it is."""

    events: int
    why: str = ""
    says: int = 0
    what: str = ""


class Auditor(Protocol):
    def go_on(self) -> Held:
        """Verify what is new, and now and then all of it."""
