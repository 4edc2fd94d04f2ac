"""How customers paid: kept from the closed invoices of books that are accepted."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.agreements import DocumentKey
from core.domain.credit_advice import Paid
from core.domain.exposure import COUNTED_STATUSES
from core.domain.release import Sighting
from core.ports.store import Store, Work
from core.usecases.carrying_over import in_parts, parts


def keep_paid(found: Sequence[Paid], source: str, *, store: Store) -> None:
    """In short transactions: whoever clicks meanwhile hardly waits. It is done before anybody sees
    these books, so that those of before tell what was open until now."""
    dated = [one for one in found if not one.at_latest]
    undated = _just_closed(found, source, bool(dated), store=store)
    in_parts([*dated, *undated], _note, store=store)


def _just_closed(
    found: Sequence[Paid], source: str, named_here: bool, *, store: Store
) -> list[Paid]:
    """What was owed in the books of before and is closed without a day. Where books name days, what
    has none was settled by something else than a payment."""
    undated = [one for one in found if one.at_latest]
    if not undated or named_here:
        return []
    with store.reading() as work:
        if work.books.current(source) is None or work.payments.names_days(source):
            return []
        return [one for part in parts(undated) for one in _owed_until_now(work, part)]


def _note(work: Work, found: Sequence[Paid]) -> None:
    work.payments.note(found)


def _owed_until_now(work: Work, part: Sequence[Paid]) -> list[Paid]:
    seen = work.books.sightings([_key(one) for one in part])
    return [one for one in part if _was_owed(seen[_key(one)])]


def _key(paid: Paid) -> DocumentKey:
    return paid.source, paid.document_id


def _was_owed(seen: Sighting) -> bool:
    return seen.document is not None and seen.document.status in COUNTED_STATUSES
