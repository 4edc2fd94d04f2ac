"""Choices, messages that ask for a vote, and looks at a Home tab, as rows and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from core.domain.notifying import Preference, VoteAsk
from core.domain.plans import PlanState
from storage.sql import put, rows_of
from storage.tables.notifying import homes, preferences, vote_asks
from storage.tables.plans import plans, votes


class SqlNotifying:
    """Implements core.ports.notifying.Notifying."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person_id: str) -> Preference:
        row = rows_of(self._connection, preferences, person_id=person_id).first()
        return Preference(person_id) if row is None else Preference(**row._mapping)

    def all(self) -> Mapping[str, Preference]:
        found = self._connection.execute(select(preferences))
        return {row.person_id: Preference(**row._mapping) for row in found}

    def keep(self, preference: Preference) -> None:
        row = {name: getattr(preference, name) for name in Preference.__slots__}
        put(self._connection, preferences, [row])


class SqlVoteAsks:
    """Implements core.ports.notifying.VoteAsks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, plan_id: str, person_id: str) -> VoteAsk | None:
        found = rows_of(self._connection, vote_asks, plan_id=plan_id, person_id=person_id)
        return _ask(found.first())

    def of_plan(self, plan_id: str) -> list[VoteAsk]:
        found = rows_of(self._connection, vote_asks, "person_id", plan_id=plan_id)
        return [VoteAsk(**row._mapping) for row in found]

    def at(self, channel: str, ts: str) -> VoteAsk | None:
        return _ask(rows_of(self._connection, vote_asks, channel=channel, ts=ts).first())

    def waiting(self, person_id: str) -> int:
        pending = vote_asks.join(plans, plans.c.plan_id == vote_asks.c.plan_id)
        voted = select(votes.c.plan_id).where(
            votes.c.plan_id == vote_asks.c.plan_id, votes.c.person_id == person_id
        )
        mine = (vote_asks.c.person_id == person_id, plans.c.state == PlanState.PENDING)
        found = select(func.count()).select_from(pending).where(*mine, ~voted.exists())
        return self._connection.scalar(found) or 0

    def put(self, ask: VoteAsk) -> None:
        row = {name: getattr(ask, name) for name in VoteAsk.__slots__}
        put(self._connection, vote_asks, [row])


class SqlHomes:
    """Implements core.ports.notifying.Homes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def opened(self, user_id: str, at: datetime) -> None:
        put(self._connection, homes, [{"user_id": user_id, "opened_at": at, "shows": ""}])

    def shows(self, user_id: str) -> str:
        row = rows_of(self._connection, homes, user_id=user_id).first()
        return "" if row is None else str(row.shows)

    def drawn(self, user_id: str, digest: str) -> None:
        mine = update(homes).where(homes.c.user_id == user_id)
        self._connection.execute(mine.values(shows=digest))

    def since(self, at: datetime) -> list[str]:
        found = select(homes.c.user_id).where(homes.c.opened_at >= at)
        return list(self._connection.scalars(found.order_by(homes.c.user_id)))


def _ask(row: Row[Any] | None) -> VoteAsk | None:
    return None if row is None else VoteAsk(**row._mapping)
