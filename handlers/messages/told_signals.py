"""What is told of signs of fraud: what was seen, how strong it is, and the facts behind it."""

from __future__ import annotations

from core.domain import events
from handlers.messages.scene import Scene, Tellers
from handlers.messages.signal_words import kind_word, shown_facts
from handlers.messages.text import Safe, Words


def _seen(event: events.SignalSeen, scene: Scene, words: Words) -> str:
    said = words(
        "Signal for {customer}: {kind}, strength {strength} of 100, weighed {score}.",
        customer=scene.customer,
        kind=Safe(kind_word(event.kind, words)),
        strength=event.strength,
        score=event.score,
    )
    facts = shown_facts(scene.facts, words)
    return f"{said}\n{facts}" if facts else said


def _together(event: events.SignalsTogether, scene: Scene, words: Words) -> str:
    return words(
        "No signal of {customer} is strong enough for a case by itself. Together they are, with "
        "{score} of 100: {parts}.",
        customer=scene.customer,
        score=event.score,
        parts=Safe(_parts(event, words)),
    )


def _parts(event: events.SignalsTogether, words: Words) -> str:
    """The score of each."""
    scored = zip(event.kinds, event.scores, strict=True)
    return words.listed(f"{kind_word(kind, words)} {score}" for kind, score in scored)


def _labelled(event: events.SignalLabelled, scene: Scene, words: Words) -> str:
    kind = Safe(kind_word(event.kind, words))
    match event.label:
        case "true":
            return words("Signal judged true: {kind}.", kind=kind)
        case "false":
            return words("Signal judged a false alarm: {kind}.", kind=kind)
    return words("Signal that nobody could judge: {kind}.", kind=kind)


TELLERS: Tellers = {
    events.SignalSeen: _seen,
    events.SignalsTogether: _together,
    events.SignalLabelled: _labelled,
}
