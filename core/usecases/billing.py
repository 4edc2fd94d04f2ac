"""Our own side of the bills: what Microsoft charges for each seat, what we owe it and since when,
and what customers spend on Azure against their budgets."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from core.domain.billing import SALES_STOP_AFTER, Balance, Invoice, prices
from core.domain.clouds import Capability, Cloud
from core.domain.consequences import Price
from core.domain.customers import CustomerKey
from core.domain.events import OverdueToMicrosoft, Route
from core.domain.partners import Partner
from core.domain.people import AccountKey, Role
from core.ports.bills import Owed, Unpaid
from core.ports.office import Office
from core.ports.outside import Missing, Unreachable
from core.ports.partner_billing import PartnerBilling
from core.ports.partner_spending import PartnerSpending
from core.ports.store import Work
from core.recording import record
from core.usecases.finding import person_with
from core.usecases.signal_ticks import after_reading

log = logging.getLogger(__name__)

BILLS_EVERY, SPENDING_EVERY = timedelta(days=1), timedelta(hours=1)
TRY_AGAIN = timedelta(hours=1)
# Prices come from the newest invoices of each kind that are not older.
PRICED = timedelta(days=62)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class BillReader:
    """Reads the bills once a day and the spending once an hour, where the cloud has them."""

    office: Office
    billing: PartnerBilling
    spending: PartnerSpending

    def go_on(self, account: str) -> None:
        """Read what is due. What cannot be read keeps what was known."""
        partner = self.office.partners.get(account, Partner(account))
        if partner.can(Capability.INVOICES) and self._begin("bills", account):
            self._try("bills", partner, self.read_bills, BILLS_EVERY)
        if partner.can(Capability.USAGE) and self._begin("spending", account):
            self._try("spending", partner, self.read_spending, SPENDING_EVERY)

    def _begin(self, what: str, account: str) -> bool:
        """Whoever notes first that it is due reads it; if that ends it, it is due again soon."""
        now = self.office.clock()
        with self.office.store.reading() as work:
            due = _next(work, what, account)
        if due is not None and now < due:
            return False
        with self.office.store() as work:
            if _next(work, what, account) != due:
                return False
            work.desk.put(f"{what}_next:{account}", (now + TRY_AGAIN).isoformat())
            work.commit()
        return True

    def _try(self, what: str, partner: Partner, read: Reading, every: timedelta) -> None:
        now, why = self.office.clock(), ""
        try:
            read(partner)
        except (Unreachable, Missing) as error:
            why = str(error)
            log.warning("%s not read account=%s why=%s", what, partner.name, why)
        with self.office.store() as work:
            work.desk.put(f"{what}_trouble:{partner.name}", why)
            due = now + (TRY_AGAIN if why else every)
            work.desk.put(f"{what}_next:{partner.name}", due.isoformat())
            work.commit()

    def read_bills(self, partner: Partner) -> None:
        """Balances, the oldest unpaid invoices, and the prices of the newest ones. Raises
        Unreachable, Missing."""
        now, account = self.office.clock(), partner.name
        invoices = list(self.billing.invoices(account))
        balances = self.billing.balances(account)
        owed = [_owed(one, invoices, partner.cloud, now) for one in balances]
        with self.office.store() as work:
            work.bills.save_owed(account, owed)
            _alert(work, partner, owed, now=now, office=self.office)
            work.commit()
        self._read_prices(account, invoices)

    def _read_prices(self, account: str, invoices: Iterable[Invoice]) -> None:
        """Once for each invoice: it never changes."""
        newest = _newest(invoices, self.office.today(self.office.clock()))
        for invoice in newest:
            fact = f"priced:{account}:{invoice.kind}"
            with self.office.store.reading() as work:
                if work.desk.get(fact) == invoice.number:
                    continue
            found = prices(self.billing.charges(account, invoice), invoice.issued)
            with self.office.store() as work:
                for key, priced in _by_customer(account, found).items():
                    work.prices.save(key, priced)
                work.desk.put(fact, invoice.number)
                work.commit()

    def read_spending(self, partner: Partner) -> None:
        """This month's, of all customers with one question. Raises Unreachable, Missing."""
        found = self.spending.spending(partner.name)
        with self.office.store() as work:
            work.bills.save_spending(partner.name, found)
            work.spend.note(found)
            after_reading(work, partner.name, office=self.office)
            work.commit()


class Reading(Protocol):
    def __call__(self, partner: Partner) -> None: ...


def _next(work: Work, what: str, account: str) -> datetime | None:
    noted = work.desk.get(f"{what}_next:{account}")
    return datetime.fromisoformat(noted) if noted else None


def _newest(invoices: Iterable[Invoice], today: date) -> list[Invoice]:
    """Of each kind and currency."""
    found: dict[tuple[str, str], Invoice] = {}
    for invoice in sorted(invoices, key=lambda one: (one.issued, one.number)):
        if invoice.document == "invoice" and today - invoice.issued <= PRICED:
            found[invoice.kind, invoice.total.currency] = invoice
    return list(found.values())


def _by_customer(
    account: str, found: dict[tuple[str, str], Price]
) -> dict[CustomerKey, dict[str, Price]]:
    grouped: dict[CustomerKey, dict[str, Price]] = defaultdict(dict)
    for (tenant_id, subscription_id), price in found.items():
        grouped[CustomerKey(account, tenant_id)][subscription_id] = price
    return grouped


def _owed(balance: Balance, invoices: Iterable[Invoice], cloud: Cloud, now: datetime) -> Owed:
    """With the oldest invoice in this currency that is not paid whole."""
    currency = balance.owed.currency
    still = [
        one
        for one in invoices
        if one.total.currency == currency and one.open.amount > 0 and one.document == "invoice"
    ]
    oldest = min(still, key=lambda one: (one.issued, one.number), default=None)
    if oldest is None or balance.owed.amount <= 0:
        return Owed(balance, None, now)
    return Owed(
        balance, Unpaid(oldest.number, oldest.issued, oldest.due(cloud), oldest.open), now
    )


def overdue_since(unpaid: Unpaid | None, today: date) -> date | None:
    """The day after its due date; where the terms are not known, nobody can say before the whole
    time has passed after which our sales stop."""
    if unpaid is None:
        return None
    last = unpaid.due or unpaid.issued + SALES_STOP_AFTER
    return last + timedelta(days=1) if today > last else None


def sales_stop_from(unpaid: Unpaid) -> date | None:
    """From when Microsoft may stop our own sales."""
    return None if unpaid.due is None else unpaid.due + SALES_STOP_AFTER + timedelta(days=1)


def _alert(
    work: Work, partner: Partner, owed: Sequence[Owed], *, now: datetime, office: Office
) -> None:
    """Once a day while something is overdue; amounts are for administrators only."""
    today = office.today(now)
    late = [one for one in owed if overdue_since(one.unpaid, today)]
    fact = f"overdue_told:{partner.name}"
    if not late or work.desk.get(fact) == today.isoformat():
        return
    first = min((one.unpaid for one in late if one.unpaid), key=lambda one: one.issued)
    stops = sales_stop_from(first)
    event = OverdueToMicrosoft(
        account=partner.name,
        since=str(overdue_since(first, today) or ""),
        due_known=int(first.due is not None),
        stops=str(stops or ""),
    )
    record(work, event, office.stamp(now, "", Route.AUTOMATION))
    work.desk.put(fact, today.isoformat())


# For administrators


@dataclass(frozen=True, slots=True)
class Bill:
    """One account and what we owe Microsoft for it, per currency; `readable` is false for a
    reseller, whose provider bills it, and `trouble` says why the newest reading failed."""

    partner: Partner
    owed: tuple[Owed, ...]
    readable: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class View:
    bills: tuple[Bill, ...]
    today: date


def own_standing(account: AccountKey, *, office: Office) -> View:
    """How we stand with Microsoft. Raises NoRole for whoever is no administrator, NotEligible."""
    with office.store.reading() as work:
        person_with(work, account, ADMINISTRATORS)
        bills = tuple(_bill(work, one) for _, one in sorted(office.partners.items()))
    return View(bills, office.today(office.clock()))


def _bill(work: Work, partner: Partner) -> Bill:
    trouble = work.desk.get(f"bills_trouble:{partner.name}")
    owed = tuple(work.bills.owed(partner.name))
    return Bill(partner, owed, partner.can(Capability.INVOICES), trouble)
