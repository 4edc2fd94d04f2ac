"""The folder of receivables: files put there are taken in, then moved to where they belong."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clients.receivables_csv import CsvSheet
from core.domain.errors import ImportRefused
from core.domain.events import FileNoticed, Route
from core.ports.office import Office
from core.usecases.receivables import Taken, notice_file, take_in

log = logging.getLogger(__name__)

TAKEN, REFUSED = "taken", "refused"

Shape = tuple[int, int]
UNREADABLE: Shape = (-1, -1)


@dataclass(slots=True)
class Folder:
    """Looked at every minute. A file counts once it has not changed since the last look; one that
    made trouble is reported once, and looked at again only when it is another."""

    path: Path
    zone: str
    office: Office
    seen: dict[str, Shape] = field(default_factory=dict)
    left: dict[str, Shape] = field(default_factory=dict)
    is_lost: bool = False

    def look(self) -> None:
        """Deal with every file that is complete, in the order of their names."""
        try:
            found = dict(self._listed())
        except OSError as error:
            self._lose(error)
            return
        self.is_lost = False
        for name, shape in sorted(found.items()):
            if self.seen.get(name) == shape and self.left.get(name) != shape:
                self._deal_with(self.path / name, shape)
        self.seen = found

    def _listed(self) -> Iterator[tuple[str, Shape]]:
        for file in self.path.iterdir():
            if file.suffix.lower() != ".csv" or file.name.startswith("."):
                continue
            try:
                found = file.stat()
            except FileNotFoundError:
                continue
            except OSError:
                yield file.name, UNREADABLE
                continue
            if stat.S_ISREG(found.st_mode):
                yield file.name, (found.st_size, found.st_mtime_ns)

    def _deal_with(self, file: Path, shape: Shape) -> None:
        where = TAKEN
        try:
            if self._take(file).again:
                self._notice(file.name, "again")
        except ImportRefused:
            where = REFUSED
        except FileNotFoundError:
            log.info("a file was taken away before it was read file=%s", file.name)
            return
        except OSError as error:
            self._leave(file.name, shape, "unreadable", error)
            return
        self._move(file, shape, where)

    def _take(self, file: Path) -> Taken:
        return take_in(CsvSheet(file, self.zone), office=self.office, route=Route.AUTOMATION)

    def _move(self, file: Path, shape: Shape, where: str) -> None:
        folder, stamp = self.path / where, self.office.clock().strftime("%Y%m%dT%H%M%SZ")
        try:
            folder.mkdir(exist_ok=True)
            file.rename(folder / f"{stamp}-{file.name}")
        except FileNotFoundError:
            log.info("a file was taken away before it was moved file=%s", file.name)
        except OSError as error:
            self._leave(file.name, shape, "not_moved", error)

    def _leave(self, name: str, shape: Shape, what: str, error: OSError) -> None:
        self.left[name] = shape
        self._notice(name, what, error.strerror or str(error))

    def _lose(self, error: OSError) -> None:
        if not self.is_lost:
            self._notice(str(self.path), "no_folder", error.strerror or str(error))
        self.is_lost = True

    def _notice(self, name: str, what: str, detail: str = "") -> None:
        log.warning("folder of receivables file=%s what=%s why=%s", name, what, detail)
        notice_file(FileNoticed(file_name=name, what=what, detail=detail), office=self.office)
