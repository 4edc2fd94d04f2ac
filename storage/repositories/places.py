"""Where administrators say that customers are, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from core.domain.customers import CustomerKey
from core.domain.places import OwnPlace
from storage.sql import put, rows_of
from storage.tables.places import customer_places


class SqlPlaces:
    """Implements core.ports.places.Places."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: CustomerKey) -> OwnPlace | None:
        mine = {"account": key.account, "tenant_id": key.tenant_id}
        row = rows_of(self._connection, customer_places, **mine).first()
        return place_of(row) if row is not None else None

    def all(self) -> Mapping[CustomerKey, OwnPlace]:
        found = map(place_of, self._connection.execute(select(customer_places)))
        return {one.customer: one for one in found}

    def put(self, place: OwnPlace) -> None:
        row = {
            "account": place.customer.account,
            "tenant_id": place.customer.tenant_id,
            "zone": place.zone,
            "country": place.country,
            "region": place.region,
            "reason": place.reason,
            "set_by": place.set_by,
            "set_at": place.set_at,
        }
        put(self._connection, customer_places, [row])


def place_of(row: Row[Any]) -> OwnPlace:
    return OwnPlace(
        customer=CustomerKey(row.account, row.tenant_id),
        zone=row.zone,
        country=row.country,
        region=row.region,
        reason=row.reason,
        set_by=row.set_by,
        set_at=row.set_at,
    )
