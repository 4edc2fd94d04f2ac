"""What became of a document between two snapshots of its books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.domain.exposure import Document
from core.domain.money import Money, by_currency


class Change(StrEnum):
    NEW = "new"
    PAID = "paid"
    PARTLY_PAID = "partly paid"
    GROWN = "grown"
    VANISHED = "vanished"
    DISPUTED = "disputed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Changed:
    """One change. What is open grew by NEW and GROWN, and shrank by PAID, PARTLY_PAID and VANISHED;
    the amount of the others is what is in dispute now and was not, and what moved along with the
    document to another customer. Credits have amounts below zero."""

    change: Change
    document: Document
    amount: Money
    was_with: str = ""


def changes_of(was: Document | None, now: Document | None, *, closed: bool) -> Iterator[Changed]:
    """Of a document as two snapshots show it, None where one does not. `closed`: the later one says
    that nothing is open any more; otherwise it says nothing."""
    if was is None or now is None or was.open.currency != now.open.currency:
        if was is not None:
            over = Change.PAID if closed or now else Change.VANISHED
            yield Changed(over, was, was.open)
        if now is not None:
            yield Changed(Change.NEW, now, now.open)
        return
    yield from _amounts(was, now)
    if was.disputed < now.disputed:
        yield Changed(Change.DISPUTED, now, now.disputed - was.disputed)
    if was.customer_ref != now.customer_ref:
        yield Changed(Change.MOVED, now, now.open, was.customer_ref)


def _amounts(was: Document, now: Document) -> Iterator[Changed]:
    if abs(now.open.amount) > abs(was.open.amount):
        yield Changed(Change.GROWN, now, now.open - was.open)
    elif now.open != was.open:
        paid = Change.PARTLY_PAID if now.open else Change.PAID
        yield Changed(paid, now, was.open - now.open)


def sums_of(found: Iterable[Changed]) -> dict[Change, dict[str, Money]]:
    """By kind and currency, in the order of the kinds; only what there is."""
    amounts: dict[Change, list[Money]] = {}
    for one in found:
        amounts.setdefault(one.change, []).append(one.amount)
    return {change: by_currency(amounts[change]) for change in Change if change in amounts}
