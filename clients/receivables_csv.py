"""receivables.v1.csv: one snapshot of a partner's books, read row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from clients.csv_file import Record, fingerprint, header, problem, records, refused
from clients.receivables_known import judged
from clients.receivables_rows import (
    OPTIONAL_COLUMNS,
    REQUIRED_COLUMNS,
    VERSIONS,
    BadField,
    BadFile,
    as_of,
)
from core.domain.errors import ImportRefused
from core.ports.outside import Known, nothing_known
from core.ports.records import KnownRow, RowProblem, SheetHead, SheetRow

MOST_REFUSALS = 20

T = TypeVar("T")


class CsvSheet:
    """A receivables file. What makes it bad as a whole is collected, and refuses it at the end."""

    def __init__(self, path: Path, zone: str) -> None:
        found = fingerprint(path)
        self.file_name = path.name
        self.sha256 = found.sha256
        self._path = path
        self._zone = zone
        self._lines = found.lines

    def head(self) -> SheetHead:
        """Source and moment of the books, from the first row that says both."""
        _check_header(header(self._path))
        unread = [problem("no_rows", 2, expected="at least one row below the header")]
        for record in self._records():
            try:
                return self._head(record)
            except BadField as error:
                unread = [error.of(record)]
        raise ImportRefused(problems=unread)

    def rows(self, known: Known = nothing_known) -> Iterator[SheetRow | KnownRow | RowProblem]:
        """Every row or why it is unreadable. Raises ImportRefused with up to 20 reasons."""
        return (row for _, row in self._each(judged(self._records(), known)))

    def written(self) -> Iterator[tuple[Record, RowProblem | None]]:
        """Every row as it is written, for whoever judges it later, or why it is none. Raises
        ImportRefused where the file is no snapshot of one set of books."""
        return self._each((record, _as_it_is) for record in self._records())

    def _each(
        self, told: Iterable[tuple[Record, Callable[[], T]]]
    ) -> Iterator[tuple[Record, T | RowProblem]]:
        head, seen = self.head(), set[str]()
        usual: tuple[object, ...] = ()
        refusals: list[RowProblem] = []
        for record, judge in told:
            try:
                # Most rows are like the one before.
                if (alike := _alike(record)) != usual:
                    self._check(record, head)
                    usual = alike
                _check_id_is_new(record, seen)
                yield record, judge()
            except BadFile as error:
                refusals.append(error.of(record))
                if len(refusals) == MOST_REFUSALS:
                    break
            except BadField as error:
                yield record, error.of(record)
        if refusals:
            raise ImportRefused(problems=refusals)

    def count_rows(self) -> int:
        """About how many rows there are: a row with line breaks in it counts as several."""
        return max(0, self._lines - 1)

    def _records(self) -> Iterator[Record]:
        return records(self._path, sha256=self.sha256)

    def _head(self, record: Record) -> SheetHead:
        _check_length(record)
        source = record.fields["source_system"]
        if not source:
            raise BadField("missing", "source_system")
        return SheetHead(source, self._as_of(record))

    def _check(self, record: Record, head: SheetHead) -> None:
        _check_length(record)
        _check_version(record)
        _check_same_books(record, self._as_of(record), head)

    def _as_of(self, record: Record) -> datetime:
        return as_of(record.fields, self._zone)


def _alike(record: Record) -> tuple[object, ...]:
    """What is checked of each row, besides its document."""
    get = record.fields.get
    return record.length, get("schema_version"), get("as_of"), get("source_system")


def _as_it_is() -> None:
    """For whoever judges it later."""


def _check_header(names: list[str]) -> None:
    """Every problem of the header at once."""
    if len(names) == 1 and names[0].count(";") > 1:
        raise refused("bad_delimiter", 1, value=";", expected="commas between the columns")
    known = {*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS}
    problems = [
        problem("missing_column", 1, field=name) for name in REQUIRED_COLUMNS if name not in names
    ]
    problems += [
        problem("unknown_column", 1, field=name or "(empty)") for name in names if name not in known
    ]
    problems += [
        problem("double_column", 1, field=name)
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if problems:
        raise ImportRefused(problems=problems[:MOST_REFUSALS])


def _check_length(record: Record) -> None:
    if record.length != record.expected:
        raise BadField("wrong_length", "", f"{record.length} fields", f"{record.expected} fields")


def _check_version(record: Record) -> None:
    version = record.fields["schema_version"]
    if version not in VERSIONS:
        raise BadFile("unknown_version", "schema_version", version, "1")


def _check_id_is_new(record: Record, seen: set[str]) -> None:
    document_id = record.fields["document_id"]
    if document_id in seen:
        raise BadFile("double_document", "document_id", document_id, "each document once")
    if document_id:
        seen.add(document_id)


def _check_same_books(record: Record, moment: datetime, head: SheetHead) -> None:
    if moment != head.as_of:
        raise BadFile("several_as_of", "as_of", record.fields["as_of"], "one moment for all rows")
    source = record.fields["source_system"]
    if source and source != head.source:
        raise BadFile("several_sources", "source_system", source, head.source)
