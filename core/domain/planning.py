"""Which steps suspend or reinstate what was chosen, in which order, and who carries them out.

The order is Microsoft's: Azure subscriptions before their plan and after it on the way back, bases
before their add-ons. Sources: Partner Center, "Suspend a subscription", "Cancel an Azure
subscription", error codes 900115 and 27009."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from core.domain.clouds import Capability, offers
from core.domain.customers import Generation, Subscription
from core.domain.partners import Partner
from core.domain.plans import By, Line, Reason, Verb

LICENCES = frozenset({Generation.NEW_COMMERCE, Generation.LEGACY})
IN_AZURE = frozenset({Generation.AZURE_PLAN, Generation.AZURE})


def why_not(subscription: Subscription, partner: Partner) -> str:
    """Why this subscription cannot be suspended by us, empty where it can: its status, or `held by
    Microsoft`, `addon`, `no azure here`, or the generation that knows no suspending."""
    if why := _unavailable(subscription):
        return why
    if subscription.is_addon():
        return "addon"
    if subscription.generation in IN_AZURE:
        return "" if offers(partner.cloud, Capability.AZURE) else "no azure here"
    return "" if subscription.generation in LICENCES else str(subscription.generation)


def _unavailable(subscription: Subscription) -> str:
    if subscription.status != "active":
        return subscription.status or "unknown"
    return "held by Microsoft" if subscription.suspension_reasons else ""


def why_not_stopped(subscription: Subscription) -> str:
    """Why its renewal cannot be stopped, empty where it can."""
    if why := _unavailable(subscription):
        return why
    if subscription.generation not in LICENCES:
        return str(subscription.generation)
    return "" if subscription.auto_renew else "it does not renew"


def why_not_cancelled(subscription: Subscription, now: datetime) -> str:
    """Why it cannot be given back now, empty where it can."""
    if why := _unavailable(subscription):
        return why
    if subscription.generation is not Generation.NEW_COMMERCE:
        return str(subscription.generation)
    if subscription.cancel_until is None:
        return "no cancellation window known"
    return "" if now < subscription.cancel_until else "the cancellation window is over"


def suspending(
    chosen: Iterable[Subscription], known: Sequence[Subscription], reason: Reason, partner: Partner
) -> tuple[Line, ...]:
    """Fewest seats first, since the first is sent alone; an Azure plan comes last, after all that
    runs beneath it. Partner Center takes no word but `compromise` for ending an Azure subscription,
    which would be untrue of one that is unpaid: that a person does in the portal."""
    wanted = {one.subscription_id: one for one in chosen}
    beneath = [one for plan in list(wanted.values()) for one in running_beneath(plan, known)]
    wanted |= {one.subscription_id: one for one in beneath}
    return tuple(
        _line(one, Verb.SUSPEND, partner, _suspended_by(one, reason))
        for one in sorted(wanted.values(), key=_harmless_first)
    )


def ending_renewal(chosen: Iterable[Subscription], partner: Partner) -> tuple[Line, ...]:
    """A legacy subscription, 21Vianet's among them, ends with its term once it does not renew. New
    commerce goes on at a higher price unless it is cancelled at the end of its term, for which the
    field is not settled: a person does it in the portal, and says so."""
    return tuple(
        _line(one, Verb.STOP_RENEWAL, partner, _stopped_by(one))
        for one in sorted(chosen, key=_harmless_first)
    )


def _stopped_by(one: Subscription) -> By:
    return By.DESK if one.generation is Generation.LEGACY else By.WORD


def cancelling(chosen: Iterable[Subscription], partner: Partner) -> tuple[Line, ...]:
    """Given back inside the window of each."""
    return tuple(_line(one, Verb.CANCEL, partner) for one in sorted(chosen, key=_harmless_first))


def adopting(chosen: Iterable[Subscription], partner: Partner) -> tuple[Line, ...]:
    """Nothing is sent, so the order is that of the names."""
    named = sorted(chosen, key=lambda one: (one.name, one.subscription_id))
    return tuple(_line(one, Verb.ADOPT, partner) for one in named)


def running_beneath(plan: Subscription, known: Iterable[Subscription]) -> list[Subscription]:
    """The active Azure subscriptions of an Azure plan; of anything else nothing."""
    return [
        one
        for one in known
        if one.generation is Generation.AZURE
        and one.parent_id == plan.subscription_id
        and one.status == "active"
    ]


def reinstating(suspended: Iterable[Subscription], partner: Partner) -> tuple[Line, ...]:
    """Each base with its settings before the next; add-ons after all bases, and Azure subscriptions
    after their plan. Whoever buys through a provider is given back by it, settings and all."""
    return tuple(
        _line(one, verb, partner)
        for one in sorted(suspended, key=_bases_first)
        for verb in _ways_back(one, partner)
    )


def _ways_back(one: Subscription, partner: Partner) -> tuple[Verb, ...]:
    if one.generation in IN_AZURE or not partner.can(Capability.SUBSCRIPTIONS):
        return (Verb.REACTIVATE,)
    return (Verb.REACTIVATE, Verb.RESTORE)


def _line(one: Subscription, verb: Verb, partner: Partner, by: By = By.DESK) -> Line:
    by = by if partner.can(Capability.SUBSCRIPTIONS) else By.WORD
    return Line(one.subscription_id, verb, one.name, one.quantity, under=_plan_of(one), by=by)


def _suspended_by(one: Subscription, reason: Reason) -> By:
    unpaid_azure = one.generation is Generation.AZURE and reason is Reason.NON_PAYMENT
    return By.PORTAL if unpaid_azure else By.DESK


def _plan_of(one: Subscription) -> str:
    return one.parent_id if one.generation is Generation.AZURE else ""


def _harmless_first(one: Subscription) -> tuple[bool, int, str, str]:
    last = one.generation is Generation.AZURE_PLAN
    return (last, one.quantity, one.name, one.subscription_id)


def _bases_first(one: Subscription) -> tuple[bool, int, str]:
    return (one.parent_id != "", one.quantity, one.subscription_id)
