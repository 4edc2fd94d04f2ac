"""What a row is known by: all that is read of it, and how it is read."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from clients.csv_file import Record
from clients.receivables_known import JUDGED, said
from clients.receivables_rows import sheet_row
from tests.clients.books import CREDIT, GOOD

FULL = {
    "payment_method": "direct_debit", "last_payment_date": "2026-09-20",
    "last_payment_amount": "20.00", "billing_email": "bills@contoso.example",
    "dispute_amount": "5.00", "category": "cloud", "subscription_ids": "A1;b2", "payer_ref": "D2",
    "registration_number": "HRB 1", "notes": "called", "terms_days": "14", "po_number": "7",
    "dispute_reason": "seats", "pay_url": "https://pay.example/1",
}  # fmt: skip
ROWS = (
    GOOD,
    GOOD | FULL,
    GOOD | CREDIT | {"due_date": ""},
    GOOD | {"status": "disputed"},
    GOOD | {"status": "pending"},
    GOOD | {"status": "closed", "open_amount": "0"},
)
# Of what becomes of these rows. Whoever has to change it raises the number of READ_AS.
READ = "98b9042018500b75"


class Watched(dict[str, str]):
    """Remembers what was looked at."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(fields)
        self.seen = set[str]()

    def __getitem__(self, name: str) -> str:
        self.seen.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.seen.add(name)
        return super().get(name, default)


def record(fields: dict[str, str]) -> Record:
    return Record(2, fields, len(fields), len(fields))


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_whatever_is_read_of_a_row_is_in_its_digest(row: dict[str, str]) -> None:
    watched = Watched(row)
    sheet_row(record(watched))
    assert watched.seen <= set(JUDGED)


def test_how_rows_are_read_has_a_number() -> None:
    found = repr([sheet_row(record(row)) for row in ROWS])
    assert sha256(found.encode()).hexdigest()[:16] == READ


@pytest.mark.parametrize("name", JUDGED)
def test_another_value_is_another_digest(name: str) -> None:
    full = GOOD | FULL
    assert said(record(full | {name: "other"})) not in (0, said(record(full)))


@pytest.mark.parametrize("name", ["as_of", "notes", "terms_days", "po_number", "pay_url"])
def test_what_nothing_is_made_of_is_in_no_digest(name: str) -> None:
    full = GOOD | FULL
    assert said(record(full | {name: "other"})) == said(record(full))


@pytest.mark.parametrize(
    "found",
    [
        Record(2, GOOD, len(GOOD), len(GOOD) + 1),
        record(GOOD | {"notes": "x" * 4001}),
        record(GOOD | {"customer_name": "a\0b"}),
    ],
    ids=["too few fields", "too long", "a NUL"],
)
def test_what_may_be_no_row_is_known_by_nothing(found: Record) -> None:
    assert said(found) == 0
