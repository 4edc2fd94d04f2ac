"""Looks up whose agreement, or place, an event is about, who answers for it, and what was said of
it."""

from __future__ import annotations

from core.domain.customers import CustomerKey
from core.domain.events import (
    DebtWrittenOff,
    DisputeEnded,
    DisputeOpened,
    Event,
    HoldEnded,
    HoldPlaced,
    HoldUnderReview,
    PaymentReturned,
    PlaceChanged,
    PromiseEnded,
    PromiseMade,
)
from core.ports.store import Work
from handlers.clock_scenes import mention

HELD = (HoldEnded, HoldPlaced, HoldUnderReview)
AGREED = (
    *(PromiseMade, PromiseEnded, DisputeOpened, DisputeEnded, DebtWrittenOff, PaymentReturned),
    *(PlaceChanged, *HELD),
)


def agreed(event: Event) -> str:
    """The customer of an agreement; empty for any other event, and where it is for many."""
    return event.customer if isinstance(event, AGREED) else ""


def owner_of(work: Work, event: Event) -> dict[str, str]:
    """Whoever answers for a hold: called by a mention where something is wanted."""
    if not isinstance(event, HELD) or not event.owner:
        return {}
    if isinstance(event, HoldPlaced):
        return {event.owner: work.people.get(event.owner).name}
    return {event.owner: mention(work, event.owner)}


def said_of(work: Work, event: Event) -> str:
    """The reason whose digest is in the trail."""
    match event:
        case PromiseMade(series=series, note_digest=wanted):
            texts = [one.note for one in work.promises.series(series)]
        case DisputeOpened(dispute_id=dispute_id, reason_digest=wanted):
            texts = [work.disputes.get(dispute_id).reason]
        case HoldPlaced(batch=batch, reason_digest=wanted):
            texts = [one.reason for one in work.holds.batch(batch)]
        case PlaceChanged(customer=customer, reason_digest=wanted):
            said = work.places.get(CustomerKey.parse(customer))
            texts = [said.reason] if said is not None else []
        case _:
            return ""
    return next((text for text in texts if work.text_keys.says(wanted, text)), "")
