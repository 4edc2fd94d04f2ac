"""What happened to a plan, oldest first, one line each."""

from __future__ import annotations

from core.domain.events import Recorded, Route
from core.usecases.plan_view import PlanView
from handlers.messages.plan_lines import name_of
from handlers.messages.scene import Scene
from handlers.messages.text import Safe, Words
from handlers.messages.told import told

MOST_LINES = 20


def timeline(view: PlanView, words: Words) -> str:
    """The newest events that anybody was told of; the audit has them all."""
    shown = [recorded for recorded in view.events if recorded.event.tells][-MOST_LINES:]
    return "\n".join(_line(recorded, view, words) for recorded in shown)


def _line(recorded: Recorded, view: PlanView, words: Words) -> str:
    stamp = recorded.stamp
    by_hand = stamp.person_id and stamp.route is not Route.AUTOMATION
    scene = Scene(
        who=name_of(stamp.person_id, view, words) if by_hand else "",
        customer=view.plan.content.customer_name,
        names={line.subscription_id: line.name for line in view.plan.content.lines},
    )
    said = Safe(told(recorded.event, scene, words))
    return words("{moment}: {said}", moment=stamp.at, said=said)
