"""The books of a day and what changed between two, as tables for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.domain.book_changes import Change, Changed
from core.domain.exposure import BUCKETS
from core.domain.money import minor_digits
from core.usecases.past_books import Aged, Aging, Compared
from handlers.messages.escaping import one_line
from handlers.messages.exposure_lines import BUCKET_NAMES
from handlers.messages.spreadsheets import (
    LONGEST_CELL,
    Sheet,
    Value,
    amounts_of,
    currencies_of,
)
from handlers.messages.text import N_, Words

CHANGES: Mapping[Change, str] = {
    Change.NEW: N_("new"),
    Change.PAID: N_("paid"),
    Change.PARTLY_PAID: N_("paid in part"),
    Change.GROWN: N_("grown"),
    Change.VANISHED: N_("vanished"),
    Change.DISPUTED: N_("disputed"),
    Change.MOVED: N_("moved to another customer"),
}
AGING = (
    N_("Customer"),
    N_("Partner account"),
    N_("Tenant id"),
    N_("Days overdue"),
    N_("Currency"),
    N_("Overdue"),
)
AFTER = (N_("In dispute"), N_("Credits not applied"))
CHANGED = (
    N_("Books"),
    N_("Change"),
    N_("Customer"),
    N_("Customer number"),
    N_("Before that"),
    N_("Document"),
    N_("Document id"),
    N_("Due"),
    N_("Currency"),
    N_("Amount"),
    N_("Open now"),
)


def aging_sheet(found: Aging, words: Words) -> Sheet:
    """Currencies stand in rows of their own and are never added up."""
    ages = [BUCKET_NAMES[name] for name in BUCKETS]
    header = tuple(words(name) for name in (*AGING, *ages, *AFTER))
    lines = [(code, _aged(row, code, words)) for row in found.rows for code in _codes(row)]
    return Sheet(
        header,
        tuple(line for _, line in lines),
        tuple(minor_digits(code) for code, _ in lines),
        words("Aging"),
    )


def _codes(row: Aged) -> list[str]:
    return currencies_of(row.exposure)


def _aged(row: Aged, code: str, words: Words) -> tuple[Value, ...]:
    name, customer = one_line(row.name, LONGEST_CELL), row.customer
    return (
        name if row.confirmed else f"{name} {words('(not confirmed)')}",
        customer.account if customer else "",
        customer.tenant_id if customer else "",
        row.exposure.days_overdue(),
        code,
        *amounts_of(row.exposure, code),
    )


def changes_sheet(found: Sequence[Compared], words: Words) -> Sheet:
    rows = [(one.amount.currency, line) for books in found for one, line in _changed(books, words)]
    return Sheet(
        tuple(words(name) for name in CHANGED),
        tuple(line for _, line in rows),
        tuple(minor_digits(code) for code, _ in rows),
        words("Changes"),
    )


def _changed(books: Compared, words: Words) -> Iterator[tuple[Changed, tuple[Value, ...]]]:
    for one in books.changes:
        doc = one.document
        gone = one.change in (Change.PAID, Change.VANISHED)
        yield (
            one,
            (
                one_line(books.now.source, LONGEST_CELL),
                words(CHANGES[one.change]),
                one_line(books.names.get(doc.customer_ref, ""), LONGEST_CELL),
                one_line(doc.customer_ref, LONGEST_CELL),
                one_line(one.was_with, LONGEST_CELL),
                one_line(doc.number, LONGEST_CELL),
                one_line(doc.document_id, LONGEST_CELL),
                doc.due.isoformat() if doc.due else "",
                one.amount.currency,
                one.amount.amount,
                doc.open.amount * 0 if gone else doc.open.amount,
            ),
        )
