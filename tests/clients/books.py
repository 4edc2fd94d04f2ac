"""Receivables files for tests: one good row, and what is different about the others."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from clients.receivables_csv import CsvSheet
from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from core.domain.errors import ImportRefused
from core.ports.records import KnownRow, RowProblem, SheetRow

COLUMNS = REQUIRED_COLUMNS + OPTIONAL_COLUMNS
ZONE = "Europe/Berlin"
GOOD = {
    "schema_version": "1",
    "as_of": "2026-10-12T06:30:00Z",
    "source_system": "erp",
    "customer_ref": "D1",
    "customer_name": "Müller & Söhne GmbH",
    "tenant_id": "0ce98e8d-ca00-4ab0-8205-cd156818f096",
    "document_id": "1",
    "document_number": "INV-1",
    "document_type": "invoice",
    "issue_date": "2026-09-01",
    "due_date": "2026-09-15",
    "currency": "EUR",
    "total_amount": "100.00",
    "open_amount": "80.00",
    "status": "open",
}
CREDIT = {"document_type": "credit_note", "total_amount": "-50.00", "open_amount": "-20.00"}


def text(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows({"document_id": str(n)} | row for n, row in enumerate(rows, start=1))
    return out.getvalue()


def row(**changed: str) -> dict[str, str]:
    return {name: value for name, value in GOOD.items() if name != "document_id"} | changed


def sheet(folder: Path, content: str | bytes) -> CsvSheet:
    path = folder / "books.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CsvSheet(path, ZONE)


def read(folder: Path, *rows: dict[str, str]) -> list[SheetRow | RowProblem]:
    return judged(sheet(folder, text(*rows)))


def judged(found: CsvSheet) -> list[SheetRow | RowProblem]:
    """Where no row is known."""
    return [row for row in found.rows() if not isinstance(row, KnownRow)]


def only(folder: Path, **changed: str) -> SheetRow:
    """The one row of a file, which must be readable."""
    (found,) = read(folder, row(**changed))
    assert isinstance(found, SheetRow), found
    return found


def refusal(folder: Path, content: str | bytes) -> list[RowProblem]:
    """Why a file is refused as a whole."""
    with pytest.raises(ImportRefused) as raised:
        made = sheet(folder, content)
        made.head()
        list(made.rows())
    problems = raised.value.facts["problems"]
    assert isinstance(problems, list) and problems
    return problems
