"""Plans and their votes; every move is conditional on what the mover saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from sqlalchemy import ColumnElement, Connection, Executable, bindparam, select, update
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
from storage.sql import NotStored, add_row, change_row, insert_of, row_of, rows_of
from storage.tables.plans import IS_ALONE, IS_OPEN, plans, steps, votes

VOTED = ("choice", "hash", "at", "account", "reason", "proof")
HELD = select(plans).where(plans.c.plan_id == bindparam("id")).with_for_update()
IN_ORDER = plans.c.filed_at, plans.c.revision, plans.c.plan_id
THEIRS = plans.c.account == bindparam("partner"), plans.c.tenant_id == bindparam("tenant")
OPEN_FOR = select(plans).where(IS_ALONE, *THEIRS).order_by(*IN_ORDER)
HALTED = select(plans).where(IS_OPEN, plans.c.halted, *THEIRS).order_by(*IN_ORDER)
NOT_BEGUN = update(steps).where(
    steps.c.plan_id == bindparam("of_plan"), steps.c.state == StepState.TODO
)


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
                add_row(self._connection, plans, plan_row(plan))
                for step in steps_:
                    add_row(self._connection, steps, step_row(step))
        except IntegrityError:
            raise LostRace() from None

    def get(self, plan_id: str) -> Plan:
        return plan_of(row_of(self._connection, plans, "plan", plan_id=plan_id))

    def hold(self, plan_id: str) -> Plan:
        row = self._connection.execute(HELD, {"id": plan_id}).first()
        if row is None:
            raise NotStored(f"plan {plan_id}")
        return plan_of(row)

    def move(self, plan: Plan, to: PlanState, why: str = "") -> Plan:
        """A plan that is over has nothing to do: what was not begun is cancelled with it, and
        another plan may have these subscriptions."""
        if to not in PLAN_MOVES[plan.state]:
            raise ValueError(f"a plan cannot move from {plan.state} to {to}")
        over = to not in OPEN_PLANS
        moved = replace(plan, state=to, ended_why=why if over else plan.ended_why)
        new = {"state": to, "ended_why": moved.ended_why}
        change_row(self._connection, plans, new, plan_id=plan.plan_id, state=plan.state)
        if over:
            never = {"of_plan": plan.plan_id, "state": StepState.CANCELLED, "why": why}
            self._connection.execute(NOT_BEGUN, never)
        return moved

    def update(self, plan: Plan) -> None:
        change_row(self._connection, plans, plan_notes(plan), plan_id=plan.plan_id)

    # Lists

    def open_for(self, key: CustomerKey) -> Plan | None:
        return next(iter(self._theirs(OPEN_FOR, key)), None)

    def halted(self, key: CustomerKey) -> list[Plan]:
        return self._theirs(HALTED, key)

    def open_of(self, *actions: Action) -> list[Plan]:
        return self._found(IS_OPEN, plans.c.action.in_(actions))

    def open(self) -> list[Plan]:
        return self._found(IS_OPEN)

    def of_customer(self, key: CustomerKey, action: Action) -> list[Plan]:
        mine = {"account": key.account, "tenant_id": key.tenant_id, "action": action}
        order = ("filed_at", "revision", "plan_id")
        return [plan_of(row) for row in rows_of(self._connection, plans, *order, **mine)][::-1]

    def asked_about(self, action: Action) -> set[CustomerKey]:
        found = select(plans.c.account, plans.c.tenant_id).where(plans.c.action == action)
        rows = self._connection.execute(found.distinct())
        return {CustomerKey(*row) for row in rows if row.account}

    def _found(self, *conditions: ColumnElement[bool]) -> list[Plan]:
        """Oldest first."""
        found = select(plans).where(*conditions)
        rows = self._connection.execute(found.order_by(*IN_ORDER))
        return [plan_of(row) for row in rows]

    def _theirs(self, found: Executable, key: CustomerKey) -> list[Plan]:
        whose = {"partner": key.account, "tenant": key.tenant_id}
        return [plan_of(row) for row in self._connection.execute(found, whose)]

    # Votes

    def votes(self, plan_id: str) -> list[Vote]:
        found = rows_of(self._connection, votes, "at", "person_id", plan_id=plan_id)
        return [vote_of(row) for row in found]

    def add_vote(self, vote: Vote) -> None:
        write = _counted(self._connection.dialect.name)
        if self._connection.execute(write, vote_row(vote)).first() is None:
            raise LostRace()


@cache
def _counted(dialect: str) -> Executable:
    """A vote, where nobody has voted yet, or for it and now against it, or now with a proof."""
    write = insert_of(dialect, votes)
    changed = {name: write.excluded[name] for name in VOTED}
    is_no = write.excluded.choice == Choice.REJECT
    is_proved = votes.c.proof.is_(None) & write.excluded.proof.is_not(None)
    return write.on_conflict_do_update(
        index_elements=["plan_id", "person_id"],
        set_=changed,
        where=(votes.c.choice == Choice.APPROVE) & (is_no | is_proved),
    ).returning(votes.c.person_id)
