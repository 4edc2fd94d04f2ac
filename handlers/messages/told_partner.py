"""What is told of Partner Center: what others changed there, and customers that are lost to us."""

from __future__ import annotations

from datetime import date

from core.domain import events
from core.domain.drift import DriftKind
from handlers.messages.drift_lines import drifted
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import Safe, Words


def _drifted(event: events.SubscriptionDrifted, scene: Scene, words: Words) -> str:
    """Whoever asked for a suspension that is over hears of it by name."""
    name = scene.names.get(event.subscription_id, event.subscription_id)
    said = drifted(event.kind, event.before, event.after, name, scene.text, words)
    customer = words("{customer}: {said}", customer=scene.customer, said=Safe(said))
    if event.kind != DriftKind.LIFTED:
        return f"{customer} {_then(event, words)}".strip()
    over = words("The suspension is over, and is not placed again by itself.")
    asked = [Safe(name) for name in scene.people.values()]
    who = words("{who} asked for it.", who=asked[0]) if asked else ""
    return " ".join(filter(None, (customer, over, who)))


def _then(event: events.SubscriptionDrifted, words: Words) -> str:
    if event.kind != DriftKind.SUSPENDED:
        return ""
    return words(
        "It is not ours, so the desk never lifts it; two people can take it over. Its data is "
        "counted down all the same."
    )


def _relationship(event: events.RelationshipChanged, scene: Scene, words: Words) -> str:
    if event.now == "none":
        return words(
            "{customer} is no customer of ours at Partner Center any more: nothing can be read or "
            "changed there. What is known stays as it was.",
            customer=scene.customer,
        )
    return words("{customer} is a customer of ours at Partner Center again.",
                 customer=scene.customer)  # fmt: skip


def _overdue(event: events.OverdueToMicrosoft, scene: Scene, words: Words) -> str:
    """Amounts are for administrators."""
    where = words("Administrators see how much: `/standing partner`.")
    if not event.due_known:
        said = words(
            "We have not paid a bill of Microsoft's (account {account}) for more than 60 days; "
            "when it was due is unknown. Microsoft may stop our sales.",
            account=event.account,
        )
        return f"{said} {where}"
    said = words(
        "We are late with a bill of Microsoft's (account {account}) since {since}. Microsoft may "
        "stop our sales from {stops}; the customers we have go on.",
        account=event.account,
        since=_day(event.since, words),
        stops=_day(event.stops, words),
    )
    return f"{said} {where}"


def _day(text: str, words: Words) -> date | str:
    return date.fromisoformat(text) if text else words("unknown")


TELLERS: Tellers = {
    events.OverdueToMicrosoft: _overdue,
    events.SubscriptionDrifted: _drifted,
    events.RelationshipChanged: _relationship,
}
