"""The partner's books as receivables.v1.csv, and what may happen to them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import TextIO, TypeAlias

Row: TypeAlias = dict[str, str]

FOLDER = Path(__file__).parent
COLUMNS = (
    "schema_version", "as_of", "source_system", "customer_ref", "customer_name", "tenant_id",
    "document_id", "document_number", "document_type", "issue_date", "due_date", "currency",
    "total_amount", "open_amount", "status", "terms_days", "payment_method",
    "last_payment_date", "last_payment_amount", "po_number", "billing_email",
    "dispute_reason", "dispute_amount", "notes", "category", "subscription_ids", "payer_ref",
    "pay_url",
)  # fmt: skip
VERSION = "1"
USUAL, FURTHER, WEBSHOP = "documents.csv", "documents_further.csv", "documents_webshop.csv"
_LIVE = frozenset({"open", "partially_paid", "disputed", "on_hold"})


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a customer's open documents, or to one document."""

    whose: str
    effect: Callable[[Row, str], Row | None]

    def concerns(self, row: Row) -> bool:
        """Whether `whose` names this row: document number, customer number, name or domain."""
        if self.whose in (row["document_number"], row["customer_ref"]):
            return True
        domain = row["billing_email"].partition("@")[2]
        wanted = self.whose.casefold()
        named = row["customer_name"].casefold().startswith(wanted) or domain.startswith(wanted)
        return named and row["status"] in _LIVE


def paid(whose: str) -> Change:
    """The money came: everything open of this customer, or this document, is closed as paid."""

    def effect(row: Row, day: str) -> Row:
        settled = row | {"open_amount": _nothing(row), "status": "closed"}
        if Decimal(row["open_amount"]) <= 0:
            return settled
        return settled | {"last_payment_date": day, "last_payment_amount": row["open_amount"]}

    return Change(whose, effect)


def partly_paid(document: str, amount: str) -> Change:
    """Some of the money for a document came."""

    def effect(row: Row, day: str) -> Row:
        rest = Decimal(row["open_amount"]) - Decimal(amount)
        if not 0 < rest < Decimal(row["open_amount"]):
            raise ValueError(f"{document} has {row['open_amount']} open, not more than {amount}")
        money = {"last_payment_date": day, "last_payment_amount": amount}
        return row | money | {"open_amount": str(rest), "status": "partially_paid"}

    return Change(document, effect)


def disputed(document: str, amount: str = "", reason: str = "seats were cancelled") -> Change:
    """The customer contests a document, all of it or an amount."""

    def effect(row: Row, day: str) -> Row:
        contested = amount or row["open_amount"]
        return row | {
            "status": "disputed", "dispute_reason": reason, "dispute_amount": contested,
        }  # fmt: skip

    return Change(document, effect)


def written_off(whose: str) -> Change:
    """The partner gives the money up; the document keeps its open amount."""
    return Change(whose, lambda row, day: row | {"status": "written_off"})


def closed(whose: str) -> Change:
    """Settled in the books without a payment."""
    return Change(whose, lambda row, day: row | {"status": "closed", "open_amount": _nothing(row)})


def redated(document: str, due: str) -> Change:
    """The partner moves the due date."""
    return Change(document, lambda row, day: row | {"due_date": due})


def vanished(whose: str) -> Change:
    """The export leaves it out."""
    return Change(whose, lambda row, day: None)


def receivables(
    *,
    as_of: datetime,
    changes: Iterable[Change] = (),
    further: bool = False,
    only: Collection[str] = (),
) -> list[Row]:
    """The rows of one snapshot; a change that meets no row is an error. With `further`, customers
    of the further accounts are in it; `only` some are where their numbers are given."""
    rows = [_stamped(row, as_of) for row in _documents(USUAL)]
    if further:
        rows += [_stamped(row, as_of) for row in _documents(FURTHER)]
    if only:
        rows = [row for row in rows if row["customer_ref"] in only]
    for change in changes:
        rows = list(_changed(rows, change, as_of.date().isoformat()))
    return rows


def of_the_webshop(as_of: datetime) -> str:
    """The file of a second, small set of books, in which nobody is late."""
    out = StringIO(newline="")
    _write(out, [_stamped(row, as_of) for row in _documents(WEBSHOP)])
    return out.getvalue()


def write_receivables(
    path: Path,
    *,
    as_of: datetime,
    changes: Iterable[Change] = (),
    further: bool = False,
    only: Collection[str] = (),
) -> None:
    """Write one snapshot of the sample books as receivables.v1.csv."""
    rows = receivables(as_of=as_of, changes=changes, further=further, only=only)
    write_rows(path, rows)


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        _write(file, rows)


def _write(file: TextIO, rows: Iterable[Row]) -> None:
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)


def instant_text(as_of: datetime) -> str:
    if as_of.tzinfo is None:
        raise ValueError("as_of needs an offset")
    return as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _documents(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _stamped(row: Row, as_of: datetime) -> Row:
    return {"schema_version": VERSION, "as_of": instant_text(as_of), **row}


def _changed(rows: list[Row], change: Change, day: str) -> Iterator[Row]:
    if not any(change.concerns(row) for row in rows):
        raise ValueError(f"the sample books have nothing open of {change.whose!r}")
    for row in rows:
        after = change.effect(row, day) if change.concerns(row) else row
        if after is not None:
            yield after


def _nothing(row: Row) -> str:
    return "0" if row["currency"] == "KRW" else "0.00"
