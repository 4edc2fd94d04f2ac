"""What customers owe: the books with our own agreements laid over them. Whoever asks what is owed
asks here, so that a dispute, a write-off or a new beginning counts everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from core.domain.agreements import DocumentKey, overlaid_sighting, overlay
from core.domain.customers import CustomerKey, MappingState
from core.domain.exposure import Document
from core.domain.facts import HoldSpan, OpenPromise
from core.domain.holds import Hold
from core.domain.notices import Reply
from core.domain.promises import Promise, PromiseState, Running, running
from core.domain.release import Sighting
from core.ports.records import Account
from core.ports.store import Work


def pages_of(work: Work, key: CustomerKey, on: date) -> list[Account]:
    """The ledger pages confirmed for this customer, as they count on a day."""
    ours = work.marks.ours(key)
    return [
        replace(page, documents=overlay(page.documents, ours, on))
        for page in work.books.account(key)
    ]


def documents_of(work: Work, key: CustomerKey, on: date) -> list[Document]:
    """Every document of a customer, as it counts on a day."""
    return [doc for page in pages_of(work, key, on) for doc in page.documents]


def all_pages(work: Work, on: date) -> Iterator[Account]:
    """The pages of every debtor in the newest books, as they count on a day."""
    ours, holds = work.marks.everybody()
    for page in work.books.ledger():
        key = page.debtor.customer if page.debtor.mapping is MappingState.CONFIRMED else None
        mine = replace(ours, holds=holds.get(key, ())) if key else ours
        yield replace(page, documents=overlay(page.documents, mine, on))


def sightings_of(
    work: Work, key: CustomerKey, wanted: Iterable[DocumentKey], on: date
) -> dict[DocumentKey, Sighting]:
    """What became of documents, unless we wrote them off ourselves."""
    ours = work.marks.ours(key)
    known = [doc for page in work.books.account(key) for doc in page.documents]
    return {
        one: overlaid_sighting(one, work.books.sighting(*one), known, ours, on) for one in wanted
    }


# Promises and holds, as a verdict wants them


def promises_of(work: Work, key: CustomerKey, on: date) -> list[Running]:
    """The open promises of a customer, with what is still to come by the newest books."""
    plans: dict[str, list[Promise]] = {}
    for promise in work.promises.of(key):
        plans.setdefault(promise.series, []).append(promise)
    return [one for series in plans.values() for one in running_of(work, series, on)]


def running_of(work: Work, series: Sequence[Promise], on: date) -> list[Running]:
    """The open promises of one payment plan."""
    if not any(one.state is PromiseState.OPEN for one in series):
        return []
    key = series[0].customer
    wanted = [(basis.source, basis.document_id) for basis in series[0].basis]
    sightings = sightings_of(work, key, wanted, on)
    return running(series, sightings, documents_of(work, key, on))


def open_promises(work: Work, key: CustomerKey, on: date) -> tuple[OpenPromise, ...]:
    """The same, as facts of a verdict."""
    found = promises_of(work, key, on)
    return tuple(OpenPromise(one.left, one.promise.by) for one in found)


def holds_of(work: Work, key: CustomerKey, on: date) -> list[Hold]:
    """The holds of a customer that run on a day, also those placed for many at once."""
    return [one for one in work.holds.of(key) if one.runs(on)]


def hold_spans(work: Work, key: CustomerKey) -> tuple[HoldSpan, ...]:
    """Every hold that a customer has or had, as facts of a verdict."""
    return tuple(one.span() for one in work.holds.of(key))


# Replies


def unread_of(work: Work, key: CustomerKey) -> list[Reply]:
    """Replies that nobody read, oldest first: this customer's, and those of somebody who writes for
    several customers and may mean this one."""
    perhaps = (
        one for one in work.letters.unread_of_nobody() if key in work.contacts.known_as(one.sender)
    )
    return sorted((*work.letters.unread(key), *perhaps), key=lambda one: one.received_at)
