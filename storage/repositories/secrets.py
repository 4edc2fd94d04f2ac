"""Consents as rows: whoever holds one replaces its token, and nobody else meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, delete, or_, select, update

from core.domain.consents import Consent
from core.ports.secrets import Sealed
from storage.sql import hit, put
from storage.tables.secrets import consents
from storage.tables.step_up import code_keys, factors, proofs

# What is sealed, and what each value is bound to. No two have the same text.
SEALED: Mapping[Column[Any], Callable[[Row[Any]], str]] = {
    consents.c.sealed: lambda row: row.account,
    factors.c.sealed: lambda row: f"{row.person_id}/{row.factor_id}",
    code_keys.c.sealed: lambda row: row.key_id,
    proofs.c.attest: lambda row: row.proof_id,
}
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

    def sealed(self) -> list[Sealed]:
        return [
            Sealed(column.table.name, column.name, bound(row), getattr(row, column.name))
            for column, bound in SEALED.items()
            for row in self._connection.execute(select(column.table))
        ]

    def reseal(self, value: Sealed, text: str) -> bool:
        column = next(one for one in SEALED if one.table.name == value.table)
        same = update(column.table).where(column == value.text).values({column.name: text})
        return self._connection.execute(same).rowcount == 1


def _row(consent: Consent) -> dict[str, object]:
    return {name: getattr(consent, name) for name in Consent.__slots__}


def _consent(row: Row[Any]) -> Consent:
    return Consent(**{name: row._mapping[name] for name in Consent.__slots__})
