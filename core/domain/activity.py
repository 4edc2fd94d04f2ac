"""What Partner Center has on record of who changed what, in its portal or by a program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Older records are refused. Source: Microsoft, "Get a record of Partner Center activity by user".
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Activity:
    """One record. `person` signed in to the portal, `application` is the id of a program; words
    are Microsoft's. `status` is the one that a subscription got by it, empty where none changed."""

    record_id: str
    at: datetime
    tenant_id: str
    operation: str
    outcome: str
    person: str = ""
    application: str = ""
    subscription_id: str = ""
    status: str = ""


def who_set(records: Iterable[Activity], subscription_id: str, status: str) -> Activity | None:
    """The newest record by which a subscription got this status."""
    found = [
        one
        for one in records
        if one.subscription_id == subscription_id
        and one.status == status
        and one.outcome == "succeeded"
    ]
    return max(found, key=lambda one: one.at, default=None)
