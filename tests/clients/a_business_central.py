"""A small company in a Business Central of its own, and readings of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from clients.receivables_business_central import BusinessCentralAccount, BusinessCentralBooks
from core.ports.receivables import Row
from sandbox.accounting.business_central import BusinessCentral
from sandbox.accounting.business_central_truth import Customer, Entry, Invoice, Truth
from tests.clients.receivables.business_central_bench import NOW, SHORT, account, serving
from tests.clients.scripted import Script, Step, addresses


@dataclass(frozen=True, slots=True)
class Place:
    """A stand-in and the account that reads it."""

    stand_in: BusinessCentral
    account: BusinessCentralAccount
    made: list[BusinessCentralBooks] = field(default_factory=list)

    @property
    def truth(self) -> Truth:
        return self.stand_in.truth

    def books(self, page_size: int = 2, **changed: Any) -> BusinessCentralBooks:
        ours = replace(self.account, **changed)
        books = BusinessCentralBooks(ours, clock=lambda: NOW, page_size=page_size, timeouts=SHORT)
        self.made.append(books)
        return books

    def asked(self, path_ends: str) -> list[dict[str, str]]:
        return [dict(one.query) for one in self.stand_in.asked if one.path.endswith(path_ends)]


@contextmanager
def opened() -> Iterator[Place]:
    """Five invoices of two customers: 2801 to 2805, of 10, 20 and so on."""
    truth = Truth()
    for number, name in (("O'1", "O'Brien"), ("C2", "Two")):
        truth.customers[number] = Customer(
            number, name, f"ap@{number[-1]}.example", f"BE{number[-1]}"
        )
    for n in range(1, 6):
        customer = "O'1" if n % 2 else "C2"
        amount = Decimal(10 * n)
        entry = Entry(
            2800 + n, customer, "Invoice", f"INV-{n}", "2026-09-01", "2026-09-15", amount, amount
        )
        truth.entries[entry.number] = entry
        truth.invoices.append(Invoice(entry.document, customer, order=f"PO-{n}"))
    with serving(truth) as (stand_in, url):
        made = Place(stand_in, account(truth, url))
        yield made
        for books in made.made:
            books.close()


def read(books: BusinessCentralBooks, now: datetime = NOW) -> list[Row]:
    """All of it, with one adapter."""
    at, rows = books.begin("", now).place, list[Row]()
    while at:
        page = books.page(at)
        rows += page.rows
        at = page.next
    return rows


def first_page(books: BusinessCentralBooks) -> str:
    """The place after it."""
    after = books.page(books.begin("", NOW).place).next
    assert after
    return after


def numbers(rows: list[Row]) -> list[int]:
    return [int(row["document_id"].rpartition(":")[2]) for row in rows]


def an_id(place: Place, number: int) -> str:
    return f"{place.truth.company_id}:{number}"


def more_of(place: Place) -> Place:
    """Three hundred entries."""
    like = place.truth.entries[2802]
    place.truth.entries.update(
        {number: replace(like, number=number) for number in range(2806, 3101)}
    )
    return place


def scripted(*steps: Step) -> BusinessCentralBooks:
    ours = account(Truth(), "http://127.0.0.1:9")
    script = Script(*steps)
    return BusinessCentralBooks(
        ours, clock=lambda: NOW, transport=script.transport, resolve=addresses()
    )
