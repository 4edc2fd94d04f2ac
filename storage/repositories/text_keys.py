"""Keys of digests, to and from their rows."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, select

from core.domain.customers import CustomerKey
from core.domain.plans import digest
from core.domain.text_keys import says, sealed
from storage.sql import add_row, rows_of
from storage.standing import standing
from storage.tables.text_keys import text_keys

# As many as a database takes in one question.
AT_ONCE = 500
DIGESTS: BindParameter[Any] = bindparam("digests", expanding=True)
AMONG = select(text_keys).where(text_keys.c.digest.in_(DIGESTS))


class SqlTextKeys:
    """Implements core.ports.text_keys.TextKeys."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seal(self, plain: str, customer: CustomerKey | None, at: datetime) -> str:
        if not plain or self.keys([plain]):
            return plain
        alike = _names(customer) | {"bucket": _bucket(plain)}
        for row in rows_of(self._connection, text_keys, **alike):
            if row.digest == sealed(row.key, plain):
                return str(row.digest)
        return self._new(plain, customer, at)

    def _new(self, plain: str, customer: CustomerKey | None, at: datetime) -> str:
        key = secrets.token_hex(32)
        found = sealed(key, plain)
        values = {"digest": found, "key": key, "bucket": _bucket(plain), "made_at": at}
        add_row(self._connection, text_keys, values | _names(customer))
        return found

    def says(self, wanted: str, text: str) -> bool:
        return says(wanted, text, self.keys([wanted]).get(wanted, ""))

    def keys(self, wanted: Collection[str]) -> Mapping[str, str]:
        ordered, found = sorted(wanted), dict[str, str]()
        for begin in range(0, len(ordered), AT_ONCE):
            some = ordered[begin : begin + AT_ONCE]
            rows = self._connection.execute(AMONG, {"digests": some})
            found |= {row.digest: row.key for row in rows}
        return found

    def customers(self, before: datetime) -> list[CustomerKey | None]:
        whose = select(text_keys.c.account, text_keys.c.tenant_id).distinct()
        found = self._connection.execute(whose.where(text_keys.c.made_at < before))
        return [CustomerKey(*row) if row.account else None for row in found]

    def outlived(self, customer: CustomerKey | None) -> list[str]:
        here: dict[str, set[str]] = defaultdict(set)
        for plain in map(digest, standing(self._connection, customer)):
            here[_bucket(plain)].add(plain)
        rows = rows_of(self._connection, text_keys, **_names(customer)).all()
        return [
            row.digest
            for row in rows
            if not any(row.digest == sealed(row.key, plain) for plain in here[row.bucket])
        ]

    def forget(self, wanted: Collection[str]) -> None:
        ordered = sorted(wanted)
        for begin in range(0, len(ordered), AT_ONCE):
            among = text_keys.c.digest.in_(ordered[begin : begin + AT_ONCE])
            self._connection.execute(delete(text_keys).where(among))


def _bucket(plain: str) -> str:
    return plain[:2]


def _names(customer: CustomerKey | None) -> dict[str, str]:
    """Empty where it is about none."""
    if customer is None:
        return {"account": "", "tenant_id": ""}
    return {"account": customer.account, "tenant_id": customer.tenant_id}
