"""A policy in force, without the people who would have to publish it."""

from __future__ import annotations

from datetime import UTC, datetime

from core.domain.policy import Policy
from core.ports.policies import Publication
from core.ports.store import Store

LONG_AGO = datetime(2026, 1, 5, 8, tzinfo=UTC)


def put_in_force(store: Store, policy: Policy, since: datetime = LONG_AGO) -> None:
    with store() as work:
        work.policies.keep(policy)
        work.policies.put_in_force(Publication(policy.version, policy.name, since))
        work.commit()
