"""Rows that say what they said before are known by it: only the others are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

from clients.csv_file import Record
from clients.receivables_rows import known_row, said, sheet_row
from core.ports.outside import Known
from core.ports.records import KnownRow, SheetRow

# So many are looked for at once.
AT_ONCE = 500
Judge = Callable[[], SheetRow | KnownRow]


def judged(records: Iterable[Record], known: Known) -> Iterator[tuple[Record, Judge]]:
    """Each row with what makes a document of it, which raises BadField or BadFile."""
    left = iter(records)
    while some := list(islice(left, AT_ONCE)):
        told = [(record.fields.get("document_id", ""), said(record)) for record in some]
        standing = known(told)
        for record, key in zip(some, told, strict=True):
            stands = standing.get(key)
            if stands is None:
                yield record, partial(sheet_row, record, key[1])
            else:
                yield record, partial(known_row, record, stands)
