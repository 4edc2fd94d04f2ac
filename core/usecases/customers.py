"""Read one customer from Partner Center, and write down what there is, so that forms open without
asking it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core import clocks
from core.domain.activity import who_set
from core.domain.clouds import Capability
from core.domain.customers import Customer, CustomerKey, Subscription
from core.domain.drift import DriftKind
from core.domain.plans import UNSETTLED_STEPS
from core.ports.office import Office
from core.ports.outside import Missing, PartnerCenter, Unreachable
from core.ports.partner_activity import PartnerActivity
from core.ports.store import Work
from core.usecases import drift
from core.usecases.drift import LOST

log = logging.getLogger(__name__)

OURS = "reseller"
BY_SOMEBODY = frozenset({DriftKind.SUSPENDED, DriftKind.LIFTED, DriftKind.STATUS})


@dataclass(frozen=True, slots=True)
class Found:
    """A customer as it was just read, not written down yet; None where Partner Center says that it
    is not ours any more. `began_at` is the moment before the first question; `who` changed a status
    in the portal, by subscription id, where the cloud has that on record."""

    key: CustomerKey
    customer: Customer | None
    subscriptions: tuple[Subscription, ...]
    began_at: datetime
    who: Mapping[str, str] = field(default_factory=dict)


def read(
    key: CustomerKey,
    *,
    office: Office,
    partner_center: PartnerCenter,
    activity: PartnerActivity | None = None,
) -> Found:
    """Ask for one customer. Raises Unreachable."""
    began_at = office.clock()
    with office.store.reading() as work:
        known = work.customers.get(key)
    try:
        whole = known is None or is_read_whole(known)
        customer = partner_center.customer(key) if whole else known
        found = tuple(partner_center.subscriptions(key))
    except Missing:
        return Found(key, None, (), began_at)
    seen = Found(key, customer, found, began_at)
    return replace(seen, who=_who(seen, office, activity)) if activity else seen


def _who(found: Found, office: Office, activity: PartnerActivity) -> dict[str, str]:
    """Asked only where a status changed without us, and done without where nobody says."""
    if not office.partner(found.key).can(Capability.AUDIT_RECORDS):
        return {}
    with office.store.reading() as work:
        known = work.customers.get(found.key)
        others = drift.find(work, known, _newest(work, found)) if known else []
    changed = [one for one in others if one.kind in BY_SOMEBODY]
    if known is None or known.read_at is None or not changed:
        return {}
    try:
        since, until = known.read_at.date(), found.began_at.date()
        records = list(activity.activity(found.key, since, until))
    except (Unreachable, Missing) as error:
        log.warning("who changed it is not known customer=%s why=%s", found.key, error)
        return {}
    set_by = {one.subscription.subscription_id: one.after for one in changed}
    people = {one: who_set(records, one, status) for one, status in set_by.items()}
    return {one: record.person for one, record in people.items() if record and record.person}


def read_customer(
    key: CustomerKey,
    *,
    office: Office,
    partner_center: PartnerCenter,
    activity: PartnerActivity | None = None,
) -> None:
    """Read one customer now and write down what there is. Raises Unreachable."""
    found = read(key, office=office, partner_center=partner_center, activity=activity)
    with office.store() as work:
        keep(work, found, office=office)
        work.commit()


def is_read_whole(known: Customer | None) -> bool:
    """The list knows names, and whoever is known by country has nothing else to be asked for."""
    return known is None or not (known.country and known.read_at and known.relationship == OURS)


def keep(work: Work, found: Found, *, office: Office) -> None:
    """Write down what was read, and what others changed. A lost relationship is noted, and nothing
    is deleted for it."""
    now, known = office.clock(), work.customers.get(found.key)
    if found.customer is None:
        if known is not None and known.relationship != LOST:
            lost = replace(known, relationship=LOST)
            work.customers.save([lost])
            drift.note_relationship(work, lost, now, office)
        return
    after = _newest(work, found)
    if known is not None:
        others = drift.find(work, known, after)
        drift.write_down(work, others, found.who, now=now, office=office)
    customer = replace(found.customer, read_at=found.began_at)
    work.customers.save([customer])
    work.customers.save_subscriptions(found.key, after)
    clocks.follow(work, found.key, after, office=office)
    if known is not None and known.read_at and known.relationship != customer.relationship:
        drift.note_relationship(work, customer, now, office)


def _newest(work: Work, found: Found) -> list[Subscription]:
    """What was read, but for that which is being changed, or was read by somebody else since."""
    busy = _being_changed(work, found.key)
    kept = {
        one.subscription_id: one
        for one in work.customers.subscriptions(found.key)
        if one.subscription_id in busy or (one.read_at and one.read_at > found.began_at)
    }
    fresh = {s.subscription_id: replace(s, read_at=found.began_at) for s in found.subscriptions}
    return list((fresh | kept).values())


def _being_changed(work: Work, key: CustomerKey) -> frozenset[str]:
    plans = [work.plans.open_for(key), *work.plans.halted(key)]
    steps = (step for plan in plans if plan for step in work.plans.steps(plan.plan_id))
    return frozenset(s.line.subscription_id for s in steps if s.state in UNSETTLED_STEPS)
