"""What is told of who is asked by direct message."""

from __future__ import annotations

from datetime import date

from core.domain.events import NotifyingChanged
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import Words


def _notifying_changed(event: NotifyingChanged, scene: Scene, words: Words) -> str:
    facts = {"who": scene.actor(words), "name": scene.named([event.person], words)}
    if not event.asked:
        return words("{who} says: {name} is not asked for votes by direct message.", **facts)
    if not event.back_on:
        return words("{who} says: {name} is asked for votes by direct message.", **facts)
    return words(
        "{who} says: {name} is away, and asked for votes by direct message again from {day}.",
        day=date.fromisoformat(event.back_on),
        **facts,
    )


TELLERS: Tellers = {NotifyingChanged: _notifying_changed}
