"""Consents as rows: whoever holds one replaces its token, and nobody else meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from core.domain.consents import Consent
from storage.sql import hit, put
from storage.tables.secrets import consents

NOBODY = {"holder": "", "held_until": None}


class SqlSecrets:
    """Implements core.ports.secrets.Secrets."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def consent(self, account: str) -> Consent | None:
        row = self._connection.execute(select(consents).where(consents.c.account == account))
        found = row.first()
        return None if found is None else _consent(found)

    def consents(self) -> list[Consent]:
        rows = self._connection.execute(select(consents).order_by(consents.c.account))
        return [_consent(row) for row in rows]

    def save(self, consent: Consent) -> None:
        put(self._connection, consents, [_row(consent) | NOBODY])

    def take(self, account: str, holder: str, now: datetime, until: datetime) -> bool:
        free = or_(consents.c.holder.in_(["", holder]), consents.c.held_until <= now)
        mine = update(consents).where(consents.c.account == account, free)
        taken = self._connection.execute(mine.values(holder=holder, held_until=until))
        return taken.rowcount == 1

    def replace(self, consent: Consent, holder: str) -> None:
        mine = update(consents).where(
            consents.c.account == consent.account, consents.c.holder == holder
        )
        hit(self._connection, mine.values(_row(consent) | NOBODY))

    def forget(self, account: str) -> None:
        self._connection.execute(delete(consents).where(consents.c.account == account))


def _row(consent: Consent) -> dict[str, object]:
    return {name: getattr(consent, name) for name in Consent.__slots__}


def _consent(row: Row[Any]) -> Consent:
    return Consent(**{name: row._mapping[name] for name in Consent.__slots__})
