"""Whom somebody may mean who still types."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.customers import Customer
from core.domain.people import AccountKey
from core.gathering import may_ask
from core.ports.office import Office
from core.usecases.finding import LONGEST_NAME, person_with

MOST_OFFERED = 20


def who_may_be_meant(text: str, account: AccountKey, *, office: Office) -> Sequence[Customer]:
    """The surest first; nobody where nothing was typed. Raises NoRole, NotEligible for whoever may
    not see who our customers are."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return work.customers.fitting(text.strip()[:LONGEST_NAME], MOST_OFFERED)
