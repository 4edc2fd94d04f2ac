"""What tells of fraud about customers, read table by table for as many of them as are asked
for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from core.domain.customers import CustomerKey
from core.ports.profiles import Profile
from storage.repositories.bills import spending_of
from storage.repositories.contacts import addresses
from storage.repositories.signals import OLDEST, signal_of
from storage.repositories.spend import by_currency, intake_of
from storage.repositories.sync import FOUND, drift_of
from storage.sql import Values, Wanted, by_customer, by_partner, theirs
from storage.tables.bills import spending
from storage.tables.books import debtors
from storage.tables.letters import contacts
from storage.tables.signals import signals
from storage.tables.spend import intakes, spend_days
from storage.tables.sync import drifts

# Made once: making one takes longer than running it.
SIGNALS = select(signals).where(*theirs(signals)).order_by(*OLDEST)
DRIFTS = (
    select(drifts)
    .where(*theirs(drifts), drifts.c.found_at >= bindparam("drifts_since"))
    .order_by(*FOUND)
)
SPENT = (
    select(spend_days)
    .where(*theirs(spend_days), spend_days.c.day >= bindparam("spent_since"))
    .order_by(spend_days.c.day)
)
SPENDING = select(spending).where(*theirs(spending))
INTAKES = select(intakes).where(*theirs(intakes))
WRITTEN = select(contacts.c.account, contacts.c.tenant_id, contacts.c.address).where(
    *theirs(contacts)
)
IN_BOOKS = addresses().where(*theirs(debtors))


class SqlProfiles:
    """Implements core.ports.profiles.Profiles."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(
        self, keys: Sequence[CustomerKey], *, drifts_since: datetime, spent_since: date
    ) -> dict[CustomerKey, Profile]:
        since = {"drifts_since": drifts_since, "spent_since": spent_since}
        found: dict[CustomerKey, Profile] = {}
        for wanted in by_partner(keys):
            found |= {one.customer: one for one in self._of(wanted, since)}
        return found

    def _of(self, wanted: Wanted, since: Values) -> Iterator[Profile]:
        asked = {**wanted, **since}
        known, changed = self._all(SIGNALS, asked), self._all(DRIFTS, asked)
        spent, month = self._all(SPENT, asked), self._all(SPENDING, asked)
        written, booked = self._all(WRITTEN, asked), self._all(IN_BOOKS, asked)
        came = self._all(INTAKES, asked)
        for tenant in wanted["tenants"]:
            key = CustomerKey(wanted["partner"], tenant)
            letters_go_to = (row.address for row in (*written[key], *booked[key]))
            yield Profile(
                customer=key,
                signals=[signal_of(row) for row in known[key]],
                drifts=[drift_of(row) for row in changed[key]],
                spent=by_currency(spent[key]),
                spending=next(map(spending_of, month[key]), None),
                addresses=frozenset(letters_go_to),
                intake=next(map(intake_of, came[key]), None),
            )

    def _all(self, found: Select[Any], asked: Values) -> Mapping[CustomerKey, list[Row[Any]]]:
        return by_customer(self._connection, found, asked)
