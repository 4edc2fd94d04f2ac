"""What is told of a service request."""

from __future__ import annotations

from core.domain import events
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words
from handlers.messages.ticket_card import STATUSES, WHY

# Where a text is not at hand, as in the list of what happened in a case.
UNQUOTED = Safe("…")

HOW = {
    "answered": N_("Microsoft took service request {reference}. Its number is {number}."),
    "found": N_(
        "Service request {reference} was found at Microsoft after all. Its number is {number}."
    ),
    "typed": N_("{who} submitted service request {reference}. Its number is {number}."),
}
WAITS = {
    "submit": N_(
        "{owner}: service request {name} still waits to be submitted. Paste the package, then type "
        "its number with `/ticket number {name} …`."
    ),
    "look": N_(
        "{owner}: service request {name} was perhaps created. Look for it in Partner Center and "
        "type its number with `/ticket number {name} …`, or close it."
    ),
    "answer": N_(
        "{owner}: service request {name} has no answer on record. Look, then write it down with "
        "`/ticket answer {name} …`."
    ),
}
SAID = {
    "note": N_("{who} added to service request {name}: {text}"),
    "answer": N_("{who} recorded Microsoft's answer to service request {name}: {text}"),
}
NOT_SAID = {
    ("note", "refused"): N_("Microsoft refused a note to service request {name}{why}: {text}"),
    ("note", "unsure"): N_(
        "Nobody knows whether a note to service request {name} arrived. It is not sent again: "
        "{text}"
    ),
    ("close", "refused"): N_(
        "Microsoft did not close service request {name}{why}. To close it here alone, close it "
        "again."
    ),
    ("close", "unsure"): N_(
        "Nobody knows whether service request {name} was closed at Microsoft. To close it here "
        "alone, close it again."
    ),
}


def _prepared(event: events.TicketPrepared, scene: Scene, words: Words) -> str:
    why = words(WHY.get(event.why, WHY["refused"]))
    if event.detail:
        why = words("{why} (“{detail}”)", why=Safe(why), detail=event.detail)
    facts: dict[str, object] = {"reference": Safe(event.reference), "why": Safe(why)}
    if not scene.who:
        return words("Service request {reference} has to be submitted by hand: {why}.", **facts)
    return words(
        "{who} prepared service request {reference}, to be submitted by hand: {why}.",
        who=scene.who,
        **facts,
    )


def _queued(event: events.TicketQueued, scene: Scene, words: Words) -> str:
    return words(
        "{who} asked Microsoft for help: service request {reference} about “{topic}”.",
        who=scene.actor(words),
        reference=Safe(event.reference),
        topic=event.topic,
    )


def _opened(event: events.TicketOpened, scene: Scene, words: Words) -> str:
    return words(
        HOW.get(event.how, HOW["found"]),
        who=scene.actor(words),
        reference=Safe(event.reference),
        number=event.number,
    )


def _unsure(event: events.TicketUnsure, scene: Scene, words: Words) -> str:
    return words(
        "Service request {reference} was perhaps created: it was sent, not answered, and is not in "
        "Microsoft's list. It is not sent again. Look in Partner Center and type its number with "
        "{command}.",
        reference=Safe(event.reference),
        command=Safe(f"`/ticket number {event.reference} …`"),
    )


def _moved(event: events.TicketMoved, scene: Scene, words: Words) -> str:
    return words(
        "Service request {name}: {after} (before: {before}).",
        name=event.name,
        before=_status(event.before, words),
        after=_status(event.after, words),
    )


def _status(status: str, words: Words) -> object:
    return Safe(words(STATUSES[status])) if status in STATUSES else status or words("unknown")


def _said(event: events.TicketSaid, scene: Scene, words: Words) -> str:
    if event.by:
        said = N_("{who} answered service request {name}: {text}")
        return words(said, who=event.by, name=event.name, text=scene.quoted() or UNQUOTED)
    sentence = SAID.get(event.said, SAID["note"])
    return words(sentence, who=scene.actor(words), name=event.name, text=scene.quoted() or UNQUOTED)


def _not_said(event: events.TicketNotSaid, scene: Scene, words: Words) -> str:
    sentence = NOT_SAID.get((event.said, event.state), NOT_SAID["note", "unsure"])
    why = words(" (“{why}”)", why=event.why) if event.why else ""
    return words(sentence, name=event.name, why=Safe(why), text=scene.quoted() or UNQUOTED)


def _reminded(event: events.TicketReminded, scene: Scene, words: Words) -> str:
    sentence = WAITS.get(event.what, WAITS["answer"])
    return words(sentence, owner=scene.named([event.owner], words), name=event.name)


def _closed(event: events.TicketClosed, scene: Scene, words: Words) -> str:
    if not event.entry_id:
        return words("Microsoft closed service request {name}.", name=event.name)
    who = scene.actor(words)
    return words(
        "{who} closed service request {name}: {text}",
        who=who,
        name=event.name,
        text=scene.quoted() or UNQUOTED,
    )


def _sent(event: events.TicketSent, scene: Scene, words: Words) -> str:
    return words("Service request {reference} leaves now.", reference=Safe(event.reference))


TELLERS: Tellers = {
    events.TicketSent: _sent,
    events.TicketPrepared: _prepared,
    events.TicketQueued: _queued,
    events.TicketOpened: _opened,
    events.TicketUnsure: _unsure,
    events.TicketMoved: _moved,
    events.TicketSaid: _said,
    events.TicketNotSaid: _not_said,
    events.TicketReminded: _reminded,
    events.TicketClosed: _closed,
}
