"""What is told of the data of suspended subscriptions."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from core.domain import events
from core.domain.clocks import Mark
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Words

ENDED = {
    "reinstated": N_("Its data is safe: {name} is reinstated."),
    "lifted": N_("Its data is safe: {name} is no longer suspended, by somebody else's doing."),
    "deleted": N_("{name} was deleted at Microsoft, and its data with it."),
    "suspended_again": N_("The data clock of {name} starts anew: it was suspended again."),
}


class _OfClock(Protocol):
    @property
    def subscription_id(self) -> str: ...


def _name(event: _OfClock, scene: Scene) -> str:
    return scene.names.get(event.subscription_id, event.subscription_id)


def _day(text: str, words: Words) -> date | str:
    return date.fromisoformat(text) if text else words("an unknown day")


def _started(event: events.ClockStarted, scene: Scene, words: Words) -> str:
    return words(
        "The data of {name} may be deleted from {day}; {owner} answers for it.",
        name=_name(event, scene),
        day=_day(event.gone_from, words),
        owner=scene.named([event.owner], words),
    )


def _found(event: events.ClocksFound, scene: Scene, words: Words) -> str:
    customers = [scene.names.get(key, key) for key in event.customers]
    return words.many(
        "{owner}: {count} subscription is suspended that this desk did not suspend, of "
        "{customers}. Its data clock counts from today, so its data may be gone earlier.",
        "{owner}: {count} subscriptions are suspended that this desk did not suspend, of "
        "{customers}. Their data clocks count from today, so their data may be gone earlier.",
        event.count,
        owner=scene.named([event.owner], words),
        customers=customers,
    )


def _moved(event: events.ClockMoved, scene: Scene, words: Words) -> str:
    return words(
        "The data of {name} of {customer} may be deleted from {day}; before it was {before}.",
        name=_name(event, scene),
        customer=scene.customer,
        day=_day(event.gone_from, words),
        before=_day(event.before, words),
    )


def _ended(event: events.ClockEnded, scene: Scene, words: Words) -> str:
    return words(ENDED.get(event.why, ENDED["lifted"]), name=_name(event, scene))


def _handed_over(event: events.ClockHandedOver, scene: Scene, words: Words) -> str:
    said = words(
        "{owner}: you answer for the data of {name} of {customer} now.",
        owner=scene.named([event.owner], words),
        name=_name(event, scene),
        customer=scene.customer,
    )
    if not event.before:
        return said
    before = scene.named([event.before], words)
    return f"{said} {words('{before} can do so no more.', before=before)}"


def _warned(event: events.ClockWarned, scene: Scene, words: Words) -> str:
    said = words(
        "{called}: the data of {name} of {customer} may be deleted from {day}. Today is day "
        "{number} of {days}.",
        called=scene.named(event.called, words),
        name=_name(event, scene),
        customer=scene.customer,
        day=_day(event.gone_from, words),
        number=event.day,
        days=event.days,
    )
    return f"{said} {_asked(event, words)}" if event.asks else said


def _asked(event: events.ClockWarned, words: Words) -> str:
    if event.mark == Mark.LAST_DAY:
        return words("*Last day:* reinstate it, or let the data go, in the approvals channel.")
    return words(
        "Reinstate it, or let the data go, in the approvals channel. Until then this comes again "
        "every day."
    )


def _let_go(event: events.DataLetGo, scene: Scene, words: Words) -> str:
    said = words(
        "Two people let the data of {name} of {customer} go. Nothing changes at Microsoft: it may "
        "be deleted from {day}, and nobody is asked about it any more.",
        name=_name(event, scene),
        customer=scene.customer,
        day=_day(event.gone_from, words),
    )
    return f"{said} {words('Last letter: {text}', text=scene.quoted())}" if scene.text else said


def _gone(event: events.DataGone, scene: Scene, words: Words) -> str:
    return words(
        "{called}: the data of {name} of {customer} may be deleted from today. What is still "
        "there can perhaps be reinstated; nobody can say for how long.",
        called=scene.named(event.called, words),
        name=_name(event, scene),
        customer=scene.customer,
    )


TELLERS: Tellers = {
    events.ClockStarted: _started,
    events.ClocksFound: _found,
    events.ClockMoved: _moved,
    events.ClockEnded: _ended,
    events.ClockHandedOver: _handed_over,
    events.ClockWarned: _warned,
    events.DataLetGo: _let_go,
    events.DataGone: _gone,
}
