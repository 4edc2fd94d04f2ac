"""Openings of forms as rows, and who approved what of whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, delete, select

from core.domain.approvals import Choice
from core.domain.habits import Decided, Opening
from core.domain.plans import PlanState
from storage.repositories.plan_rows import plan_of
from storage.sql import put
from storage.tables.habits import openings
from storage.tables.literals import among
from storage.tables.plans import plans, votes

APPROVED = frozenset(
    (PlanState.APPROVED, PlanState.EXECUTING, PlanState.FINISHED, PlanState.PARTIAL)
)


class SqlHabits:
    """Implements core.ports.habits.Habits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def opened(self, plan_id: str, person_id: str, at: datetime) -> None:
        row = {"plan_id": plan_id, "person_id": person_id, "opened_at": at}
        put(self._connection, openings, [row])

    def openings(self, since: datetime) -> list[Opening]:
        mine = and_(
            votes.c.plan_id == openings.c.plan_id,
            votes.c.person_id == openings.c.person_id,
            votes.c.choice == Choice.APPROVE,
        )
        found = select(openings, votes.c.at).select_from(openings.outerjoin(votes, mine))
        found = found.where(openings.c.opened_at >= since).order_by(openings.c.opened_at)
        return [
            Opening(row.plan_id, row.person_id, row.opened_at, row.at)
            for row in self._connection.execute(found)
        ]

    def decided(self, since: datetime) -> list[Decided]:
        wanted = select(plans).where(plans.c.filed_at >= since, among(plans.c.state, APPROVED))
        found = [plan_of(row) for row in self._connection.execute(wanted)]
        yes = select(votes.c.plan_id, votes.c.person_id).where(votes.c.choice == Choice.APPROVE)
        approvers: dict[str, set[str]] = {}
        for row in self._connection.execute(yes.where(votes.c.at >= since)):
            approvers.setdefault(row.plan_id, set()).add(row.person_id)
        return [
            Decided(one.plan_id, one.content.requester, frozenset(approvers.get(one.plan_id, ())))
            for one in found
        ]

    def forget(self, before: datetime | None = None) -> None:
        old = delete(openings)
        self._connection.execute(
            old if before is None else old.where(openings.c.opened_at < before)
        )
