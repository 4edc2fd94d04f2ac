"""What a customer owes in one currency by the rules of a policy: which documents, how old, net."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.calendar import add_business_days, next_business_day
from core.domain.exposure import COUNTED_STATUSES, CREDITS, Document, Presence
from core.domain.facts import Facts, OpenPromise
from core.domain.ladder import DueShift, Rules, Timing
from core.domain.money import Money, zero


class NoFloor(ValueError):
    """The policy has floors, and none for this currency; nothing is judged by a guess."""

    def __init__(self, currency: str, document_id: str) -> None:
        super().__init__(f"the policy has no floor for {currency}")
        self.currency, self.document_id = currency, document_id


@dataclass(frozen=True, slots=True)
class Claim:
    """What is left of one document; `begins` is the day from which its days are counted."""

    document_id: str
    begins: date
    left: Money

    def is_late(self, on: date) -> bool:
        """Overdue from the day after."""
        return on > self.begins


@dataclass(frozen=True, slots=True)
class Position:
    """One currency on one day: claims of which something is left, oldest first; what was taken off
    for disputes, credits and promises. `oldest` is when the first document that counts began, with
    something left or not; `net` what is overdue."""

    on: date
    floor: Money
    oldest: date
    claims: tuple[Claim, ...]
    net: Money
    disputed: Money
    credited: Money
    promised: Money

    @property
    def currency(self) -> str:
        return self.floor.currency

    def begins(self) -> date:
        """From when the oldest claim counts: the beginning of the present episode. Where nothing is
        left of any document, the oldest of them."""
        return self.claims[0].begins if self.claims else self.oldest

    def days_overdue(self) -> int:
        """Of the oldest claim; below zero before it is due."""
        return (self.on - self.begins()).days

    def owes(self) -> bool:
        return bool(self.net) and not self.net < self.floor

    def due_within(self, days: int) -> bool:
        """Does a document fall due within so many days, while nothing is overdue?"""
        return bool(self.claims) and 0 <= (self.begins() - self.on).days <= days


def due_of(doc: Document) -> date:
    """Of a document that counts, which is known to have one."""
    assert doc.due is not None
    return doc.due


def begins_on(doc: Document, timing: Timing, calendar: str) -> date:
    """The day from which a document's days are counted: its due date, shifted to a business day,
    with the grace of its payment method; later where the document itself says so."""
    begins = due_of(doc)
    if timing.due_shift is DueShift.NEXT_BUSINESS_DAY:
        begins = next_business_day(begins, calendar, timing.decreed)
    begins += timedelta(days=timing.grace_days.get(doc.payment_method, 0))
    return max(begins, doc.counted_from) if doc.counted_from else begins


def silent_until(promise: OpenPromise, timing: Timing, calendar: str) -> date:
    """The last day on which an open promise shields: its own, and the days to settle it."""
    return add_business_days(promise.by, timing.settle_business_days, calendar, timing.decreed)


def positions(facts: Facts, rules: Rules, on: date) -> list[Position]:
    """One for each currency in which a document counts, by its code. Raises NoFloor."""
    counted: dict[str, list[Document]] = {}
    for doc in facts.documents:
        if doc.counts() and doc.due is not None:
            counted.setdefault(doc.open.currency, []).append(doc)
    return [
        _position(documents, facts, rules, _floor(documents[0], rules), on)
        for _, documents in sorted(counted.items())
    ]


def _floor(doc: Document, rules: Rules) -> Money:
    floor = rules.floor(doc.open.currency)
    if floor is None:
        raise NoFloor(doc.open.currency, doc.document_id)
    return floor


def _position(
    documents: Sequence[Document], facts: Facts, rules: Rules, floor: Money, on: date
) -> Position:
    code, timing = floor.currency, rules.timing
    claims = [
        Claim(doc.document_id, begins_on(doc, timing, facts.calendar), doc.open - doc.disputed)
        for doc in sorted(documents, key=lambda doc: (due_of(doc), doc.document_id))
    ]
    after_credits, credited = _taken_off(claims, _credits(facts, code))
    left, shielded = _taken_off(after_credits, _promised(facts, code, timing, on))
    late = (claim.left for claim in left if claim.is_late(on))
    return Position(
        on=on,
        floor=floor,
        oldest=min(claim.begins for claim in claims),
        claims=tuple(sorted((one for one in left if one.left), key=_by_age)),
        net=sum(late, start=zero(code)),
        disputed=sum((doc.disputed for doc in documents if doc.disputed), start=zero(code)),
        credited=credited,
        promised=shielded,
    )


def _by_age(claim: Claim) -> tuple[date, str]:
    return claim.begins, claim.document_id


def _credits(facts: Facts, code: str) -> Money:
    credits = (-d.open for d in facts.documents if d.open.currency == code and is_open_credit(d))
    return sum(credits, start=zero(code))


def _promised(facts: Facts, code: str, timing: Timing, on: date) -> Money:
    """What is still to come of promises that shield on this day."""
    promised = (
        promise.left
        for promise in facts.promises
        if promise.left.currency == code and on <= silent_until(promise, timing, facts.calendar)
    )
    return sum(promised, start=zero(code))


def is_open_credit(doc: Document) -> bool:
    """A credit note, or a payment that was not applied to anything yet."""
    is_open = doc.presence is Presence.PRESENT and doc.status in COUNTED_STATUSES
    return doc.kind in CREDITS and is_open


def _taken_off(claims: Iterable[Claim], amount: Money) -> tuple[list[Claim], Money]:
    """Take an amount off the first claims; what remains of them, and how much was used."""
    if not amount:
        return list(claims), amount
    remaining, left = [], amount
    for claim in claims:
        if not left:
            remaining.append(claim)
            continue
        used = min(claim.left, left)
        left = left - used
        remaining.append(Claim(claim.document_id, claim.begins, claim.left - used))
    return remaining, amount - left
