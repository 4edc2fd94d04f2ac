"""The facts about one customer from which a verdict is found; everything else is in the policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.domain.calendar import calendar_of
from core.domain.exposure import CREDITS, Document, Presence
from core.domain.money import Money

BOOKS_TOO_OLD = timedelta(hours=36)

SAYS_PAID, PROTECTED = "says_paid", "protected"
# While one of these runs nothing is sent and nothing is proposed.
SILENCING = frozenset(
    {"hardship", SAYS_PAID, "our_mistake", "insolvency", "legal", "enforcement_off"}
)
# These leave letters alone, and act as the tag of the same name.
TAGGING = frozenset({PROTECTED, "vip"})


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """What is still to come of a promise that is open, and its day."""

    left: Money
    by: date


@dataclass(frozen=True, slots=True)
class HoldSpan:
    """A hold of some kind from one day until another, both inclusive; without an end it runs until
    it is released."""

    kind: str
    since: date
    until: date | None

    def runs(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A notice that reached the customer on a local date; `access_from` is the day printed on it
    from which access may be impacted, `zone` where the customer was then, if that is known."""

    name: str
    on: date
    access_from: date | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`customer` is a tenant id; `zone` an IANA name; `region` that of the country whose holidays
    are kept as well, if one is named; documents as the books have them, credits
    among them; `unread_since` the local date of the oldest reply that nobody read; `as_of` the age
    of the books, None where there are none."""

    customer: str
    country: str
    zone: str
    tags: frozenset[str] = frozenset()
    documents: tuple[Document, ...] = ()
    promises: tuple[OpenPromise, ...] = ()
    holds: tuple[HoldSpan, ...] = ()
    notices: tuple[Delivered, ...] = ()
    unread_since: date | None = None
    suspended_since: date | None = None
    deletion_on: date | None = None
    as_of: datetime | None = None
    region: str = ""

    @property
    def calendar(self) -> str:
        """The name of the calendar by which days are counted."""
        return calendar_of(self.country, self.region)

    def stale(self, on: date) -> bool:
        """Were the books too old when the day began where the customer is?"""
        if self.as_of is None:
            return True
        return datetime.combine(on, time(), ZoneInfo(self.zone)) - self.as_of > BOOKS_TOO_OLD

    def all_tags(self, on: date) -> frozenset[str]:
        """The customer's tags, and those that running holds stand for."""
        return self.tags | {one.kind for one in self.holds if one.kind in TAGGING and one.runs(on)}

    def unknown(self) -> tuple[Document, ...]:
        """Documents that the newest books do not show and that would count if they did."""
        missing = (doc for doc in self.documents if doc.presence is Presence.MISSING)
        return tuple(doc for doc in missing if doc.kind in CREDITS or found_again(doc).counts())

    def with_unknown(self) -> Facts:
        """The same, as if every missing document were there."""
        if all(doc.presence is Presence.PRESENT for doc in self.documents):
            return self
        return replace(self, documents=tuple(map(found_again, self.documents)))


def found_again(doc: Document) -> Document:
    return replace(doc, presence=Presence.PRESENT)
