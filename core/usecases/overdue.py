"""Who owes what, worst first: the same facts for /overdue and, later, for the digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from core.accounts import all_pages
from core.domain.customers import CustomerKey, MappingState
from core.domain.exposure import Debt, Document, Exposure, Standing, expose, standing_of
from core.domain.money import Money, by_currency
from core.domain.payment_behaviour import Behaviour
from core.domain.people import AccountKey
from core.freezes import Narrow, current_freeze, narrow
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.records import Account, Freeze
from core.ports.store import Work
from core.usecases.finding import person_with


@dataclass(frozen=True, slots=True)
class Row:
    """One customer of the books. `confirmed` is false where no person said which tenant it is;
    `key` is the same in every snapshot. `pays` is looked up for lists that are files."""

    key: str
    name: str
    customer: CustomerKey | None
    standing: Standing
    exposure: Exposure
    confirmed: bool
    unreadable: bool
    pays: Behaviour | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """Overdue customers, worst first; totals are per currency and equal the rows' sums.
    `unmapped_open` is what is open, late or not, on the accounts that are nobody's."""

    on: date
    rows: tuple[Row, ...]
    totals: dict[str, Money]
    buckets: dict[str, dict[str, Money]]
    unapplied: dict[str, Money]
    books_as_of: datetime | None
    refused: bool
    unmapped: int
    freeze: Freeze | None
    narrow: tuple[Narrow, ...] = ()
    unread: tuple[str, ...] = ()
    unmapped_open: Mapping[str, Money] = field(default_factory=dict)

    def stands(self) -> bool:
        """Is there something that a digest has to say as long as it lasts?"""
        return bool(self.rows or self.freeze or self.narrow)


def overview(account: AccountKey, *, office: Office, matching: str = "") -> Overview:
    """Every customer with something late, of the names that contain `matching`. Raises NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return read_overview(work, office=office, matching=matching)


def read_overview(work: Work, *, office: Office, matching: str = "") -> Overview:
    """The same for whoever was let in already."""
    now = office.clock()
    on = office.today(now)
    suspended = work.customers.suspended_customers()
    fraud, over = work.cases.fraud_customers(), work.credits.over_limit()
    pages, floors = by_customer(all_pages(work, on)), work.policies.current().floors
    severe = {"suspended": suspended, "fraud_cases": fraud, "over_limits": over}
    rows = [_row(pages_, on, severe, floors) for pages_ in pages]
    stands = [s.as_of for s in work.books.currents() if s.as_of]
    late = [row for row in rows if row.exposure.late() and _matches(row, matching)]
    late.sort(key=lambda row: _worst_first(row, floors))
    return Overview(
        on=on,
        rows=tuple(late),
        totals=by_currency(m for row in late for m in row.exposure.overdue().values()),
        buckets=sum_buckets(row.exposure for row in late),
        unapplied=by_currency(m for row in rows for m in row.exposure.credits.values()),
        books_as_of=min(stands, default=None),
        refused=work.books.refused_since() is not None,
        unmapped=sum(1 for row in rows if not row.confirmed),
        unmapped_open=by_currency(debt.left for row in rows for debt in _unmapped(row)),
        freeze=current_freeze(work, now=now, office=office),
        narrow=narrow(work),
        unread=tuple(one.source for one in work.readings.all() if one.told),
    )


def _unmapped(row: Row) -> tuple[Debt, ...]:
    """What is open on an account of which nobody confirmed whose it is."""
    return () if row.confirmed else row.exposure.debts


def by_customer(ledger: Iterable[Account]) -> list[list[Account]]:
    """Pages of one confirmed customer belong together; any other page stands alone."""
    grouped: dict[object, list[Account]] = {}
    for page in ledger:
        confirmed = page.debtor.mapping is MappingState.CONFIRMED
        key = page.debtor.customer if confirmed else (page.debtor.source, page.debtor.customer_ref)
        grouped.setdefault(key, []).append(page)
    return list(grouped.values())


def _row(
    pages: list[Account],
    on: date,
    severe: Mapping[str, set[CustomerKey]],
    floors: Mapping[str, Money],
) -> Row:
    debtor = pages[0].debtor
    confirmed = debtor.mapping is MappingState.CONFIRMED
    customer = debtor.customer if confirmed else None
    documents: list[Document] = [doc for page in pages for doc in page.documents]
    exposure = expose(documents, on)
    counts = {name: int(customer in found) for name, found in severe.items()}
    return Row(
        key=str(customer) if customer else f"{debtor.source}/{debtor.customer_ref}",
        name=debtor.name,
        customer=customer,
        standing=standing_of(exposure, floors, **counts),
        exposure=exposure,
        confirmed=confirmed,
        unreadable=any(page.unreadable for page in pages),
    )


def _matches(row: Row, text: str) -> bool:
    return text.strip().casefold() in row.name.casefold()


def _worst_first(row: Row, floors: Mapping[str, Money]) -> tuple[int, int, Decimal, str]:
    """Standing, days overdue, amount measured in floors of its currency, name."""
    owed = row.exposure.overdue().items()
    weight = sum(
        (money.amount / floors[code].amount for code, money in owed if code in floors), Decimal(0)
    )
    return (row.standing, -row.exposure.days_overdue(), -weight, row.name)


def sum_buckets(exposures: Iterable[Exposure]) -> dict[str, dict[str, Money]]:
    sums: dict[str, dict[str, Money]] = {}
    for exposure in exposures:
        for code, buckets in exposure.buckets().items():
            total = sums.setdefault(code, {})
            for name, money in buckets.items():
                total[name] = total[name] + money if name in total else money
    return sums
