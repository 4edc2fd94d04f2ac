"""Plans and their votes; every move is conditional on what the mover saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy import insert as add
from sqlalchemy.exc import IntegrityError

from core.domain.approvals import Choice, Vote
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.plans import OPEN_PLANS, PLAN_MOVES, Action, Plan, PlanState, Step, StepState
from storage.repositories.plan_rows import (
    line_of,
    plan_notes,
    plan_of,
    plan_row,
    step_row,
    vote_of,
    vote_row,
)
from storage.repositories.steps import SqlSteps
from storage.sql import hit, insert, one, row_of, rows_of
from storage.tables.plans import IS_ALONE, IS_OPEN, plans, steps, votes

VOTED = ("choice", "hash", "at", "account", "reason", "proof")


class SqlPlans(SqlSteps):
    """Implements core.ports.store.Plans, with its steps."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection

    def add(self, plan: Plan, steps_: Sequence[Step]) -> None:
        for step in steps_:
            line_of(plan.content, step.line.subscription_id, step.line.verb)
        try:
            with self._connection.begin_nested():
                self._connection.execute(add(plans).values(plan_row(plan)))
                for step in steps_:
                    self._connection.execute(add(steps).values(step_row(step)))
        except IntegrityError:
            raise LostRace() from None

    def get(self, plan_id: str) -> Plan:
        return plan_of(row_of(self._connection, plans, "plan", plan_id=plan_id))

    def hold(self, plan_id: str) -> Plan:
        found = select(plans).where(plans.c.plan_id == plan_id).with_for_update()
        return plan_of(one(self._connection, found, f"plan {plan_id}"))

    def move(self, plan: Plan, to: PlanState, why: str = "") -> Plan:
        """A plan that is over has nothing to do: what was not begun is cancelled with it, and
        another plan may have these subscriptions."""
        if to not in PLAN_MOVES[plan.state]:
            raise ValueError(f"a plan cannot move from {plan.state} to {to}")
        over = to not in OPEN_PLANS
        moved = replace(plan, state=to, ended_why=why if over else plan.ended_why)
        hit(
            self._connection,
            update(plans)
            .where(plans.c.plan_id == plan.plan_id, plans.c.state == plan.state)
            .values(state=to, ended_why=moved.ended_why),
        )
        if over:
            self._connection.execute(
                update(steps)
                .where(steps.c.plan_id == plan.plan_id, steps.c.state == StepState.TODO)
                .values(state=StepState.CANCELLED, why=why)
            )
        return moved

    def update(self, plan: Plan) -> None:
        mine = update(plans).where(plans.c.plan_id == plan.plan_id)
        hit(self._connection, mine.values(plan_notes(plan)))

    # Lists

    def open_for(self, key: CustomerKey) -> Plan | None:
        return next(iter(self._found(IS_ALONE, *_of(key))), None)

    def halted(self, key: CustomerKey) -> list[Plan]:
        return self._found(IS_OPEN, plans.c.halted, *_of(key))

    def open_of(self, *actions: Action) -> list[Plan]:
        return self._found(IS_OPEN, plans.c.action.in_(actions))

    def open(self) -> list[Plan]:
        return self._found(IS_OPEN)

    def of_customer(self, key: CustomerKey, action: Action) -> list[Plan]:
        return self._found(plans.c.action == action, *_of(key))[::-1]

    def asked_about(self, action: Action) -> set[CustomerKey]:
        found = select(plans.c.account, plans.c.tenant_id).where(plans.c.action == action)
        rows = self._connection.execute(found.distinct())
        return {CustomerKey(*row) for row in rows if row.account}

    def _found(self, *conditions: ColumnElement[bool]) -> list[Plan]:
        """Oldest first."""
        found = select(plans).where(*conditions)
        ordered = found.order_by(plans.c.filed_at, plans.c.revision, plans.c.plan_id)
        return [plan_of(row) for row in self._connection.execute(ordered)]

    # Votes

    def votes(self, plan_id: str) -> list[Vote]:
        found = rows_of(self._connection, votes, "at", "person_id", plan_id=plan_id)
        return [vote_of(row) for row in found]

    def add_vote(self, vote: Vote) -> None:
        write = insert(self._connection, votes).values(vote_row(vote))
        changed = {name: write.excluded[name] for name in VOTED}
        is_no = write.excluded.choice == Choice.REJECT
        is_proved = votes.c.proof.is_(None) & write.excluded.proof.is_not(None)
        counted = write.on_conflict_do_update(
            index_elements=["plan_id", "person_id"],
            set_=changed,
            where=(votes.c.choice == Choice.APPROVE) & (is_no | is_proved),
        ).returning(votes.c.person_id)
        if self._connection.execute(counted).first() is None:
            raise LostRace()


def _of(key: CustomerKey) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return plans.c.account == key.account, plans.c.tenant_id == key.tenant_id
