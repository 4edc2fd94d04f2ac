"""What we agreed on with customers, laid over the documents of the books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.domain.disputes import Dispute
from core.domain.exposure import CREDITS, Document, Status
from core.domain.holds import Hold
from core.domain.money import Money, zero
from core.domain.release import Found, Sighting

DocumentKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ours:
    """Disputes, the days of our own write-offs and of payments that came back (by source and
    document id), and the holds of the customer whose documents they are."""

    disputes: Sequence[Dispute] = ()
    written_off: Mapping[DocumentKey, date] = field(default_factory=dict)
    returned: Mapping[DocumentKey, date] = field(default_factory=dict)
    holds: Sequence[Hold] = ()

    def wrote_off(self, key: DocumentKey, on: date) -> bool:
        return key in self.written_off and self.written_off[key] <= on


def overlay(documents: Iterable[Document], ours: Ours, on: date) -> tuple[Document, ...]:
    """The documents of one customer as they count on a day."""
    known = tuple(documents)
    return tuple(_laid_over(doc, known, ours, on) for doc in known)


def overlaid_sighting(
    key: DocumentKey, seen: Sighting, known: Sequence[Document], ours: Ours, on: date
) -> Sighting:
    """What the books say of a document, unless we wrote it off: then it was never paid, however it
    left the books."""
    document = _laid_over(seen.document, known, ours, on) if seen.document else None
    if ours.wrote_off(key, on):
        return Sighting(Found.WRITTEN_OFF, document)
    return replace(seen, document=document)


def _laid_over(doc: Document, known: Sequence[Document], ours: Ours, on: date) -> Document:
    key = (doc.source, doc.document_id)
    if doc.kind in CREDITS:
        return doc
    if ours.wrote_off(key, on):
        return replace(doc, status=Status.WRITTEN_OFF)
    if not (ours.disputes or ours.holds or key in ours.returned or doc.counted_from):
        # Nearly all of them, of which there may be a million.
        return doc
    disputes = [one for one in ours.disputes if (one.source, one.document_id) == key]
    return replace(
        doc,
        disputed=_disputed(doc, known, disputes, on),
        counted_from=_counted_from(doc, disputes, ours, on),
    )


def _disputed(
    doc: Document, known: Sequence[Document], disputes: Sequence[Dispute], on: date
) -> Money:
    """The larger of what the books and what we know to be in dispute; never more than is open."""
    mine = zero(doc.open.currency)
    for one in disputes:
        mine = mine + one.takes_out(doc, known, on)
    return max(doc.disputed, min(mine, doc.open))


def _counted_from(doc: Document, disputes: Sequence[Dispute], ours: Ours, on: date) -> date | None:
    """The latest day from which it counts anew, if that is after it fell due."""
    if doc.due is None:
        return None
    returned = ours.returned.get((doc.source, doc.document_id))
    days = [doc.counted_from, returned, *(one.against_since(on) for one in disputes)]
    days += [one.over_since(on) for one in ours.holds]
    later = [day for day in days if day is not None and doc.due < day <= on]
    return max(later, default=None)


def episode(documents: Iterable[Document], on: date) -> date | None:
    """The day from which the oldest late document counts; None where nothing is late. Promises,
    notices and words of before belong to another episode."""
    since = [doc.since for doc in documents if doc.counts() and doc.days_late(on) > 0]
    return min((day for day in since if day is not None), default=None)
