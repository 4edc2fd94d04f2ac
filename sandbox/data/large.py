"""Big books made up on the spot, for progress bars and speed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sandbox.data.receivables import VERSION, Row, instant_text, write_rows

SOURCE = "erp-large"
AS_OF = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)
_CURRENCIES = ("EUR", "EUR", "EUR", "USD", "CNY", "KRW")
_ROWS_PER_CUSTOMER = 12


def large_receivables(path: Path, rows: int, seed: int, *, as_of: datetime = AS_OF) -> None:
    """Write `rows` open invoices of made-up customers; the same seed gives the same file."""
    write_rows(path, large_rows(rows, seed, as_of=as_of))


def large_rows(rows: int, seed: int, *, as_of: datetime = AS_OF) -> Iterator[Row]:
    dice = random.Random(seed)
    return (_invoice(n, dice, as_of) for n in range(rows))


def _invoice(n: int, dice: random.Random, as_of: datetime) -> Row:
    customer = n // _ROWS_PER_CUSTOMER
    currency = _CURRENCIES[customer % len(_CURRENCIES)]
    due = as_of.date() - timedelta(days=dice.randrange(-20, 120))
    amount = _amount(currency, dice)
    return {
        "schema_version": VERSION,
        "as_of": instant_text(as_of),
        "source_system": SOURCE,
        "customer_ref": f"L{customer:07d}",
        "customer_name": f"Muster & Söhne {customer:07d} GmbH",
        "tenant_id": str(UUID(int=(4 << 76) | (8 << 60) | customer)),
        "document_id": f"{n:09d}",
        "document_number": f"L-{n:09d}",
        "document_type": "invoice",
        "issue_date": _iso(due - timedelta(days=14)),
        "due_date": _iso(due),
        "currency": currency,
        "total_amount": amount,
        "open_amount": amount,
        "status": "open",
        "category": "cloud",
    }


def _amount(currency: str, dice: random.Random) -> str:
    cents = dice.randrange(1_000, 900_000)
    return str(cents * 10) if currency == "KRW" else str(Decimal(cents) / 100)


def _iso(day: date) -> str:
    return day.isoformat()
