"""What is told of the policy: decided, in force."""

from __future__ import annotations

from core.domain import events
from handlers.messages.policy_lines import change_lines
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import Safe, Words


def _scheduled(event: events.PolicyScheduled, scene: Scene, words: Words) -> str:
    said = words(
        "Policy {name}, version {version}, is decided and in force from {moment} {place}.",
        name=event.name,
        version=event.version[:8],
        moment=event.since or words("now"),
        place=words.place,
    )
    if not scene.card_link:
        return f"{said} {words('Until then one who may vote can still reject it.')}"
    link = Safe(f"<{scene.card_link}|{words('its card')}>")
    return (
        f"{said} {words('Until then one who may vote can still reject it on {link}.', link=link)}"
    )


def _published(event: events.PolicyPublished, scene: Scene, words: Words) -> str:
    said = words(
        "Policy {name}, version {version}, is in force in the place of {before}.",
        name=event.name,
        version=event.version[:8],
        before=event.before[:8] or words("none"),
    )
    how = words("Two people decided on it.")
    if not event.plan_id:
        how = words("{who} published it: it hardens nothing.", who=scene.actor(words))
    first = f"{said} {how}"
    if event.hardened:
        first = f"{first} {words('Nothing is sent under it before two people release it.')}"
    return "\n".join([first, *change_lines(scene.changes, words)])


TELLERS: Tellers = {
    events.PolicyScheduled: _scheduled,
    events.PolicyPublished: _published,
}
