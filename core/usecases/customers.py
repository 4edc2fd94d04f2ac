"""Read customers and subscriptions from Partner Center, so that forms open without asking it."""

from __future__ import annotations

import logging
from dataclasses import replace

from core.domain.customers import CustomerKey
from core.domain.events import CustomersRead, Route
from core.ports.office import Office
from core.ports.outside import Missing, PartnerCenter, Unreachable
from core.recording import record

log = logging.getLogger(__name__)


def read_account(account: str, *, office: Office, partner_center: PartnerCenter) -> int:
    """Read every customer of a partner account. One that cannot be read keeps what was known.
    Raises Unreachable where the list itself cannot be had. Returns how many were read."""
    count = subscriptions = 0
    for listed in partner_center.customers(account):
        try:
            subscriptions += read_customer(listed.key, office=office, partner_center=partner_center)
            count += 1
        except Unreachable as error:
            log.warning("customer not read customer=%s why=%s", listed.key, error.why)
    now = office.clock()
    with office.store() as work:
        event = CustomersRead(account=account, customers=count, subscriptions=subscriptions)
        record(work, event, office.stamp(now, "", Route.AUTOMATION))
        work.commit()
    return count


def read_customer(key: CustomerKey, *, office: Office, partner_center: PartnerCenter) -> int:
    """Read one customer and its subscriptions; a lost relationship is noted, nothing is deleted.
    Raises Unreachable."""
    try:
        customer = partner_center.customer(key)
        found = partner_center.subscriptions(key)
    except Missing:
        with office.store() as work:
            known = work.customers.get(key)
            if known is not None:
                work.customers.save([replace(known, relationship="none")])
                work.commit()
        return 0
    now = office.clock()
    with office.store() as work:
        work.customers.save([replace(customer, read_at=now)])
        work.customers.save_subscriptions(key, [replace(s, read_at=now) for s in found])
        work.commit()
    return len(found)
