"""What waits to be released, by name: for its card and for the file in the card's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.domain.collecting import Intended, Standstill
from core.domain.customers import CustomerKey
from core.domain.plans import Action, Plan
from core.ports.store import Work


@dataclass(frozen=True, slots=True)
class ShownRun:
    """The lines of the list, worst first, whose they are, and why two people are asked."""

    lines: tuple[Intended, ...] = ()
    names: Mapping[CustomerKey, str] = field(default_factory=dict)
    causes: tuple[Standstill, ...] = ()

    def name(self, line: Intended) -> str:
        return self.names.get(line.customer, str(line.customer))


NO_RUN = ShownRun()


def shown_run(work: Work, plan: Plan) -> ShownRun:
    """Of a plan that releases a run; of any other nothing."""
    if plan.content.action is not Action.RELEASE_RUN:
        return NO_RUN
    lines = tuple(work.runs.shown(plan.plan_id))
    known = {one.customer: work.customers.get(one.customer) for one in lines}
    names = {key: customer.name for key, customer in known.items() if customer is not None}
    causes = (one for one in work.runs.history() if one.plan_id == plan.plan_id)
    return ShownRun(lines, names, tuple(causes))
