"""Who owes what, worst first: the same facts for /overdue and, later, for the digest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from core.arrears import Late, Owner, owner_of, portfolio_on, read_in_full
from core.domain.arrears import Arrears
from core.domain.customers import CustomerKey
from core.domain.exposure import Exposure, Standing, standing_of_late
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
    `key` is the same in every snapshot. `exposure` is from sums, and from every document in lists
    that are files, for which `pays` is looked up as well. `people` own it (names by person id, who
    took it over first); they and the country are looked up for digests."""

    key: str
    name: str
    customer: CustomerKey | None
    standing: Standing
    exposure: Arrears | Exposure
    confirmed: bool
    unreadable: bool
    pays: Behaviour | None = None
    owner: Owner = ("", "")
    people: Mapping[str, str] = field(default_factory=dict)
    country: str = ""


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
    floors, found = work.policies.current().floors, portfolio_on(work, on)
    severe = _severe(work)
    late = [_row(one, severe, floors, found.doubted) for one in found.late]
    late = [row for row in late if _matches(row, matching)]
    late.sort(key=lambda row: _worst_first(row, floors))
    stands = [s.as_of for s in work.books.currents() if s.as_of]
    return Overview(
        on=on,
        rows=tuple(late),
        totals=by_currency(m for row in late for m in row.exposure.overdue().values()),
        buckets=sum_buckets(row.exposure.buckets() for row in late),
        unapplied=dict(found.unapplied),
        books_as_of=min(stands, default=None),
        refused=work.books.refused_since() is not None,
        unmapped=found.unconfirmed,
        unmapped_open=found.unconfirmed_open,
        freeze=current_freeze(work, now=now, office=office),
        narrow=narrow(work),
        unread=tuple(one.source for one in work.readings.all() if one.told),
    )


def one_row(work: Work, owner: Owner, on: date) -> Row | None:
    """That of one customer, with every document read; None where nothing of it is late."""
    found = read_in_full(work, {owner}, on).get(owner)
    if found is None or not found[1].late():
        return None
    return _row(Late(*found), _severe(work), work.policies.current().floors, ())


def _severe(work: Work) -> dict[str, set[CustomerKey]]:
    """Who is at risk whatever it owes."""
    return {
        "suspended": work.customers.suspended_customers(),
        "fraud_cases": work.cases.fraud_customers(),
        "over_limits": work.credits.over_limit(),
    }


def by_customer(ledger: Iterable[Account]) -> list[list[Account]]:
    """Pages of one confirmed customer belong together; any other page stands alone."""
    grouped: dict[Owner, list[Account]] = {}
    for page in ledger:
        grouped.setdefault(owner_of(page.debtor), []).append(page)
    return list(grouped.values())


def _row(
    late: Late,
    severe: Mapping[str, set[CustomerKey]],
    floors: Mapping[str, Money],
    doubted: Collection[Owner],
) -> Row:
    debtor, owner = late.debtor, late.owner
    customer = owner if isinstance(owner, CustomerKey) else None
    counts = {name: int(customer in found) for name, found in severe.items()}
    return Row(
        key=str(customer) if customer else f"{debtor.source}/{debtor.customer_ref}",
        name=debtor.name,
        customer=customer,
        standing=standing_of_late(late.owing, floors, **counts),
        exposure=late.owing,
        confirmed=customer is not None,
        unreadable=owner in doubted,
        owner=owner,
    )


def in_full(work: Work, rows: Sequence[Row], on: date) -> Iterator[Row]:
    """These rows with every document read, so that disputes and credits can be told."""
    found = read_in_full(work, {row.owner for row in rows}, on)
    yield from (replace(row, exposure=found[row.owner][1]) for row in rows)


def _matches(row: Row, text: str) -> bool:
    return text.strip().casefold() in row.name.casefold()


def _worst_first(row: Row, floors: Mapping[str, Money]) -> tuple[int, int, Decimal, str]:
    """Standing, days overdue, amount measured in floors of its currency, name."""
    owed = row.exposure.overdue().items()
    weight = sum(
        (money.amount / floors[code].amount for code, money in owed if code in floors), Decimal(0)
    )
    return (row.standing, -row.exposure.days_overdue(), -weight, row.name)


def sum_buckets(found: Iterable[Mapping[str, Mapping[str, Money]]]) -> dict[str, dict[str, Money]]:
    """Buckets of many, added up by currency."""
    sums: dict[str, dict[str, Money]] = {}
    for buckets in found:
        for code, ages in buckets.items():
            total = sums.setdefault(code, {})
            for name, money in ages.items():
                total[name] = total[name] + money if name in total else money
    return sums
