"""What is told of who is on call, and of pages."""

from __future__ import annotations

from core.domain import events
from core.domain.paging import REPEAT
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

OVER = {
    "answered": N_("Nobody is paged any more: the case was taken up."),
    "case_closed": N_("Nobody is paged any more: the case is closed."),
    "joined": N_("Somebody is being paged about this case already."),
}


def _changed(event: events.OnCallChanged, scene: Scene, words: Words) -> str:
    said = words.many(
        "{who} changed who is on call: {count} person takes turns.",
        "{who} changed who is on call: {count} people take turns.",
        event.people,
        who=scene.actor(words),
    )
    return f"{said} {words('Version {version}.', version=Safe(event.version[:8]))}"


def _paged(event: events.Paged, scene: Scene, words: Words) -> str:
    called = scene.named(event.called, words)
    if event.step == 0:
        said = words("Paged by direct message: {called}.", called=called)
    elif event.called and event.in_channel:
        said = words("Nobody took it: the on-call channel is asked, and {called}.", called=called)
    elif event.in_channel:
        said = words("Nobody took it: the on-call channel is asked.")
    else:
        minutes = int(REPEAT.total_seconds()) // 60
        said = words(
            "Nobody took it. Called now: {called}; from then on everybody again every {minutes} "
            "minutes.",
            called=called,
            minutes=minutes,
        )
    if not event.skipped:
        return said
    skipped = words(
        "Skipped, because they cannot act: {users}.",
        users=words.listed(words.value(user) for user in event.skipped),
    )
    return f"{said} {skipped}"


def _taken(event: events.PageTaken, scene: Scene, words: Words) -> str:
    return words.many(
        "{who} takes it, {count} minute after the first call.",
        "{who} takes it, {count} minutes after the first call.",
        event.minutes,
        who=scene.actor(words),
    )


def _over(event: events.PageOver, scene: Scene, words: Words) -> str:
    return words(OVER[event.why])


TELLERS: Tellers = {
    events.OnCallChanged: _changed,
    events.Paged: _paged,
    events.PageOver: _over,
    events.PageTaken: _taken,
}
