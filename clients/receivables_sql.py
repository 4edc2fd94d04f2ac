"""Books in a database: one SELECT of the partner's that gives the columns of receivables.v1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, Subquery, cast, column, literal_column, select, text

from clients.books_database import name_of, reading
from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from clients.spool import Spool, Twice
from core.domain.outside_text import storable
from core.domain.secret import Secret
from core.ports.outside import Clock
from core.ports.receivables import Page, Row, SourceRefused, Start, Whose

COLUMNS = REQUIRED_COLUMNS + OPTIONAL_COLUMNS
# Columns that the SELECT may leave to us.
OURS = ("schema_version", "as_of", "source_system")
PAGE = 1000
BATCH = 500
PATIENCE = 300.0
# Where a semicolon ends nothing, and where it does.
PIECES = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$|(?P<end>;)""",
    re.DOTALL,
)
SPACE = r"(?>\s|--[^\n]*|/\*.*?\*/)*+"
BLANK = re.compile(SPACE, re.DOTALL)
BEGINS = re.compile(rf"{SPACE}(?:select|with)\b", re.DOTALL | re.IGNORECASE)


class SqlBooks:
    """The port `core.ports.receivables.Receivables` over a SELECT, which is asked once for a whole
    reading; what it gives lies in `folder` until it was read. `patience` is how long the database
    may think, in seconds. Raises SourceRefused where `query` is not one SELECT."""

    def __init__(
        self,
        url: Secret,
        query: str,
        folder: Path,
        *,
        source: str,
        clock: Clock,
        page_size: int = PAGE,
        patience: float = PATIENCE,
    ) -> None:
        self.source = source
        self._url, self._patience = url, patience
        self._books = _books(query)
        self._spool = Spool(folder)
        self._clock = clock
        self._page_size = page_size

    def check(self) -> Whose:
        with self._asked(self._all().limit(1), self._clock()) as rows:
            next(rows, None)
        return Whose(name_of(self._url), "")

    def begin(self, mark: str, now: datetime) -> Start:
        with self._asked(self._all(), now) as rows:
            try:
                place = self._spool.keep(COLUMNS, (list(row.values()) for row in rows))
            except Twice as twice:
                raise SourceRefused(
                    f"the SELECT gives document {str(twice)[:40]} twice: once is right"
                ) from None
        return Start(place, whole=True)

    def page(self, place: str) -> Page:
        return self._spool.page(place, self._page_size)

    def look(self, document_ids: Sequence[str]) -> tuple[Row, ...]:
        found: list[Row] = []
        for first in range(0, len(document_ids), BATCH):
            some = document_ids[first : first + BATCH]
            mine = self._all().where(cast(self._books.c.document_id, String).in_(some))
            with self._asked(mine, self._clock()) as rows:
                found += rows
        return tuple(found)

    def _all(self) -> Select[Any]:
        return select(literal_column("*")).select_from(self._books)

    @contextmanager
    def _asked(self, query: Select[Any], now: datetime) -> Iterator[Iterator[Row]]:
        """The rows as they come, never all of them in memory."""
        with reading(self._url, self._patience) as connection:
            streamed = connection.execution_options(stream_results=True, max_row_buffer=PAGE)
            with streamed.execute(query) as lines:
                names = list(lines.keys())
                _check_columns(names)
                ours = self._ours(now)
                yield self._mine(ours | _row(names, line) for line in lines)

    def _ours(self, now: datetime) -> dict[str, str]:
        said = {"schema_version": "1", "as_of": now.isoformat(), "source_system": self.source}
        return dict.fromkeys(COLUMNS, "") | said

    def _mine(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if (named := row["source_system"]) != self.source:
                raise SourceRefused(
                    f"the SELECT says source_system {named[:40]}: this source is {self.source}"
                )
            yield row


def check_query(query: str) -> None:
    """Raises SourceRefused where it is not one SELECT."""
    _books(query)


def _books(query: str) -> Subquery:
    """The partner's SELECT as something to select from: whatever else it were, the database would
    not understand the whole."""
    said, *more = _statements(query)
    if not BEGINS.match(said) or not all(map(BLANK.fullmatch, more)):
        raise SourceRefused("the query has to be one SELECT, and nothing besides")
    # A colon is the partner's own, never a place for a value; a comment may stand in the last line.
    whole = text(said.replace(":", r"\:") + "\n")
    return whole.columns(column("document_id")).subquery("books")


def _statements(query: str) -> list[str]:
    ends = [piece.start() for piece in PIECES.finditer(query) if piece["end"]]
    begins = [0, *(end + 1 for end in ends)]
    return [query[a:b] for a, b in zip(begins, [*ends, len(query)], strict=True)]


def _check_columns(names: Sequence[str]) -> None:
    lacking = [name for name in REQUIRED_COLUMNS if name not in names and name not in OURS]
    unknown = [name for name in names if name not in COLUMNS]
    doubled = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    told = {"lacks": lacking, "gives what nobody knows": unknown, "gives twice": doubled}
    wrong = [f"{what} {', '.join(found)}" for what, found in told.items() if found]
    if wrong:
        raise SourceRefused(f"the SELECT {'; '.join(wrong)}")


def _row(names: Sequence[str], values: Iterable[object]) -> dict[str, str]:
    return {name: _plain(name, value) for name, value in zip(names, values, strict=True)}


def _plain(name: str, value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            # A column of a fixed width is filled up with blanks.
            return storable(value).strip()
        case int() | UUID() if not isinstance(value, bool):
            return str(value)
        case Decimal():
            return _digits(value)
        case datetime():
            return _moment(name, value)
        case date():
            return value.isoformat()
    raise SourceRefused(f"{name} is {_unfit(value)}")


def _unfit(value: object) -> str:
    """What is wrong with it, and what is right."""
    if isinstance(value, bool):
        return "yes or no: the SELECT has to say it in words"
    if isinstance(value, float):
        return (
            "a floating-point number, which has lost digits already: the SELECT has to give it as "
            "a decimal, or as text"
        )
    return f"of a kind ({type(value).__name__}) that is no text: the SELECT has to cast it"


def _digits(amount: Decimal) -> str:
    """Databases add zeros up to the scale of a column, which say nothing."""
    said = f"{amount:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _moment(name: str, moment: datetime) -> str:
    """A day is often kept as its midnight."""
    is_day = name != "as_of" and moment.time() == time.min
    return moment.date().isoformat() if is_day else moment.isoformat()
