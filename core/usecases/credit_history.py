"""How customers paid: kept from the closed invoices of books that are accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from core.domain.agreements import DocumentKey
from core.domain.credit_advice import Paid, paid_of
from core.domain.exposure import COUNTED_STATUSES
from core.domain.release import Sighting
from core.ports.records import Snapshot
from core.ports.store import Store, Work
from core.usecases.carrying_over import in_parts

# Versions that are looked at in one go.
AT_ONCE = 5000


def keep_paid(snapshot: Snapshot, on: date, *, store: Store) -> None:
    """What closed with these books, of the day `on`. In short transactions: whoever clicks
    meanwhile hardly waits. It is done before anybody sees these books, so that those of before tell
    what was open until now."""
    undated_too = _no_day_is_named(snapshot, store=store)
    for page in _closed(snapshot, on, store=store):
        found = [one for one in page if not one.at_latest]
        undated = [one for one in page if one.at_latest]
        if undated and undated_too:
            found += _owed_until_now(undated, store=store)
        in_parts(found, _note, store=store)


def _no_day_is_named(snapshot: Snapshot, *, store: Store) -> bool:
    """Where books name days, what has none was settled by something else than a payment; and first
    books do not tell what was owed before."""
    with store.reading() as work:
        if work.books.current(snapshot.source) is None or work.payments.names_days(snapshot.source):
            return False
        return not work.books.names_days(snapshot.snapshot_id)


def _closed(snapshot: Snapshot, on: date, *, store: Store) -> Iterator[list[Paid]]:
    with store.reading() as work:
        new = work.books.written(snapshot.snapshot_id)
    for start in range(new.start, new.stop, AT_ONCE):
        with store.reading() as work:
            found = work.books.closed(snapshot.snapshot_id, range(start, start + AT_ONCE))
        yield [one for document in found if (one := paid_of(document, on)) is not None]


def _note(work: Work, found: Sequence[Paid]) -> None:
    work.payments.note(found)


def _owed_until_now(part: Sequence[Paid], *, store: Store) -> list[Paid]:
    with store.reading() as work:
        seen = work.books.sightings([_key(one) for one in part])
    return [one for one in part if _was_owed(seen[_key(one)])]


def _key(paid: Paid) -> DocumentKey:
    return paid.source, paid.document_id


def _was_owed(seen: Sighting) -> bool:
    return seen.document is not None and seen.document.status in COUNTED_STATUSES
