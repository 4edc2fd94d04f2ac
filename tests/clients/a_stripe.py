"""A Stripe account behind its stand-in, and books that are read from it over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from clients.csv_file import Record
from clients.http import Timeouts
from clients.receivables_rows import sheet_row
from clients.receivables_stripe import StripeBooks
from core.domain.secret import Secret
from core.ports.receivables import Receivables, Row
from core.ports.records import SheetRow
from sandbox.accounting.stripe import Key, Stripe
from sandbox.accounting.stripe_account import StripeAccount
from sandbox.serving import Serving

TENANT = "1a2b3c4d-2222-4333-8444-5555eeee5555"
KEY = "rk_live_Ex51RestrictedKeyOfATest"
MOST_PAGES = 100
NOW = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
SHORT = Timeouts(connect=2.0, read=2.0, write=2.0, pool=2.0)


@dataclass
class Shop:
    """`moment` is the time that it takes to be now, at Stripe and here."""

    url: str = ""
    moment: datetime = NOW
    account: StripeAccount = field(init=False)
    stripe: Stripe = field(init=False)
    made: list[StripeBooks] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.account = StripeAccount(lambda: self.moment)
        self.stripe = Stripe(self.account, Key(KEY))

    def books(self, key: str = KEY, **options: Any) -> StripeBooks:
        usual: dict[str, Any] = {
            "clock": lambda: self.moment,
            "base_url": self.url,
            "timeouts": SHORT,
        }
        self.made.append(StripeBooks(Secret(key), **(usual | options)))
        return self.made[-1]

    def pass_time(self, **by: float) -> None:
        self.moment += timedelta(**by)

    def bill(self, *, count: int = 1) -> list[str]:
        """Invoices of 1.00 € that are due since the beginning of the month."""
        customer = self.account.add_customer("Contoso", created=day("2026-01-15"))
        dated = {name: day("2026-09-01") for name in ("created", "effective_at")}
        dated["due_date"] = day("2026-10-01")
        return [self.account.bill(customer, 100, "eur", **dated) for _ in range(count)]

    def read(self, **options: Any) -> dict[str, Row]:
        """Everything, by document id."""
        books = self.books(**options)
        return by_id(read_from(books, books.begin("", self.moment).place)[0])


def read_from(books: Receivables, place: str) -> tuple[list[Row], str]:
    """The rest of a reading, and its mark. One that does not end fails."""
    rows: list[Row] = []
    for _ in range(MOST_PAGES):
        page = books.page(place)
        rows += page.rows
        if not page.next:
            return rows, page.mark
        place = page.next
    raise AssertionError("the reading does not end")


def by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["document_id"]: row for row in rows}


def judged(row: Row) -> SheetRow:
    return sheet_row(Record(0, row, len(row), len(row)))


def day(text: str) -> int:
    """Noon of that day (UTC), as Stripe writes moments."""
    return int(datetime.fromisoformat(f"{text}T12:00:00+00:00").timestamp())


@contextmanager
def running() -> Iterator[Shop]:
    shop = Shop()
    served = Serving(shop.stripe.app, port=0, threads=4, name="stripe")
    shop.url = f"http://127.0.0.1:{served.port}"
    try:
        yield shop
    finally:
        for books in shop.made:
            books.close()
        served.stop()
