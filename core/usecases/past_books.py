"""The books as they stood on a day, and what changed from one day to another.

The books alone: agreements of ours are not laid over them, and who is whose is as it is known
now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.domain.book_changes import Change, Changed, changes_of, sums_of
from core.domain.calendar import day_of
from core.domain.customers import CustomerKey, MappingState
from core.domain.errors import BadInput
from core.domain.exposure import Exposure, expose
from core.domain.money import Money, by_currency
from core.ports.office import Office
from core.ports.records import Account, Snapshot
from core.ports.store import Work
from core.usecases.finding import find_customer
from core.usecases.overdue import by_customer, sum_buckets


@dataclass(frozen=True, slots=True)
class Aged:
    """What one customer owed. `confirmed` is false where no person said which tenant it is."""

    name: str
    customer: CustomerKey | None
    exposure: Exposure
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Aging:
    """What the snapshots said that were the newest on a day, most overdue first; totals are per
    currency and equal the rows' sums."""

    on: date
    snapshots: tuple[Snapshot, ...]
    rows: tuple[Aged, ...]
    overdue: Mapping[str, Money]
    buckets: Mapping[str, Mapping[str, Money]]
    disputed: Mapping[str, Money]
    credits: Mapping[str, Money]


def aging(day: str, *, office: Office, customer: str = "") -> Aging:
    """Of everybody, or of one customer. Raises BadInput, also where no books of that day are kept,
    and those of find_customer."""
    on = day_of(day)
    with office.store.reading() as work:
        found = _newest(work, on, office)
        key = find_customer(work, customer).key if customer.strip() else None
        pages = by_customer(work.books.ledger_at(found))
        aged = [_aged(mine, on) for mine in pages if key is None or _customer_of(mine) == key]
    aged.sort(key=lambda row: (-row.exposure.days_overdue(), row.name))
    rows = [row.exposure for row in aged]
    return Aging(
        on=on,
        snapshots=tuple(found),
        rows=tuple(aged),
        overdue=by_currency(m for row in rows for m in row.overdue().values()),
        buckets=sum_buckets(row.buckets() for row in rows),
        disputed=by_currency(m for row in rows for m in row.disputed.values()),
        credits=by_currency(m for row in rows for m in row.credits.values()),
    )


def _customer_of(pages: list[Account]) -> CustomerKey | None:
    debtor = pages[0].debtor
    return debtor.customer if debtor.mapping is MappingState.CONFIRMED else None


def _aged(pages: list[Account], on: date) -> Aged:
    documents = [doc for page in pages for doc in page.documents]
    confirmed = pages[0].debtor.mapping is MappingState.CONFIRMED
    return Aged(pages[0].debtor.name, _customer_of(pages), expose(documents, on), confirmed)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two snapshots of one source, of which the earlier may not be there, what became of which
    document in between, and the names of those who owe it."""

    was: Snapshot | None
    now: Snapshot
    changes: tuple[Changed, ...]
    names: Mapping[str, str]

    def sums(self) -> dict[Change, dict[str, Money]]:
        return sums_of(self.changes)


def compare(first: str, last: str, *, office: Office) -> list[Compared]:
    """Of each source the newest books on one day and those on another; without the last day the
    newest there are, without the first day those before. Raises BadInput."""
    until = day_of(last) if last else office.today(office.clock())
    since = day_of(first) if first else None
    if since is not None and since >= until:
        raise BadInput(problem="the first day comes before the last")
    with office.store.reading() as work:
        after = _newest(work, until, office)
        if since is None:
            before = {one.source: work.books.previous(one) for one in after}
        else:
            before = {one.source: one for one in _newest(work, since, office)}
        return [_compared(work, before.get(one.source), one) for one in after]


def _compared(work: Work, was: Snapshot | None, now: Snapshot) -> Compared:
    pairs = work.books.differences(was, now)
    changes = tuple(change for pair in pairs for change in changes_of(*pair[:2], closed=pair[2]))
    names = {one.customer_ref: one.name for one in work.books.named_by(now.source)}
    return Compared(was, now, changes, names)


def _newest(work: Work, on: date, office: Office) -> list[Snapshot]:
    """Of each source the newest books that speak of that day or an earlier one."""
    after = datetime.combine(on + timedelta(days=1), time(), ZoneInfo(office.own.zone))
    found = work.books.newest_before(after.astimezone(UTC))
    if not found:
        raise BadInput(problem=f"no books of {on.isoformat()} or before it are kept")
    return found
