"""Whose a row is, also where it does not name its customer itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, select

from core.domain.customers import MappingState
from storage.sql import theirs
from storage.tables.alerts import alerts
from storage.tables.books import debtors
from storage.tables.cases import cases
from storage.tables.plans import plans
from storage.tables.tickets import tickets

IS_THEIR_NAME = and_(*theirs(debtors), debtors.c.mapping == MappingState.CONFIRMED)
THEIR_NAMES = select(debtors.c.customer_ref).where(IS_THEIR_NAME)
# What leads from a row to its customer, where it does not name one itself.
LEADS: Mapping[str, Select[Any]] = {
    "case_id": select(cases.c.case_id).where(*theirs(cases)),
    "plan_id": select(plans.c.plan_id).where(*theirs(plans)),
    "ticket_id": select(tickets.c.ticket_id).where(*theirs(tickets)),
    "alert_id": select(alerts.c.alert_id).where(*theirs(alerts)),
    "customer_ref": THEIR_NAMES,
}


def is_of(table: Table) -> ColumnElement[bool]:
    """Is a row of this table one of the customers that are `storage.sql.Wanted`?"""
    if "tenant_id" in table.c:
        return and_(*theirs(table))
    return and_(*(table.c[name].in_(ids) for name, ids in LEADS.items() if name in table.c))
