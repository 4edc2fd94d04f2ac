"""Rows that say what they said before are known by it: only the others are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b
from itertools import islice, repeat

from clients.csv_file import Record
from clients.receivables_rows import LONGEST_FIELD, known_row, sheet_row
from core.ports.outside import Known
from core.ports.records import KnownRow, SheetRow

# What is made of a row depends on these, and on how they are read: whoever changes that raises the
# number, so that what stands is judged again.
JUDGED = (
    "schema_version", "source_system", "customer_ref", "customer_name", "tenant_id",
    "document_id", "document_number", "document_type", "issue_date", "due_date", "currency",
    "total_amount", "open_amount", "status", "payment_method", "last_payment_date",
    "last_payment_amount", "billing_email", "dispute_amount", "category", "subscription_ids",
    "payer_ref", "registration_number",
)  # fmt: skip
READ_AS = blake2b(b"receivables.v1, read as 1")
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


def said(record: Record) -> int:
    """A digest of all that is read of a row but its moment: one that says the same of its document
    again is read alike. 0 of a row that may not be read at all."""
    told = "\0".join(map(record.fields.get, JUDGED, repeat("")))
    if record.length != record.expected or told.count("\0") >= len(JUDGED):
        return 0
    # What is judged was short enough then; nothing else may be too long now.
    if max(map(len, record.fields.values())) > LONGEST_FIELD:
        return 0
    digest = READ_AS.copy()
    digest.update(told.encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest.digest()[:8], "big", signed=True)
