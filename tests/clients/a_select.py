"""A SELECT of one document, the books behind it, and a ledger that somebody keeps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from clients.receivables_sql import SqlBooks
from core.domain.secret import Secret
from core.ports.receivables import Row

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
DOCUMENT = {
    "customer_ref": "'C1'",
    "customer_name": "'Contoso'",
    "tenant_id": "''",
    "document_id": "'D1'",
    "document_number": "'R-1'",
    "document_type": "'invoice'",
    "issue_date": "'2026-10-01'",
    "due_date": "'2026-10-31'",
    "currency": "'EUR'",
    "total_amount": "'10.00'",
    "open_amount": "'10.00'",
    "status": "'open'",
}


def query(rest: str = "", **columns: str) -> str:
    """A SELECT of one document without a table; a column that is empty is left out."""
    said = {name: value for name, value in (DOCUMENT | columns).items() if value}
    return f"SELECT {', '.join(f'{value} AS {name}' for name, value in said.items())} {rest}"


def books(folder: Path, url: str, select: str, patience: float = 5.0, size: int = 1000) -> SqlBooks:
    return SqlBooks(
        Secret(url),
        select,
        folder / "fetched",
        source="erp",
        clock=lambda: NOW,
        patience=patience,
        page_size=size,
    )


def read(made: SqlBooks) -> tuple[Row, ...]:
    start = made.begin("", NOW)
    assert start.whole
    page = made.page(start.place)
    assert (page.next, page.mark) == ("", "")
    return page.rows


def on_postgres(url: str, *statements: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
