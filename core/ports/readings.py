"""What reading books leaves behind: where each source stands, and files of what was read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.readings import Reading
from core.ports.outside import Sheet
from core.ports.receivables import Row


class Readings(Protocol):
    def get(self, source: str) -> Reading | None: ...
    def all(self) -> list[Reading]: ...
    def put(self, reading: Reading) -> None: ...
    def remove(self, source: str) -> None: ...
    def shown(self, source: str, after: str, most: int) -> list[str]:
        """The ids of so many documents in the newest books of a source, in their order."""


class Spools(Protocol):
    """Files on this machine with the rows that were read. Whatever happens to one of them, raises
    PlaceLost, and the reading begins anew."""

    def begin(self, source: str, reading_id: str) -> None:
        """Raises SourceRefused where nothing can be written."""

    def is_here(self, source: str, reading_id: str) -> bool: ...
    def add(self, source: str, reading_id: str, rows: Sequence[Row]) -> None:
        """A document may come again; the later row counts."""

    def unread(self, source: str, reading_id: str, ids: Sequence[str]) -> list[str]:
        """Those of these that did not come."""

    def sheet(self, source: str, reading_id: str, begun_at: datetime) -> Sheet: ...
    def sweep(self, source: str, keep: Collection[str]) -> None:
        """Remove every file of this source but those of these readings."""
