"""What is told of containments, and of what one person did alone."""

from __future__ import annotations

from core.domain import events
from handlers.messages.alert_words import kind_of
from handlers.messages.reasons import WAITS_FOR, named
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

OVER = {
    "lifted": N_("The containment is over: everything is on again."),
    "rolled_back": N_("What one person did alone was rolled back."),
    "nothing_done": N_("Nothing was suspended, so nothing is contained."),
    "unclear": N_("Whether anything was suspended a person has to find out. Nothing is contained."),
    "case_closed": N_("The containment is over: its case is closed. What is off stays off."),
}


def _begun(event: events.ContainmentBegun, scene: Scene, words: Words) -> str:
    return words(
        "Contained. It never ends by itself: {moment} somebody is asked whether it goes on.",
        moment=event.until,
    )


def _asked(event: events.ContainmentAsked, scene: Scene, words: Words) -> str:
    said = words(
        "{called}: the containment of {customer} was until {moment}. Does it go on? Keep it on, "
        "lift it, or close the case, in the approvals channel.",
        called=scene.named(event.called, words),
        customer=scene.customer,
        moment=event.until,
    )
    if event.asked < 2:
        return said
    again = words.many("Asked {count} time.", "Asked {count} times.", event.asked)
    return f"{said} {again}"


def _kept(event: events.ContainmentKept, scene: Scene, words: Words) -> str:
    said = words(
        "{who} keeps the containment on until {moment}.",
        who=scene.actor(words),
        moment=event.until,
    )
    return f"{said} {words('Reason: {text}', text=scene.quoted())}" if scene.text else said


def _over(event: events.ContainmentOver, scene: Scene, words: Words) -> str:
    return words(OVER.get(event.why, OVER["lifted"]))


def _broken(event: events.GlassBroken, scene: Scene, words: Words) -> str:
    said = words.many(
        "*Break-glass:* {who} suspends {count} subscription of {customer} alone, with a one-time "
        "code, because of an alert: {alert}.",
        "*Break-glass:* {who} suspends {count} subscriptions of {customer} alone, with a one-time "
        "code, because of an alert: {alert}.",
        event.subscriptions,
        who=scene.actor(words),
        customer=scene.customer,
        alert=_alert(event, scene, words),
    )
    then = words(
        "{called}: one of you has to ratify it by {moment}, in the approvals channel.",
        called=scene.named(event.called, words),
        moment=event.ratify_by,
    )
    return f"{said} {then} {_without(event.decide_by, words)}"


def _alert(event: events.GlassBroken, scene: Scene, words: Words) -> Safe:
    """What Microsoft reports, or the reference that was typed."""
    kind = scene.names.get(event.alert)
    return Safe(words.value(event.alert) if kind is None else kind_of(kind, words))


def _without(moment: object, words: Words) -> str:
    return words(
        "Without that, {moment}: while the alert is active or spending has not fallen it stays, "
        "and you are called every hour; else it is rolled back.",
        moment=moment,
    )


def _due(event: events.RatificationDue, scene: Scene, words: Words) -> str:
    said = words(
        "{called}: nobody has ratified yet what one person did alone at {customer}.",
        called=scene.named(event.called, words),
        customer=scene.customer,
    )
    return f"{said} {_without(event.decide_by, words)}"


def _stays(event: events.StaysUnratified, scene: Scene, words: Words) -> str:
    said = words(
        "{called}: *unratified*, and {customer} stays contained.",
        called=scene.named(event.called, words),
        customer=scene.customer,
    )
    return f"{said} {_why(event, words)} {words('Looked at again in an hour.')}"


def _why(event: events.StaysUnratified, words: Words) -> Safe:
    if event.alert:
        return Safe(words("The alert is active, or nobody can see that it is not."))
    if event.spending:
        return Safe(words("Spending has not fallen, as far as is known."))
    if event.waits:
        reason = named(event.waits, WAITS_FOR, words)
        return Safe(words("It is to be rolled back, which waits for {reason}.", reason=reason))
    return Safe(words("Another plan of this customer was decided on, and has to end first."))


def _rolled_back(event: events.RolledBack, scene: Scene, words: Words) -> str:
    return words(
        "{called}: nobody ratified what one person did alone at {customer}, no alert is active and "
        "no spending stands out, so it is being rolled back.",
        called=scene.named(event.called, words),
        customer=scene.customer,
    )


def _ratified(event: events.Ratified, scene: Scene, words: Words) -> str:
    return words(
        "{who} ratified what one person did alone. It goes on until {moment} as any containment.",
        who=scene.actor(words),
        moment=event.until,
    )


TELLERS: Tellers = {
    events.ContainmentBegun: _begun,
    events.ContainmentAsked: _asked,
    events.ContainmentKept: _kept,
    events.ContainmentOver: _over,
    events.GlassBroken: _broken,
    events.RatificationDue: _due,
    events.StaysUnratified: _stays,
    events.RolledBack: _rolled_back,
    events.Ratified: _ratified,
}
