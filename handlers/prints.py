"""What is kept of a message that was posted: everything that people saw of it."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.canonical import canonical
from core.domain.cases import Case
from core.domain.prints import Card, Drawing
from core.ports.records import Posted
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Message


def plan_drawing(view: PlanView, posted: Posted, message: Message) -> Drawing:
    newest = view.events[-1].seq if view.events else 0
    place = (newest, posted.channel, posted.ts)
    return Drawing(Card.PLAN, view.plan.plan_id, view.plan.hash, *place, drawn(message))


def case_drawing(case: Case, posted: Posted, message: Message) -> Drawing:
    place = (posted.shows, posted.channel, posted.ts)
    return Drawing(Card.CASE, case.case_id, str(case.number), *place, drawn(message))


def drawing(card: Card, case_id: str, about: str, posted: Posted, message: Message) -> Drawing:
    """Of a card in a case; `about` is the id of what it asks or says."""
    place = (posted.shows, posted.channel, posted.ts)
    return Drawing(card, case_id, about, *place, drawn(message))


def drawn(message: Message) -> str:
    """Canonical JSON; tokens, which nobody sees, are left out."""
    shown = {"text": message.text, "blocks": [_seen(block) for block in message.blocks]}
    return canonical(shown).decode()


def _seen(part: object) -> object:
    match part:
        case Mapping():
            # A button or a choice has its text beside it; the number of a chart has not.
            hides = isinstance(part.get("text"), Mapping)
            kept = {name: one for name, one in part.items() if not (hides and name == "value")}
            return {name: _seen(one) for name, one in kept.items()}
        case list() | tuple():
            return [_seen(one) for one in part]
        case float():
            return str(part)
    return part
