"""What happened to the books, and who is who in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class BooksTaken(Event):
    source: str = ""
    snapshot_id: str = ""
    file_name: str = ""
    as_of: datetime | None = None
    documents: int = 0
    customers: int = 0
    bad_rows: int = 0
    missing: int = 0
    proposed: int = 0
    no_floor: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BooksRefused(Event):
    source: str = ""
    snapshot_id: str = ""
    file_name: str = ""
    problems: int = 0


@dataclass(frozen=True, slots=True)
class FileNoticed(Event):
    """A file in the watched folder that brought nothing new: `what` is again, unreadable,
    not_moved or no_folder, `detail` what the system said."""

    file_name: str = ""
    what: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class BooksUnread(Event):
    """Books that the desk reads by itself cannot be read: `trouble` is silent, where nobody
    answers, or barred, where a person has to mend something."""

    source: str = ""
    trouble: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class BooksReadable(Event):
    """They were read again; `since` is from when on they were not."""

    source: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class MappingConfirmed(Event):
    source: str = ""
    customer_ref: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class MappingsConfirmed(Event):
    count: int = 0
    sources: tuple[str, ...] = ()
