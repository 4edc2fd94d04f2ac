"""Why a debt fell below the floor: paid, or only written off, disputed, re-dated or vanished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from core.domain.calendar import Place, add_business_days
from core.domain.exposure import Category, Document, Exposure, Kind, Presence, Status, expose
from core.domain.ladder import Timing
from core.domain.money import Money, below
from core.domain.plans import Basis


class Found(StrEnum):
    """What the newest books say of a document that was known earlier."""

    PRESENT = "present"
    MISSING = "missing"
    CLOSED = "closed"
    VANISHED = "vanished"
    # By ourselves, whatever the books say of it.
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True)
class Sighting:
    found: Found
    document: Document | None = None


class Debt(StrEnum):
    """What became of the debt that a plan or a suspension rests on. Only PAID releases anything;
    the others withdraw a plan under their own name."""

    OWED = "owed"
    UNKNOWN = "unknown"
    PAID = "paid"
    WRITTEN_OFF = "written_off"
    DISPUTED = "disputed"
    REDATED = "redated"
    RECLASSIFIED = "reclassified"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the newest books say of one customer. `as_of` is the oldest of its sources."""

    exposure: Exposure
    confirmed: bool
    unreadable: bool
    as_of: datetime | None
    refused: bool
    debt: Debt


@dataclass(frozen=True, slots=True)
class Payment:
    """When something was paid, and by which method."""

    on: date
    method: str


def cleared_on(payments: Iterable[Payment], timing: Timing, own: Place) -> date | None:
    """The first day on which none of these payments can come back any more, by our own business
    days; None where all of them are final at once."""
    days = [
        add_business_days(one.on, timing.clears_after[one.method], own.country, timing.decreed)
        for one in payments
        if one.method in timing.clears_after
    ]
    return max(days, default=None)


def judge_debt(
    basis: Iterable[Basis],
    sightings: Mapping[tuple[str, str], Sighting],
    documents: Iterable[Document],
    floors: Mapping[str, Money],
    on: date,
) -> Debt:
    """Compare the documents a plan was filed for with the newest books of the same customer."""
    known, now = list(basis), list(documents)
    certain = [replace(doc, presence=Presence.PRESENT) for doc in now]
    if not below(expose(certain, on).overdue(), floors):
        unsure = any(_sighting(b, sightings).found is Found.MISSING for b in known)
        owed = not below(expose(now, on).overdue(), floors)
        return Debt.UNKNOWN if unsure or not owed else Debt.OWED
    if below(expose(_without_excuses(known, sightings, certain), on).overdue(), floors):
        return Debt.PAID
    excuses = [_excuse(b, _sighting(b, sightings), on) for b in known]
    return next((excuse for excuse in excuses if excuse is not None), Debt.VANISHED)


def _sighting(basis: Basis, sightings: Mapping[tuple[str, str], Sighting]) -> Sighting:
    return sightings.get((basis.source, basis.document_id), Sighting(Found.VANISHED))


def _without_excuses(
    basis: list[Basis],
    sightings: Mapping[tuple[str, str], Sighting],
    documents: list[Document],
) -> list[Document]:
    """The customer's documents as they would count if only payments and credits had happened."""
    rested_on = {(b.source, b.document_id) for b in basis}
    others = [doc for doc in documents if (doc.source, doc.document_id) not in rested_on]
    return others + [
        _as_owed(b, seen)
        for b in basis
        if (seen := _sighting(b, sightings)).found is not Found.CLOSED
    ]


def _as_owed(basis: Basis, seen: Sighting) -> Document:
    doc = seen.document
    left = basis.open if doc is None or _is_written_off(seen) else doc.open
    disputed = min(doc.disputed, basis.disputed) if doc else basis.disputed
    return Document(
        source=basis.source,
        document_id=basis.document_id,
        number=basis.number,
        customer_ref="",
        kind=Kind.INVOICE,
        status=Status.OPEN,
        issued=basis.due,
        due=basis.due,
        total=basis.open,
        open=left,
        disputed=disputed,
    )


def _is_written_off(seen: Sighting) -> bool:
    by_the_books = seen.document is not None and seen.document.status is Status.WRITTEN_OFF
    return by_the_books or seen.found is Found.WRITTEN_OFF


def _excuse(basis: Basis, seen: Sighting, on: date) -> Debt | None:
    doc = seen.document
    if _is_written_off(seen):
        return Debt.WRITTEN_OFF
    if doc is None:
        return Debt.VANISHED if seen.found is Found.VANISHED else None
    if doc.category is not Category.CLOUD or doc.status is Status.DRAFT:
        return Debt.RECLASSIFIED
    if doc.due is not None and (doc.due > basis.due or _counts_anew(doc, on)):
        return Debt.REDATED
    return Debt.DISPUTED if basis.disputed < doc.disputed else None


def _counts_anew(doc: Document, on: date) -> bool:
    """Its days begin only now, though it was due before."""
    return doc.counted_from is not None and doc.counted_from >= on
