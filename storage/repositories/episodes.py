"""Episodes, at most one open one for each customer, and what was done once in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.collecting import Episode, Filing
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from storage.sql import add_row, hit, insert, row_of
from storage.tables.collections import IS_OPEN_EPISODE, episodes, filings


class SqlEpisodes:
    """Implements core.ports.collections.Episodes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, episode: Episode) -> None:
        try:
            add_row(self._connection, episodes, _row(episode))
        except IntegrityError:
            raise LostRace() from None

    def get(self, episode_id: str) -> Episode:
        return episode_of(row_of(self._connection, episodes, "episode", episode_id=episode_id))

    def find(self, episode_id: str) -> Episode | None:
        found = select(episodes).where(episodes.c.episode_id == episode_id)
        row = self._connection.execute(found).first()
        return None if row is None else episode_of(row)

    def open(self, key: CustomerKey) -> Episode | None:
        return next(iter(self._open(*_whose(key))), None)

    def all_open(self) -> list[Episode]:
        return self._open()

    def _open(self, *conditions: ColumnElement[bool]) -> list[Episode]:
        found = select(episodes).where(IS_OPEN_EPISODE, *conditions).order_by(episodes.c.id)
        return [episode_of(row) for row in self._connection.execute(found)]

    def update(self, episode: Episode) -> None:
        mine = update(episodes).where(episodes.c.episode_id == episode.episode_id, IS_OPEN_EPISODE)
        hit(self._connection, mine.values(_row(episode)))

    def moved_since(self, at: datetime) -> set[CustomerKey]:
        return {one.customer for one in self._open(episodes.c.stage_at > at)}

    def first(self, filing: Filing) -> bool:
        row = {
            "filing_key": filing.key,
            "account": filing.customer.account,
            "tenant_id": filing.customer.tenant_id,
            "episode_id": filing.episode_id,
            "ref": filing.ref,
            "filed_at": filing.at,
        }
        write = insert(self._connection, filings).values(row).on_conflict_do_nothing()
        return self._connection.execute(write.returning(filings.c.id)).first() is not None

    def filings(self, key: CustomerKey, prefix: str) -> list[Filing]:
        found = select(filings).where(
            filings.c.account == key.account,
            filings.c.tenant_id == key.tenant_id,
            filings.c.filing_key.startswith(prefix, autoescape=True),
        )
        rows = self._connection.execute(found.order_by(filings.c.id))
        return [filing_of(row) for row in rows]


def _whose(key: CustomerKey) -> tuple[ColumnElement[bool], ...]:
    return (episodes.c.account == key.account, episodes.c.tenant_id == key.tenant_id)


def _row(episode: Episode) -> dict[str, object]:
    return {
        "episode_id": episode.episode_id,
        "account": episode.customer.account,
        "tenant_id": episode.customer.tenant_id,
        "policy": episode.policy,
        "began_on": episode.began_on,
        "stage": episode.stage,
        "stage_at": episode.stage_at,
        "ended_on": episode.ended_on,
        "ended_why": episode.ended_why,
    }


def episode_of(row: Row[Any]) -> Episode:
    values = dict(row._mapping)
    del values["id"]
    return Episode(customer=CustomerKey(values.pop("account"), values.pop("tenant_id")), **values)


def filing_of(row: Row[Any]) -> Filing:
    key = CustomerKey(row.account, row.tenant_id)
    return Filing(row.filing_key, key, row.filed_at, row.episode_id, row.ref)
