"""Write down what others changed at Partner Center, and tell whoever has to know. Nothing is ever
put back: a suspension that somebody lifted is over, and one that is not ours stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from core.domain.customers import Customer, CustomerKey, Subscription, Suspension
from core.domain.drift import ACTIVE, GONE, GRAVE, Drift, DriftKind, OwnSteps, drifts
from core.domain.events import (
    Event,
    RelationshipChanged,
    Route,
    SoldAnyway,
    StepSettled,
    SubscriptionDrifted,
)
from core.domain.plans import DONE_STEPS, Reason, Verb
from core.ports.office import Office
from core.ports.store import Work
from core.ports.sync import FoundDrift
from core.recording import note, record

# Microsoft's word for a customer that is not ours any more.
LOST = "none"


def find(work: Work, customer: Customer, found: Sequence[Subscription]) -> list[Drift]:
    """What others changed since this customer was read last; a first reading finds nothing."""
    if customer.read_at is None:
        return []
    before = work.customers.subscriptions(customer.key)
    ours = frozenset(s.subscription_id for s in work.customers.open_suspensions(customer.key))
    if not drifts(before, found, OwnSteps(ours)):
        return []
    return drifts(before, found, OwnSteps(ours, _done_since(work, customer.read_at)))


def _done_since(work: Work, at: datetime) -> frozenset[tuple[str, Verb]]:
    settled = (r.event for r in work.events.since(StepSettled, at))
    return frozenset(
        (event.subscription_id, Verb(event.verb))
        for event in settled
        if isinstance(event, StepSettled) and event.state in DONE_STEPS
    )


def write_down(
    work: Work,
    found: Iterable[Drift],
    who: Mapping[str, str],
    *,
    now: datetime,
    office: Office,
) -> None:
    """One event for each; a suspension of ours that is over ends here. `who` did it, by
    subscription id, where Partner Center says so."""
    for drift in found:
        one = drift.subscription
        ours = _open_suspension(work, one)
        if ours is not None and drift.after in {ACTIVE, GONE}:
            work.customers.lift_suspension(one.customer, one.subscription_id, now)
        stored = FoundDrift(
            drift_id=str(uuid4()),
            customer=one.customer,
            subscription_id=one.subscription_id,
            name=one.name,
            kind=drift.kind,
            before=drift.before,
            after=drift.after,
            found_at=now,
            who=who.get(one.subscription_id, ""),
        )
        work.sync.add_drift(stored)
        _tell(work, stored, ours, now=now, office=office)
        if drift.kind is DriftKind.APPEARED:
            _check_sold(work, one, now=now, office=office)


def _open_suspension(work: Work, one: Subscription) -> Suspension | None:
    ours = work.customers.open_suspensions(one.customer)
    return next((s for s in ours if s.subscription_id == one.subscription_id), None)


def _tell(
    work: Work, drift: FoundDrift, ours: Suspension | None, *, now: datetime, office: Office
) -> None:
    """In the thread of the case, that of the plan first; what is grave also where there is none.
    The digest tells of everything."""
    cases = work.cases.open_for(drift.customer)
    plan = work.plans.get(ours.plan_id) if ours is not None else None
    case_id = (plan.content.case_id if plan else "") or (cases[-1].case_id if cases else "")
    lifts = drift.kind is DriftKind.LIFTED and plan is not None
    event = SubscriptionDrifted(
        plan_id=plan.plan_id if plan and lifts else "",
        case_id=case_id or "",
        drift_id=drift.drift_id,
        customer=str(drift.customer),
        subscription_id=drift.subscription_id,
        kind=drift.kind.value,
        before=drift.before,
        after=drift.after,
    )
    stamp = office.stamp(now, "", Route.AUTOMATION)
    if case_id or drift.kind in GRAVE:
        record(work, event, stamp)
    else:
        note(work, event, stamp)


def _check_sold(work: Work, one: Subscription, *, now: datetime, office: Office) -> None:
    """Somebody sold to a customer who is to be sold nothing: said at once."""
    last, chased = work.verdicts.last(one.customer), work.episodes.open(one.customer)
    if last is None or chased is None or not last.stops_selling:
        return
    cases = work.cases.open_for(one.customer, Reason.NON_PAYMENT)
    event = SoldAnyway(
        case_id=cases[0].case_id if cases else "",
        customer=str(one.customer),
        subscription_id=one.subscription_id,
        name=one.name,
        seats=one.quantity,
    )
    record(work, event, office.stamp(now, "", Route.AUTOMATION))


def note_relationship(work: Work, customer: Customer, now: datetime, office: Office) -> None:
    """We may sell to this customer no more, or again."""
    cases = work.cases.open_for(customer.key)
    event = RelationshipChanged(
        case_id=cases[-1].case_id if cases else "",
        customer=str(customer.key),
        now=customer.relationship,
    )
    record(work, event, office.stamp(now, "", Route.AUTOMATION))


@dataclass(frozen=True, slots=True)
class Changed:
    """A change by others, and whose it is by name."""

    drift: FoundDrift
    customer: str


def changed_since(work: Work, at: datetime) -> list[Changed]:
    """What is grave comes first."""
    found = [Changed(one, _name(work, one.customer)) for one in work.sync.drifts_since(at)]
    return sorted(found, key=lambda one: one.drift.kind not in GRAVE)


def lost_among(work: Work, events: Iterable[Event]) -> list[str]:
    """Customers, by name, to whom we may not sell any more, by what happened."""
    changed = [one for one in events if isinstance(one, RelationshipChanged)]
    newest = {one.customer: one.now for one in changed}
    return [_name(work, CustomerKey.parse(key)) for key, now in newest.items() if now == LOST]


def _name(work: Work, key: CustomerKey) -> str:
    found = work.customers.get(key)
    return found.name if found else str(key)
