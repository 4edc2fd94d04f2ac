"""Take in the customers of an account that no program can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.domain.customers import Customer, Subscription
from core.domain.errors import NotAReseller
from core.domain.events import CustomersRead, Route
from core.domain.partners import Tier
from core.ports.office import Office
from core.recording import record
from core.usecases.matching import match_soon


def take_in(
    account: str, found: Mapping[Customer, Sequence[Subscription]], *, office: Office
) -> int:
    """The whole list at once: what is not on it any more has lost its relationship, and keeps its
    past. Raises NotAReseller for an account that Partner Center is asked about. Returns how many
    subscriptions there are."""
    partner = office.partners.get(account)
    if partner is None or partner.tier is not Tier.RESELLER:
        raise NotAReseller(account=account)
    now, count = office.clock(), sum(map(len, found.values()))
    with office.store() as work:
        gone = [
            replace(known, relationship="none")
            for known in work.customers.all()
            if known.key.account == account and known.key not in {c.key for c in found}
        ]
        work.customers.save([*(replace(one, read_at=now) for one in found), *gone])
        for customer, subscriptions in found.items():
            read = [replace(one, read_at=now) for one in subscriptions]
            work.customers.save_subscriptions(customer.key, read)
        event = CustomersRead(account=account, customers=len(found), subscriptions=count)
        record(work, event, office.stamp(now, "", Route.CLI))
        match_soon(work, f"{account}:{now.isoformat()}")
        work.commit()
    return count
