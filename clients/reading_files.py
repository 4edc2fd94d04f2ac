"""What was read of a set of books so far: a file of its own, its owner's only, one row for each
document, until it is taken in."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from clients.csv_file import Record
from clients.receivables_csv import MOST_REFUSALS
from clients.receivables_known import judged
from clients.receivables_rows import VERSIONS, BadField, BadFile, as_of
from core.domain.errors import ImportRefused
from core.ports.outside import Known, nothing_known
from core.ports.receivables import PlaceLost, Row, SourceRefused
from core.ports.records import KnownRow, RowProblem, SheetHead, SheetRow

ROWS = ".rows"
NAME = re.compile(r"[0-9a-f-]{36}")
TABLE = "CREATE TABLE rows (key TEXT UNIQUE NOT NULL, as_of TEXT NOT NULL, row TEXT NOT NULL)"
ADD = "INSERT OR REPLACE INTO rows (key, as_of, row) VALUES (?, ?, ?)"
# A later row of a document has taken the place of the earlier one, at the end.
ALL = "SELECT rowid, row FROM rows ORDER BY rowid"
THESE = "SELECT key FROM rows WHERE key IN (SELECT value FROM json_each(?))"


class ReadingFiles:
    """Implements core.ports.readings.Spools: below `folder` one folder for each source. `zone` is
    where a mere date in as_of ends."""

    def __init__(self, folder: Path, zone: str) -> None:
        self._folder, self._zone = folder, zone

    def begin(self, source: str, reading_id: str) -> None:
        path = self._path(source, reading_id)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # SQLite gives the files beside it the same mode.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            raise SourceRefused(f"{path.parent} cannot be written: {error.strerror}") from None
        with self._opened(source, reading_id) as file:
            file.execute(TABLE)

    def is_here(self, source: str, reading_id: str) -> bool:
        return bool(NAME.fullmatch(reading_id)) and self._path(source, reading_id).is_file()

    def add(self, source: str, reading_id: str, rows: Sequence[Row]) -> None:
        with self._opened(source, reading_id) as file:
            file.executemany(ADD, map(_kept, rows))

    def unread(self, source: str, reading_id: str, ids: Sequence[str]) -> list[str]:
        with self._opened(source, reading_id) as file:
            came = {key for (key,) in file.execute(THESE, [json.dumps(list(ids))])}
        return [id for id in ids if id not in came]

    def sheet(self, source: str, reading_id: str, begun_at: datetime) -> ReadSheet:
        return ReadSheet(self, source, reading_id, begun_at, self._zone)

    def sweep(self, source: str, keep: Collection[str]) -> None:
        for path in self._folder_of(source).glob(f"*{ROWS}*"):
            if path.name.partition(".")[0] not in keep:
                path.unlink(missing_ok=True)

    def records(self, source: str, reading_id: str) -> Iterator[Record]:
        with self._opened(source, reading_id) as file:
            for number, said in file.execute(ALL):
                fields = json.loads(said)
                yield Record(number, fields, len(fields), len(fields))

    def moments(self, source: str, reading_id: str) -> list[str]:
        """As of when the rows are, as they say it."""
        with self._opened(source, reading_id) as file:
            return [said for (said,) in file.execute("SELECT DISTINCT as_of FROM rows")]

    @contextmanager
    def _opened(self, source: str, reading_id: str) -> Iterator[sqlite3.Connection]:
        path = self._path(source, reading_id)
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as file:
                file.execute("PRAGMA synchronous = OFF")
                yield file
                file.commit()
        except sqlite3.DatabaseError as error:
            raise PlaceLost(f"the file of what was read cannot be used: {error}") from None

    def _folder_of(self, source: str) -> Path:
        """A source may be called anything."""
        return self._folder / hashlib.sha256(source.encode()).hexdigest()[:16]

    def _path(self, source: str, reading_id: str) -> Path:
        if not NAME.fullmatch(reading_id):
            raise PlaceLost("this is no reading")
        return self._folder_of(source) / f"{reading_id}{ROWS}"


class ReadSheet:
    """Implements core.ports.outside.Sheet for what was read; it has no name of its own."""

    file_name = ""

    def __init__(
        self, files: ReadingFiles, source: str, reading_id: str, begun_at: datetime, zone: str
    ) -> None:
        self._files, self._source, self._reading_id = files, source, reading_id
        self._begun_at, self._zone = begun_at, zone
        # Two readings may find the same, and are two all the same.
        self.sha256 = hashlib.sha256(f"{source}/{reading_id}".encode()).hexdigest()

    def head(self) -> SheetHead:
        """As of the earliest moment that a row names; where there is none, of its beginning."""
        said = self._files.moments(self._source, self._reading_id)
        try:
            moments = [as_of({"as_of": one}, self._zone) for one in said]
        except BadField as error:
            raise ImportRefused(problems=[error.of(Record(0, {}, 0, 0))]) from None
        return SheetHead(self._source, min(moments, default=self._begun_at))

    def rows(self, known: Known = nothing_known) -> Iterator[SheetRow | KnownRow | RowProblem]:
        """As those of a file are judged. Raises ImportRefused with up to 20 reasons."""
        refusals: list[RowProblem] = []
        for record, judge in judged(self._files.records(self._source, self._reading_id), known):
            try:
                self._check(record)
                yield judge()
            except BadFile as error:
                refusals.append(_named(error, record))
                if len(refusals) == MOST_REFUSALS:
                    break
            except BadField as error:
                yield _named(error, record)
        if refusals:
            raise ImportRefused(problems=refusals)

    def _check(self, record: Record) -> None:
        if (version := record.fields["schema_version"]) not in VERSIONS:
            raise BadFile("unknown_version", "schema_version", version, "1")
        if (named := record.fields["source_system"]) != self._source:
            raise BadFile("several_sources", "source_system", named, self._source)


def _kept(row: Row) -> tuple[str, str, str]:
    """What has no id is known by all that it says."""
    said = json.dumps(dict(row), separators=(",", ":"))
    key = row["document_id"] or f"row:{hashlib.sha256(said.encode()).hexdigest()}"
    return key, row["as_of"], said


def _named(error: BadField, record: Record) -> RowProblem:
    """It has no line that anybody could look up, but a document."""
    found = error.of(record)
    facts = {**found.facts, "document": record.fields["document_id"][:60]}
    return RowProblem(0, found.customer_ref, found.problem, facts)
