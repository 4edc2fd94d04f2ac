"""What is told of where customers are."""

from __future__ import annotations

from core.domain import events
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Words

SAID = {
    "set": N_(
        "{who} said that {customer} is elsewhere: days and hours count by {after} now, by {before} "
        "until then. For a day from now on nobody there is cut off for money."
    ),
    "cleared": N_(
        "{who} took back where {customer} is: days and hours count by {after} again, by {before} "
        "until then. For a day from now on nobody there is cut off for money."
    ),
}


def _changed(event: events.PlaceChanged, scene: Scene, words: Words) -> str:
    said = words(
        SAID[event.how],
        who=scene.actor(words),
        customer=scene.customer,
        after=event.after,
        before=event.before,
    )
    return f"{said} {words('Reason: {text}', text=scene.quoted())}" if scene.text else said


TELLERS: Tellers = {events.PlaceChanged: _changed}
