"""Books that come in one piece, kept in a folder until they were read page by page."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4

from core.ports.receivables import Page, PlaceLost, Row

PLACE = re.compile(r"([0-9a-f]{32}):(\d{1,15})")
BOOKS, DRAFT = ".books", ".draft"
# Whoever wrote a draft that is older, in seconds, is gone.
OLD = 6 * 3600.0
DOCUMENT = "document_id"
TABLES = (
    # Nothing is read of a draft, and a file that is not whole is none.
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "CREATE TABLE rows (number INTEGER PRIMARY KEY, document TEXT UNIQUE, fields TEXT NOT NULL)",
    "CREATE TABLE books (columns TEXT NOT NULL, mark TEXT NOT NULL)",
)
ADD = "INSERT INTO rows (document, fields) VALUES (?, ?)"
SOME = "SELECT number, fields FROM rows WHERE number > ? ORDER BY number LIMIT ?"
THESE = "SELECT fields FROM rows WHERE document IN (SELECT value FROM json_each(?)) ORDER BY number"


class Twice(Exception):
    """A document came a second time."""


class Spool:
    """A folder of one source, its owner's only. A place is the number of a row."""

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
        had, nothing changes. Raises Twice with the id of a document."""
        name, key = uuid4().hex, columns.index(DOCUMENT)
        with self.draft() as draft:
            with closing(sqlite3.connect(draft, isolation_level=None)) as file:
                for statement in TABLES:
                    file.execute(statement)
                file.execute("BEGIN")
                _write(file, rows, key)
                file.execute("INSERT INTO books VALUES (?, ?)", (_line(columns), mark))
                file.execute("COMMIT")
            draft.rename(self._path(name))
        self._sweep(self._path(name))
        return f"{name}:0"

    def page(self, place: str, most: int) -> Page:
        """Up to so many rows. Raises PlaceLost."""
        found = PLACE.fullmatch(place)
        if found is None:
            raise PlaceLost("this is no place in books that were fetched")
        name, after = found[1], int(found[2])
        with self._opened(self._path(name)) as file:
            columns, mark = _head(file)
            lines = file.execute(SOME, (after, most + 1)).fetchall()
        rows = tuple(_row(columns, fields) for _, fields in lines[:most])
        if len(lines) > most:
            return Page(rows, f"{name}:{lines[most - 1][0]}")
        return Page(rows, "", mark)

    def mark(self) -> str:
        """That of the books that are kept, empty where there are none."""
        with suppress(PlaceLost), self._opened(self._newest()) as file:
            return _head(file)[1]
        return ""

    def find(self, document_ids: Sequence[str]) -> tuple[Row, ...]:
        """Those of these documents that are in the books that are kept. Raises PlaceLost."""
        with self._opened(self._newest()) as file:
            columns, _ = _head(file)
            lines = file.execute(THESE, (json.dumps(list(document_ids)),))
            return tuple(_row(columns, fields) for (fields,) in lines)

    @contextmanager
    def _opened(self, path: Path) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
                yield file
        except sqlite3.DatabaseError as error:
            raise PlaceLost(f"the books that were fetched are not there: {error}") from None

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{BOOKS}"

    def _newest(self) -> Path:
        kept = {file: _written(file) for file in self._folder.glob(f"*{BOOKS}")}
        return max(kept, key=lambda file: kept[file], default=self._path("none"))

    def _sweep(self, kept: Path) -> None:
        old = [file for file in self._folder.glob(f"*{BOOKS}") if file != kept]
        left = time.time() - OLD
        drafts = [file for file in self._folder.glob(f"*{DRAFT}") if 0 < _written(file) < left]
        for file in (*old, *drafts):
            file.unlink(missing_ok=True)


def _write(file: sqlite3.Connection, rows: Iterable[Sequence[str]], key: int) -> None:
    document = None

    def lines() -> Iterator[tuple[str | None, str]]:
        nonlocal document
        for row in rows:
            # What has no id is like nothing else.
            document = row[key] or None
            yield document, _line(row)

    try:
        file.executemany(ADD, lines())
    except sqlite3.IntegrityError:
        raise Twice(document) from None


def _head(file: sqlite3.Connection) -> tuple[list[str], str]:
    columns, mark = file.execute("SELECT columns, mark FROM books").fetchone()
    return json.loads(columns), str(mark)


def _row(columns: Sequence[str], fields: str) -> Row:
    return dict(zip(columns, json.loads(fields), strict=True))


def _line(said: Sequence[str]) -> str:
    return json.dumps(list(said), separators=(",", ":"))


def _written(file: Path) -> float:
    """When, as the machine counts seconds; 0 where it is gone meanwhile."""
    with suppress(FileNotFoundError):
        return file.stat().st_mtime
    return 0.0
