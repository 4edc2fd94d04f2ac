"""What happened to promises, disputes, holds and documents that left the debt or came back to it;
of reasons in words the chain holds digests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class PromiseMade(Event):
    """One payment plan: `terms` are its instalments, as `2026-12-01 EUR 500.00`."""

    customer: str = ""
    series: str = ""
    terms: tuple[str, ...] = ()
    note_digest: str = ""
    writes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class PromiseEnded(Event):
    """`state` is kept, broken or cancelled; `why` says more (returned, plan); `left` is what was
    still missing."""

    customer: str = ""
    promise_id: str = ""
    term: str = ""
    state: str = ""
    why: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class DisputeOpened(Event):
    customer: str = ""
    dispute_id: str = ""
    number: str = ""
    amount: str = ""
    until: str = ""
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class DisputeEnded(Event):
    """`state` is settled_for_customer, settled_against or expired."""

    customer: str = ""
    dispute_id: str = ""
    number: str = ""
    amount: str = ""
    state: str = ""
    writes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class HoldPlaced(Event):
    """`customer` is empty where it was placed for many at once, of which `scope` says which."""

    customer: str = ""
    batch: str = ""
    kind: str = ""
    scope: str = ""
    customers: int = 0
    owner: str = ""
    until: str = ""
    review_on: str = ""
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class HoldEnded(Event):
    """`why` is expired, released, or replaced, of which the event of the other one tells."""

    customer: str = ""
    batch: str = ""
    kind: str = ""
    scope: str = ""
    customers: int = 0
    owner: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class HoldUnderReview(Event):
    """Its owner is asked to look at it again."""

    customer: str = ""
    batch: str = ""
    kind: str = ""
    scope: str = ""
    customers: int = 0
    owner: str = ""
    review_on: str = ""


@dataclass(frozen=True, slots=True)
class DebtWrittenOff(Event):
    customer: str = ""
    numbers: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentReturned(Event):
    """Documents that the books had called closed are open again."""

    customer: str = ""
    numbers: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    writes: ClassVar[bool] = True
