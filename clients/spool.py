"""Books that come in one piece, kept in a folder until they were read page by page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4

from core.ports.receivables import Page, PlaceLost

PLACE = re.compile(r"([0-9a-f]{32}):(\d{1,18})")
BOOKS, DRAFT = ".books", ".draft"
# Whoever wrote a draft that is older, in seconds, is gone.
OLD = 6 * 3600.0


class Spool:
    """A folder of one source, its owner's only. One line names the columns, one each the rows, the
    last one the mark; a place is the number of bytes before a line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """An empty file beside the books, which is gone afterwards."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, suffix=DRAFT, delete=False) as file:
            path = Path(file.name)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def keep(self, columns: Sequence[str], rows: Iterable[Sequence[str]], mark: str = "") -> str:
        """The place where these begin; what was kept here before is gone. Where a row cannot be
        had, nothing changes."""
        name = uuid4().hex
        with self.draft() as draft:
            with draft.open("wb") as file:
                first = file.write(_line(columns))
                file.writelines(map(_line, rows))
                file.write(_line(mark))
            draft.rename(self._path(name))
        self._sweep(self._path(name))
        return f"{name}:{first}"

    def page(self, place: str, most: int) -> Page:
        """Up to so many rows. Raises PlaceLost."""
        found = PLACE.fullmatch(place)
        if found is None:
            raise PlaceLost("this is no place in books that were fetched")
        name, begins = found[1], int(found[2])
        with suppress(FileNotFoundError, ValueError):
            return self._page(name, begins, most)
        raise PlaceLost("the books that were fetched are not there any more")

    def _page(self, name: str, begins: int, most: int) -> Page:
        rows: list[dict[str, str]] = []
        with self._path(name).open("rb") as file:
            columns = json.loads(file.readline())
            file.seek(begins)
            while True:
                place = file.tell()
                said = json.loads(file.readline())
                if isinstance(said, str):
                    return Page(tuple(rows), "", said)
                if len(rows) == most:
                    return Page(tuple(rows), f"{name}:{place}")
                rows.append(dict(zip(columns, said, strict=True)))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{BOOKS}"

    def _sweep(self, kept: Path) -> None:
        old = (file for file in self._folder.glob(f"*{BOOKS}") if file != kept)
        for file in (*old, *filter(_is_left, self._folder.glob(f"*{DRAFT}"))):
            file.unlink(missing_ok=True)


def _is_left(draft: Path) -> bool:
    with suppress(FileNotFoundError):
        return time.time() - draft.stat().st_mtime > OLD
    return False


def _line(said: object) -> bytes:
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"
