"""What is told of how a case goes: how bad it is, its checklist, its clocks, who stands in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.domain import events
from core.domain.plans import Reason
from handlers.messages.case_words import SEVERITIES, item_words
from handlers.messages.reasons import named
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

REMINDED: Mapping[str, str] = {
    "response": N_("{called}: nobody has taken up this case. First answer: by {moment}."),
    "status": N_("{called}: how does this case stand? A note is wanted by {moment}."),
    "refund": N_("{called}: a refund can be asked for until {moment}, and not later."),
}


def _rated(event: events.CaseRated, scene: Scene, words: Words) -> str:
    return words(
        "{who} rates this case {severity} now; it was {before}.",
        who=scene.actor(words),
        severity=named(event.severity, SEVERITIES, words),
        before=named(event.before, SEVERITIES, words),
    )


def _dated(event: events.AbuseDated, scene: Scene, words: Words) -> str:
    return words("The abuse began {moment}, as far as is known now.", moment=event.began)


def _ticked(event: events.ItemTicked, scene: Scene, words: Words) -> str:
    item = item_words(Reason(event.kind), event.item, words)
    if not scene.who:
        return words("Done, as the desk saw: {item}.", item=item)
    if not scene.text:
        return words("{who} checked off: {item}.", who=scene.who, item=item)
    return words("{who} checked off: {item}. {text}", who=scene.who, item=item, text=scene.quoted())


def _waits(event: events.CaseWaits, scene: Scene, words: Words) -> str:
    return words(
        "{who} waits for information until {moment}: {text}",
        who=scene.actor(words),
        moment=event.until,
        text=scene.quoted(),
    )


def _goes_on(event: events.CaseGoesOn, scene: Scene, words: Words) -> str:
    if not scene.who:
        return words("The time to wait for information is over. This case goes on.")
    return words("{who} goes on with this case.", who=scene.who)


def _delegate(event: events.DelegateNamed, scene: Scene, words: Words) -> str:
    facts: Mapping[str, object] = {
        "delegate": scene.named([event.delegate], words),
        "owner": scene.named([event.owner], words),
        "first": date.fromisoformat(event.first),
        "last": date.fromisoformat(event.last),
    }
    if event.case_id:
        return words("{delegate} acts for {owner} in this case, {first} to {last}.", **facts)
    return words("{delegate} acts for {owner} in all cases, {first} to {last}.", **facts)


def _released(event: events.DelegateReleased, scene: Scene, words: Words) -> str:
    return words(
        "{delegate} acts for {owner} no more.",
        delegate=scene.named([event.delegate], words),
        owner=scene.named([event.owner], words),
    )


def _merged(event: events.CaseMerged, scene: Scene, words: Words) -> str:
    return words(
        "{who} merged this case into case {number}: it goes on there. Nothing is lost.{link}",
        who=scene.actor(words),
        number=Safe(event.number),
        link=_to(scene.card_link, words),
    )


def _to(link: str, words: Words) -> Safe:
    return Safe(f" <{link}|{words('Go there')}>" if link else "")


def _took_in(event: events.CaseTookIn, scene: Scene, words: Words) -> str:
    return words(
        "{who} merged case {number} into this one, with its notes, signals and plans.",
        who=scene.actor(words),
        number=Safe(event.number),
    )


def _reminded(event: events.CaseReminded, scene: Scene, words: Words) -> str:
    called = scene.named(event.called, words) if event.called else Safe(words("Whoever reads this"))
    return words(REMINDED[event.clock], called=called, moment=event.due)


TELLERS: Tellers = {
    events.CaseRated: _rated,
    events.AbuseDated: _dated,
    events.ItemTicked: _ticked,
    events.CaseWaits: _waits,
    events.CaseGoesOn: _goes_on,
    events.DelegateNamed: _delegate,
    events.DelegateReleased: _released,
    events.CaseMerged: _merged,
    events.CaseTookIn: _took_in,
    events.CaseReminded: _reminded,
}
