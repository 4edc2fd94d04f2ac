"""Whatever people do in whichever order: nobody acts alone beyond what that may be, and nothing is
lifted without votes but what nobody ratified and is not under attack."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from core.domain.alerts import AlertStatus
from core.domain.approvals import Choice
from core.domain.containment import State
from core.domain.errors import Refusal
from core.domain.events import RolledBack, StaysUnratified
from core.domain.plans import AUTOMATIC, Action, Plan, PlanState
from core.gate import Verdict, judge
from core.gathering import gather
from tests.an_emergency import OTHER, THIRD_ONE, Emergency
from tests.office import AGENT, APPROVER, Desk

NIGHT = datetime(2026, 10, 12, 1, tzinfo=UTC)
MOVES = 80
PEOPLE = (APPROVER, OTHER, THIRD_ONE, AGENT)
UNSETTLED = {State.UNRATIFIED, State.UNDOING}


class Walk:
    """One desk, and people who do something at random."""

    def __init__(self, desk: Desk, seed: int) -> None:
        desk.now = NIGHT
        self.chance, self.night = Random(seed), Emergency(desk)
        self.active = True
        self.night.alerted()
        self.plans: list[Plan] = []
        self.seen: Counter[str] = Counter()

    def step(self) -> None:
        moves = [self.breaks, self.carries_out, self.votes, self.waits, self.alert_moves]
        move = self.chance.choices(moves, weights=[8, 5, 3, 4, 2])[0]
        try:
            move()
        except Refusal as refusal:
            self.seen[type(refusal).__name__] += 1
        self.holds()

    # Moves

    def breaks(self) -> None:
        with self.night.desk.store.reading() as work:
            off = {s.subscription_id for s in work.customers.open_suspensions(self.night.key)}
        free = [s.subscription_id for s in self.night.could() if s.subscription_id not in off]
        chosen = tuple(free[: self.chance.randint(0, 5)])
        wish = self.night.wish(subscription_ids=chosen)
        self.plans.append(self.night.breaks(wish, self.chance.choice(PEOPLE)))
        self.seen["broke"] += 1

    def carries_out(self) -> None:
        lifting = [p for p in self.night.lifting() if p.state is PlanState.APPROVED]
        ready = [self.night.again(plan) for plan in self.plans]
        ready = [*lifting, *(plan for plan in ready if plan.state is PlanState.APPROVED)]
        if ready:
            plan = self.chance.choice(ready)
            self.never_without_proof(plan)
            some = self.chance.choice((None, None, 0)) if plan.content.alone else None
            self.night.carried_out(plan, steps=some)
            self.seen[f"carried out {plan.content.action}"] += 1

    def votes(self) -> None:
        asked = self.night.ratifying()
        if asked:
            choice = self.chance.choice((Choice.APPROVE, Choice.REJECT))
            plan, who = self.chance.choice(asked), self.chance.choice(PEOPLE)
            self.night.votes(plan, who, choice)
            self.seen[choice] += 1

    def waits(self) -> None:
        before = {kind: len(self.night.told(kind)) for kind in (RolledBack, StaysUnratified)}
        self.night.at(self.night.desk.now + timedelta(hours=self.chance.choice((1, 5, 14))))
        for kind, known in before.items():
            self.seen[kind.__name__] += len(self.night.told(kind)) - known
        if self.active:
            assert len(self.night.told(RolledBack)) == before[RolledBack]

    def alert_moves(self) -> None:
        self.active = not self.active
        self.night.alerted(AlertStatus.ACTIVE if self.active else AlertStatus.RESOLVED)

    # What always holds

    def never_without_proof(self, plan: Plan) -> None:
        office = replace(self.night.desk.office, proves=lambda proof: False)
        with self.night.desk.store.reading() as work:
            facts = gather(work, plan, now=self.night.desk.now, office=office)
        if plan.content.alone is not None:
            assert judge(facts).verdict is not Verdict.GO

    def holds(self) -> None:
        with self.night.desk.store.reading() as work:
            found = [work.containments.of_plan(plan.plan_id) for plan in self.plans]
            ours = {s.plan_id for s in work.customers.open_suspensions(self.night.key)}
        known = [one for one in found if one is not None]
        assert len(known) == len(self.plans)
        open_of = Counter(one.requester for one in known if one.state in UNSETTLED)
        assert not open_of or max(open_of.values()) == 1
        for one, plan in zip(known, self.plans, strict=True):
            assert 1 <= len(plan.content.lines) <= 3
            assert one.ratified_by != one.requester
            assert one.state is not State.RUNNING or one.ratified_by
            if one.plan_id in ours:
                assert one.state is not State.OVER
        for lifting in self.night.lifting():
            assert lifting.content.filed_by == AUTOMATIC
            assert lifting.content.subject in {plan.plan_id for plan in self.plans}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens(desk: Desk, seed: int) -> None:
    walk = Walk(desk, seed)
    for _ in range(MOVES):
        walk.step()
    assert walk.seen["broke"], walk.seen


def test_the_walks_reach_what_they_are_about(desk: Desk) -> None:
    """Floors, so that none of them walks past the rules."""
    walk = Walk(desk, 20261012)
    for _ in range(2 * MOVES):
        walk.step()
    reached = {name for name, count in walk.seen.items() if count}
    wanted = {"broke", "Unratified", "NoRole", "SelfApproval", "approve", "reject"}
    wanted |= {"RolledBack", "StaysUnratified", f"carried out {Action.REINSTATE}"}
    assert wanted <= reached, wanted - reached
