"""What customers owe: the books with our own agreements laid over them. Whoever asks what is owed
asks here, so that a dispute, a write-off or a new beginning counts everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from core.domain.agreements import DocumentKey, Ours, overlaid_sighting, overlay
from core.domain.customers import CustomerKey, MappingState
from core.domain.exposure import Document
from core.domain.holds import Hold
from core.domain.notices import Reply
from core.domain.promises import Promise, PromiseState, Running, running
from core.domain.release import Sighting
from core.ports.records import Account
from core.ports.store import Work


def pages_of(work: Work, key: CustomerKey, on: date) -> list[Account]:
    """The ledger pages confirmed for this customer, as they count on a day."""
    return laid_over(work.books.account(key), work.marks.ours(key), on)


def laid_over(pages: Iterable[Account], ours: Ours, on: date) -> list[Account]:
    """The pages of one customer, as they count on a day."""
    return [replace(page, documents=overlay(page.documents, ours, on)) for page in pages]


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
    seen = work.books.sightings(list(wanted))
    return overlaid_sightings(seen, work.books.account(key), work.marks.ours(key), on)


def overlaid_sightings(
    seen: Mapping[DocumentKey, Sighting], pages: Iterable[Account], ours: Ours, on: date
) -> dict[DocumentKey, Sighting]:
    """The same, from the books and what is ours; `pages` are as the books have them."""
    known = [doc for page in pages for doc in page.documents]
    return {key: overlaid_sighting(key, one, known, ours, on) for key, one in seen.items()}


# Promises and holds


def promises_of(work: Work, key: CustomerKey, on: date) -> list[Running]:
    """The open promises of a customer, with what is still to come by the newest books."""
    plans = plans_of(work.promises.of(key))
    return [one for series in plans for one in running_of(work, series, on)]


def plans_of(promises: Iterable[Promise]) -> list[list[Promise]]:
    """By payment plan, those of which something is open."""
    plans: dict[str, list[Promise]] = {}
    for promise in promises:
        plans.setdefault(promise.series, []).append(promise)
    return [
        series for series in plans.values() if any(one.state is PromiseState.OPEN for one in series)
    ]


def running_of(work: Work, series: Sequence[Promise], on: date) -> list[Running]:
    """The open promises of one payment plan."""
    if not any(one.state is PromiseState.OPEN for one in series):
        return []
    key = series[0].customer
    wanted = [(basis.source, basis.document_id) for basis in series[0].basis]
    sightings = sightings_of(work, key, wanted, on)
    return running(series, sightings, documents_of(work, key, on))


def holds_of(work: Work, key: CustomerKey, on: date) -> list[Hold]:
    """The holds of a customer that run on a day, also those placed for many at once."""
    return [one for one in work.holds.of(key) if one.runs(on)]


# Replies


def unread_of(work: Work, key: CustomerKey) -> list[Reply]:
    """Replies that nobody read, oldest first: this customer's, and those of somebody who writes for
    several customers and may mean this one."""
    perhaps = (
        one for one in work.letters.unread_of_nobody() if key in work.contacts.known_as(one.sender)
    )
    return sorted((*work.letters.unread(key), *perhaps), key=lambda one: one.received_at)
