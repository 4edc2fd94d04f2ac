"""What a plan's card says of its consequences: bills that go on, cheaper ways, the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.domain.consequences import Billing, Consequence, totals
from core.domain.money import Money
from core.domain.plans import CUTS, Action
from core.domain.renewals import renewal_day
from core.domain.retention import Kind
from core.usecases.plan_view import PlanView
from handlers.messages.text import Safe, Words

RENEWING = frozenset({Kind.NEW_COMMERCE, Kind.LEGACY, Kind.CHINA})


def keeps_billing(view: PlanView, words: Words) -> str:
    """Suspending does not end a commitment; what is not known is said to be unknown."""
    if view.plan.content.action is not Action.SUSPEND:
        return ""
    if not _all_known(view):
        return words(
            "*Keeps billing us:* amount and end unknown. Suspending does not end a commitment."
        )
    kinds = {one.billing for one in view.consequences}
    if kinds == {Billing.STOPS}:
        return words("*Billing:* Microsoft stops billing us for it meanwhile.")
    if Billing.GOES_ON not in kinds:
        return words("*Billing:* whether Microsoft goes on billing us meanwhile is unknown.")
    return words(
        "*Keeps billing us:* {amounts}. Suspending does not end the commitment.",
        amounts=Safe(_billed(view.consequences, words)),
    )


def _all_known(view: PlanView) -> bool:
    """Is there a consequence for everything on the plan?"""
    return len(view.consequences) == len({one.subscription_id for one in view.plan.content.lines})


def _billed(found: Sequence[Consequence], words: Words) -> str:
    summed = totals(found)
    parts = []
    if summed.monthly:
        parts.append(words("{amounts} a month", amounts=_amounts(summed.monthly, words)))
    if summed.committed_until is None:
        parts.append(words("end unknown"))
    elif summed.committed:
        parts.append(
            words(
                "{amounts} until {day}",
                amounts=_amounts(summed.committed, words),
                day=summed.committed_until,
            )
        )
    else:
        parts.append(words("until {day}", day=summed.committed_until))
    if summed.incomplete:
        unknown = words("the rest unknown") if summed.committed else words("amount unknown")
        parts.append(unknown)
    return words.listed(parts)


def _amounts(amounts: Iterable[Money], words: Words) -> Safe:
    return words.listed(words.value(money) for money in amounts)


def cheaper(view: PlanView, words: Words) -> str:
    """What costs the customer nothing today and us less: giving back, or not renewing."""
    if view.plan.content.action is not Action.SUSPEND:
        return ""
    said = [*_windows(view.consequences, words), *_renewals(view.consequences, words)]
    return words("*Cheaper first:* {said}", said=Safe(" ".join(said))) if said else ""


def _windows(found: Iterable[Consequence], words: Words) -> list[str]:
    return [
        words(
            "{name} can be given back until {moment}.",
            name=one.subscription.name,
            moment=one.cancel_until,
        )
        for one in found
        if one.cancel_until is not None
    ]


def _renewals(found: Iterable[Consequence], words: Words) -> list[str]:
    """The next renewal that is still on."""
    ends = [
        day
        for one in found
        if one.retention.kind in RENEWING
        and one.subscription.auto_renew
        and (day := renewal_day(one.subscription)) is not None
    ]
    if not ends:
        return []
    return [
        words(
            "the renewal on {day} is still on; stopping it needs one vote and harms nobody today.",
            day=min(ends),
        )
    ]


def way_back(view: PlanView, words: Words) -> str:
    """How it is undone, until when, and from when data is at risk: the earliest of each."""
    match view.plan.content.action:
        case Action.REINSTATE:
            return words("*Then:* auto-renew is put back as it was before the suspension.")
        case Action.ADOPT:
            return words(
                "*Then:* the desk may lift it again, by /reinstate. Before it was active; whether "
                "it renewed by itself is unknown, so that is not put back."
            )
        case Action.CANCEL:
            return words("*Undo:* none. A cancelled subscription is gone, and its data with it.")
        case Action.STOP_RENEWAL:
            return words("*Undo:* switch the renewal on again in Partner Center, before it ends.")
    said = words.many(
        "*Undo:* /reinstate, {count} vote, {until}; auto-renew is put back as it was.",
        "*Undo:* /reinstate, {count} votes, {until}; auto-renew is put back as it was.",
        view.facts.policy.approvals.quorum_of(Action.REINSTATE),
        until=Safe(_until(view, words)),
    )
    return " ".join(filter(None, (said, _machines(view, words), _data(view.consequences, words))))


def _until(view: PlanView, words: Words) -> str:
    holding = [one.retention for one in view.consequences if one.retention.keeps_data]
    known = [one.back_until for one in holding if one.back_until is not None]
    if len(known) < len(holding) or not known or not _all_known(view):
        return words("until when is unknown")
    return words("until {day}", day=min(known))


def _machines(view: PlanView, words: Words) -> str:
    if not any(one.retention.kind is Kind.AZURE for one in view.consequences):
        return ""
    return words("Virtual machines do not start again by themselves.")


def _data(found: Iterable[Consequence], words: Words) -> str:
    gone = [one.retention.gone_from for one in found if one.retention.keeps_data]
    known = [day for day in gone if day is not None]
    if not known:
        return words("*Data:* from when it may be deleted is unknown.")
    return words("*Data at risk* from {day} at the earliest.", day=min(known))


def each(view: PlanView, words: Words) -> list[str]:
    """One line for every subscription, for whoever wants to know it all."""
    if view.plan.content.action not in CUTS | {Action.STOP_RENEWAL}:
        return []
    return [_one(found, words) for found in view.consequences]


def _one(found: Consequence, words: Words) -> str:
    return words(
        "{name}: {billing}; back until {back}; data at risk from {gone}.",
        name=found.subscription.name,
        billing=Safe(_billing_of(found, words)),
        back=_day(found.retention.back_until, words),
        gone=_day(found.retention.gone_from, words),
    )


def _day(day: date | None, words: Words) -> date | str:
    return day or words("unknown")


def _billing_of(found: Consequence, words: Words) -> str:
    match found.billing:
        case Billing.STOPS:
            return words("billing stops")
        case Billing.UNKNOWN:
            return words("billing unknown")
    if found.committed is None or found.committed_until is None:
        return words("billing goes on, amount unknown")
    return words("{amount} more until {day}", amount=found.committed, day=found.committed_until)
