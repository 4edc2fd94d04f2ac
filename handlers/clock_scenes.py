"""Looks up the names behind the ids of what happened to a data clock, and how its people are
called in Slack."""

from __future__ import annotations

from core.domain.clocks import Clock
from core.domain.customers import CustomerKey
from core.domain.events import (
    ClockHandedOver,
    ClocksFound,
    ClockStarted,
    ClockWarned,
    DataGone,
    DataLetGo,
    Event,
)
from core.domain.plans import Action
from core.ports.store import Work
from handlers.messages.text import Safe


def clock_behind(work: Work, event: Event) -> Clock | None:
    """The clock that an event is about, also where a plan stands between them."""
    if clock_id := getattr(event, "clock_id", ""):
        return work.clocks.get(clock_id)
    content = work.plans.get(event.plan_id).content if event.plan_id else None
    if content is None or content.action is not Action.LET_GO:
        return None
    return work.clocks.get(content.subject)


def names_behind(work: Work, event: Event) -> dict[str, str]:
    """Subscriptions and customers by their ids."""
    if isinstance(event, ClocksFound):
        known = {key: work.customers.get(CustomerKey.parse(key)) for key in event.customers}
        return {key: customer.name for key, customer in known.items() if customer}
    clock = clock_behind(work, event)
    if clock is None:
        return {}
    return {one.subscription_id: one.name for one in work.customers.subscriptions(clock.customer)}


def called(work: Work, event: Event) -> dict[str, str]:
    """Whoever answers for a clock, so that Slack tells them; who left is named only."""
    match event:
        case ClockWarned(called=ids) | DataGone(called=ids):
            return {one: mention(work, one) for one in ids}
        case ClockHandedOver(before=before, owner=owner):
            left = {before: work.people.get(before).name} if before else {}
            return left | ({owner: mention(work, owner)} if owner else {})
        case ClockStarted(owner=owner) | ClocksFound(owner=owner):
            return {owner: mention(work, owner)} if owner else {}
    return {}


def mention(work: Work, person_id: str) -> str:
    person = work.people.get(person_id)
    if not person.accounts:
        return person.name
    return Safe(f"<@{person.accounts[0].user_id}>")


def letter_of(work: Work, event: DataLetGo) -> str:
    """The last letter to the customer, whose digest is in the trail."""
    letter = work.clocks.get(event.clock_id).letter
    return letter if work.text_keys.says(event.letter_digest, letter) else ""
