"""The folder of receivables: files put there are taken in, then moved to where they belong."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from clients.receivables_csv import CsvSheet
from core.domain.errors import ImportRefused
from core.domain.events import Route
from core.ports.office import Office
from core.usecases.receivables import take_in

log = logging.getLogger(__name__)

TAKEN, REFUSED = "taken", "refused"


@dataclass(slots=True)
class Folder:
    """Looked at every minute. A file counts once it has not grown since the last look."""

    path: Path
    zone: str
    office: Office
    seen: dict[str, int]

    def look(self) -> None:
        """Take in every file that is complete, oldest name first."""
        sizes = {p.name: p.stat().st_size for p in sorted(self.path.glob("*.csv")) if p.is_file()}
        for name, size in sizes.items():
            if self.seen.get(name) == size:
                self._take(self.path / name)
        self.seen = sizes

    def _take(self, file: Path) -> None:
        try:
            taken = take_in(CsvSheet(file, self.zone), office=self.office, route=Route.AUTOMATION)
        except ImportRefused:
            self._move(file, REFUSED)
            return
        log.info("books taken in file=%s rows=%d", file.name, taken.rows)
        self._move(file, TAKEN)

    def _move(self, file: Path, where: str) -> None:
        folder = self.path / where
        folder.mkdir(exist_ok=True)
        stamp = self.office.clock().strftime("%Y%m%dT%H%M%SZ")
        file.rename(folder / f"{stamp}-{file.name}")
