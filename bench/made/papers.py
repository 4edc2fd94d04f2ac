"""What made-up customers were billed: open and closed documents with their past, as the newest of
several books show them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bench.made.owners import AS_OF, BOOKS, SHOP, Owner
from core.domain.customers import MappingState
from core.domain.exposure import Category, Document, Kind, Status
from core.domain.money import Money, minor_digits, zero
from core.ports.records import SheetRow

TODAY = AS_OF.date()
# How many of a hundred customers are billed in it, and what a euro is worth in it.
CURRENCIES = {
    "EUR": (52, 1.0), "USD": (20, 1.1), "GBP": (5, 0.85), "CHF": (4, 0.95), "CNY": (5, 7.8),
    "KRW": (4, 1450.0), "JPY": (4, 160.0), "PLN": (3, 4.3), "KWD": (2, 0.34), "TND": (1, 3.4),
}  # fmt: skip
_BY_SHARE = tuple(code for code, (share, _) in CURRENCIES.items() for _ in range(share))
# Of each of the two books there are so many, the last of them in force; their numbers alternate.
BOOKS_EACH = 3
FIRST_NUMBER = {BOOKS: 1, SHOP: 2}
# Euros: the middle amount of a document, and how far apart they are.
MEDIAN, SPREAD = 380.0, 1.2
# Of a thousand.
_LATE_CUSTOMERS, _SECOND_CURRENCY = 300, 15
_TERMS = (14, 14, 30, 30, 30, 45)
_METHODS = ("", "", "", "transfer", "direct_debit")
LATEST, PAID_WITHIN, CLOSED_FOR_EACH = 400, 700, 2


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: the number of the books since which it looks like this, how it looked before
    that, and whether the newest books lack it."""

    row: SheetRow
    since: int
    before: SheetRow | None = None
    missing: bool = False


def number_of(source: str, place: int) -> int:
    """The number of the books of a source, the first of which has place 0."""
    return FIRST_NUMBER[source] + 2 * place


def papers(owner: Owner) -> Iterator[Paper]:
    """Everything that the books ever said of a customer; open documents first."""
    dice = owner.dice
    late = dice.randrange(1000) < _LATE_CUSTOMERS
    code = dice.choice(_BY_SHARE)
    dues = sorted(TODAY + timedelta(days=dice.randrange(31)) for _ in range(dice.randrange(1, 4)))
    for place in range(owner.documents):
        yield _open(owner, place, code, late, dues)
    for place in range(owner.documents * CLOSED_FOR_EACH):
        yield _closed(owner, place, code, late)


def _open(owner: Owner, place: int, code: str, late: bool, dues: list[date]) -> Paper:
    dice = owner.dice
    code = "USD" if dice.randrange(1000) < _SECOND_CURRENCY and code != "USD" else code
    if late and dice.randrange(100) < 45:
        days = min(LATEST, 1 + int(dice.expovariate(1 / 30)))
        due = TODAY - timedelta(days=days)
    else:
        due = dice.choice(dues)
    source = owner.sources[place % len(owner.sources)]
    doc = _document(owner, f"{owner.number:07d}-{place:03d}", source, code, due)
    shape = dice.randrange(1000)
    doc = _shaped(doc, shape, dice.random())
    row = _row(owner, doc)
    if shape == 999:
        return Paper(row, number_of(source, BOOKS_EACH - 1), row, missing=True)
    since = number_of(source, dice.choice((0, 0, 0, 1, 1, 2)))
    if since > FIRST_NUMBER[source] and dice.randrange(4) == 0 and doc.open.amount > 0:
        was = replace(doc, open=doc.total, status=Status.OPEN, disputed=zero(code))
        return Paper(row, since, _row(owner, replace(was, payment_method="invoice")))
    return Paper(row, since)


def _document(owner: Owner, name: str, source: str, code: str, due: date) -> Document:
    dice = owner.dice
    amount, issued = _amount(owner, code), due - timedelta(days=dice.choice(_TERMS))
    ids = owner.subscription_ids
    named = (dice.choice(ids),) if dice.randrange(10) < 3 else ()
    return Document(
        source=source,
        document_id=f"{source}-{name}",
        number=f"R{issued:%y}-{name}",
        customer_ref=owner.ref,
        kind=Kind.INVOICE,
        status=Status.OPEN,
        issued=issued,
        due=due,
        total=amount,
        open=amount,
        disputed=zero(code),
        subscription_ids=named,
        payment_method=_METHODS[owner.number % len(_METHODS)],
    )


def _amount(owner: Owner, code: str) -> Money:
    digits, (_, rate) = minor_digits(code), CURRENCIES[code]
    worth = MEDIAN * rate * math.exp(SPREAD * owner.dice.gauss(0, 1))
    minor = max(1, round(worth * 10**digits))
    return Money(Decimal(minor).scaleb(-digits), code)


def _part(money: Money, share: float) -> Money:
    """So much of it, in whole minor units; at least one of them remains."""
    digits = minor_digits(money.currency)
    minor = int(money.amount.scaleb(digits))
    return Money(Decimal(int(minor * share) or 1).scaleb(-digits), money.currency)


def _shaped(doc: Document, shape: int, share: float) -> Document:
    """Most are plain invoices; of a thousand some are something else."""
    if shape < 80:
        paid, left = doc.issued + timedelta(days=int(share * 10)), _part(doc.total, 1 - share)
        partly = replace(doc, status=Status.PARTIALLY_PAID, open=left)
        return replace(partly, last_payment_on=paid, last_payment=doc.total - left)
    if shape < 92:
        return replace(doc, status=Status.DISPUTED, disputed=_part(doc.open, share))
    if shape < 97:
        return replace(doc, status=Status.ON_HOLD)
    if shape < 124:
        kind = Kind.CREDIT_NOTE if shape < 117 else Kind.PAYMENT_UNAPPLIED
        return replace(doc, kind=kind, due=None, total=-doc.total, open=-doc.open)
    return _not_counted(doc, shape)


def _not_counted(doc: Document, shape: int) -> Document:
    if shape < 136:
        return replace(doc, kind=Kind.FINANCE_CHARGE, category=Category.FEE)
    if shape < 156:
        return replace(doc, category=Category.OTHER if shape % 2 else Category.FEE)
    if shape < 159:
        return replace(doc, status=Status.WRITTEN_OFF, open=zero(doc.open.currency))
    return replace(doc, status=Status.DRAFT) if shape < 161 else doc


def _closed(owner: Owner, place: int, code: str, late: bool) -> Paper:
    dice = owner.dice
    paid_on = TODAY - timedelta(days=1 + dice.randrange(PAID_WITHIN))
    behind = int(dice.expovariate(1 / 9)) if late else dice.choice((-3, -1, 0, 0, 1))
    source = owner.sources[place % len(owner.sources)]
    name = f"{owner.number:07d}-{owner.documents + place:03d}"
    was = _document(owner, name, source, code, paid_on - timedelta(days=behind))
    doc = replace(
        was, status=Status.CLOSED, open=zero(code), last_payment_on=paid_on, last_payment=was.total
    )
    row = _row(owner, doc)
    if dice.randrange(10):
        return Paper(row, number_of(source, 0))
    return Paper(row, number_of(source, 1 + dice.randrange(BOOKS_EACH - 1)), _row(owner, was))


def _row(owner: Owner, doc: Document) -> SheetRow:
    known = owner.mapping is not MappingState.UNMAPPED
    return SheetRow(
        0, doc, owner.name, owner.key.tenant_id if known else "",
        billing_email=f"accounts@{owner.domain}",
    )  # fmt: skip
