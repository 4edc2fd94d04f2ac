"""Books at Stripe that a desk reads by itself, step by step, under one clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from clients.reading_files import ReadingFiles
from clients.their_clock import in_step
from core.domain.events import Event
from core.domain.exposure import Document
from core.domain.readings import Reading
from core.domain.release import Found
from core.usecases.reading_books import BookReader, Wish
from tests.clients.a_stripe import Shop, day
from tests.office import Desk

SOURCE = "books"
PAGE = 4
NOW, ALL = Wish(at_once=True), Wish(at_once=True, whole=True)


@dataclass
class Readers:
    """A desk and a Stripe account, with one clock for both of them."""

    desk: Desk
    shop: Shop
    folder: Path

    def reader(self, folder: Path | None = None, **options: Any) -> BookReader:
        """As a process has it that was just started."""
        heard = in_step(lambda: self.desk.now, timedelta(minutes=5))
        books = {SOURCE: self.shop.books(source=SOURCE, page_size=PAGE, heard=heard)}
        files = ReadingFiles(folder or self.folder, "Europe/Berlin")
        return BookReader(self.desk.office, books, files, **options)

    def read(self, wish: Wish = NOW) -> Reading:
        found = self.reader().go_on(SOURCE, wish)
        assert found is not None
        return found

    def step(self, folder: Path | None = None) -> Reading:
        """One page, or what else comes next, in a process that is then over."""
        found = self.reader(folder, machine=iter(range(0, 10**6, 59)).__next__).go_on(SOURCE, NOW)
        assert found is not None
        return found

    def later(self, by: timedelta) -> None:
        self.desk.now += by
        self.shop.moment = self.desk.now

    def owe(self, id: str, amount: int, customer: str = "cus_0", **fields: Any) -> None:
        account = self.shop.account
        if customer not in account.customers:
            account.add_customer(f"Customer {customer}", id=customer, created=day("2026-01-15"))
        account.draft(
            customer, amount, "eur", id=id, created=day("2026-09-01"),
            effective_at=day("2026-09-01"), due_date=day("2026-09-15"),
            **fields,
        )  # fmt: skip
        account.finalize(id, id.upper())

    def pay(self, id: str, amount: int) -> None:
        self.shop.account.pay(id, amount, at=int(self.shop.moment.timestamp()))

    def documents(self) -> dict[str, Document]:
        with self.desk.store.reading() as work:
            pages = list(work.books.ledger())
        return {one.document_id: one for page in pages for one in page.documents}

    def found(self, id: str) -> Found:
        with self.desk.store.reading() as work:
            return work.books.sighting(SOURCE, id).found

    def unreadable(self) -> dict[str, str]:
        """Customers of the newest books, and the document of theirs that nobody can read."""
        with self.desk.store.reading() as work:
            current = work.books.current(SOURCE)
            assert current is not None
            found = work.books.problems(current.snapshot_id)
        return {one.customer_ref: one.facts["document"] for one in found}

    def row(self) -> Reading:
        with self.desk.store.reading() as work:
            found = work.readings.get(SOURCE)
        assert found is not None
        return found

    def count(self, kind: type[Event]) -> int:
        with self.desk.store.reading() as work:
            return len(work.events.since(kind, self.desk.now - timedelta(days=9)))

    def files(self) -> list[Path]:
        return sorted(self.folder.rglob("*.rows"))
