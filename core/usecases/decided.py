"""What was decided lately: plans that are over, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.events import PlanEnded
from core.domain.plans import Plan, PlanState
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.plan_view import card_link

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Decided:
    """A plan that ended, why, and where its card is."""

    plan: Plan
    why: str
    at: datetime
    link: str


def decided_lately(work: Work, most: int, *, office: Office) -> tuple[Decided, ...]:
    """What another one took the place of was not decided."""
    told = work.events.since(PlanEnded, office.clock() - LATELY)
    found = list[Decided]()
    for one in reversed(told):
        if not isinstance(one.event, PlanEnded) or one.event.state == PlanState.SUPERSEDED:
            continue
        plan_id = one.event.plan_id
        link = card_link(work.events.of_plan(plan_id))
        found.append(Decided(work.plans.get(plan_id), one.event.why, one.stamp.at, link))
        if len(found) == most:
            break
    return tuple(found)
