"""Steps and their journal: an intent is written before anything is sent, and counted for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select, update
from sqlalchemy import insert as add
from sqlalchemy.exc import IntegrityError

from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.plans import (
    STEP_MOVES,
    UNSETTLED_STEPS,
    Action,
    Attempt,
    PlanState,
    Step,
    StepState,
)
from core.ports.records import Intent
from storage.repositories.plan_rows import attempt_of, attempt_row, content_of, step_of
from storage.sql import hit, one, row_of, rows_of
from storage.tables.plans import IS_OPEN, attempts, plans, steps

CARRIED_OUT = (PlanState.APPROVED, PlanState.EXECUTING)
STILL_TO_DO = (
    select(steps.c.plan_id, func.count().label("left"))
    .join(plans, plans.c.plan_id == steps.c.plan_id)
    .where(
        IS_OPEN,
        plans.c.state == PlanState.EXECUTING,
        plans.c.action.in_(bindparam("actions", expanding=True)),
        steps.c.state == StepState.TODO,
    )
    .group_by(steps.c.plan_id)
)
INTENTS = (
    select(attempts)
    .where(
        attempts.c.begun_at >= bindparam("since"),
        attempts.c.verb.in_(bindparam("verbs", expanding=True)),
    )
    .order_by(attempts.c.begun_at)
)


class SqlSteps:
    """The part of core.ports.store.Plans that carries plans out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def steps(self, plan_id: str) -> list[Step]:
        plan = row_of(self._connection, plans, "plan", plan_id=plan_id)
        content = content_of(plan.content)
        found = rows_of(self._connection, steps, "position", plan_id=plan_id)
        return [step_of(row, content) for row in found]

    def still_to_do(self, *actions: Action) -> dict[str, int]:
        found = self._connection.execute(STILL_TO_DO, {"actions": actions})
        return {row.plan_id: row.left for row in found}

    def begin(self, attempt: Attempt) -> Step:
        """Only for a plan that is approved and not over, whatever the caller believes."""
        step = attempt.step
        if attempt.number != step.attempt + 1:
            raise ValueError(f"attempt {attempt.number} does not follow {step.attempt}")
        if step.state is not StepState.TODO:
            raise LostRace(state=step.state)
        approved = select(plans.c.plan_id).where(plans.c.state.in_(CARRIED_OUT))
        begun = replace(step, state=StepState.INTENT, attempt=attempt.number, why="")
        intent = update(steps).where(*_as_seen(step), steps.c.plan_id.in_(approved))
        try:
            with self._connection.begin_nested():
                values = {"state": begun.state, "attempt": begun.attempt, "why": ""}
                hit(self._connection, intent.values(values))
        except IntegrityError:
            raise LostRace(state="under way elsewhere") from None
        self._connection.execute(add(attempts).values(attempt_row(attempt)))
        return begun

    def attempt(self, step: Step) -> Attempt:
        found = select(attempts).where(*_present(step))
        row = one(self._connection, found, f"attempt {step.attempt} of step {step.step_id}")
        return attempt_of(row, step)

    def sent(self, step: Step) -> None:
        if step.state is not StepState.INTENT:
            raise LostRace(state=step.state)
        as_seen = select(steps.c.step_id).where(*_as_seen(step)).exists()
        hit(self._connection, update(attempts).where(*_present(step), as_seen).values(sent=True))

    def settle(self, step: Step, to: StepState, why: str = "") -> Step:
        if to is StepState.INTENT or to not in STEP_MOVES[step.state]:
            raise ValueError(f"a step cannot be moved from {step.state} to {to}")
        unsure = step.unsure or to is StepState.UNKNOWN
        moved = replace(step, state=to, why=why, unsure=unsure)
        hit(
            self._connection,
            update(steps).where(*_as_seen(step)).values(state=to, why=why, unsure=unsure),
        )
        if step.state in UNSETTLED_STEPS:
            outcome = update(attempts).where(*_present(step)).values(outcome=to)
            self._connection.execute(outcome)
        return moved

    def intents(self, since: datetime, verbs: Sequence[str]) -> list[Intent]:
        wanted = {"since": since, "verbs": verbs}
        return [_intent(row) for row in self._connection.execute(INTENTS, wanted)]


def _intent(row: Row[Any]) -> Intent:
    key = CustomerKey(row.account, row.tenant_id)
    return Intent(row.begun_at, key, row.subscription_id, row.verb)


def _as_seen(step: Step) -> tuple[ColumnElement[bool], ...]:
    """The step is where the caller saw it, in the same attempt."""
    return (
        steps.c.step_id == step.step_id,
        steps.c.state == step.state,
        steps.c.attempt == step.attempt,
    )


def _present(step: Step) -> tuple[ColumnElement[bool], ...]:
    return attempts.c.step_id == step.step_id, attempts.c.number == step.attempt
