"""What books have to be like to be taken in; each check raises ImportRefused."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from core.domain.errors import ImportRefused
from core.ports.office import Office
from core.ports.records import RowProblem, SheetHead, Snapshot

MOST_BAD_ROWS = 0.01
SMALL_BOOKS = 20
LEAST_CUSTOMERS = 0.8
LEAST_TOTAL = Decimal("0.5")
# Between our clock and another's.
APART = timedelta(minutes=5)


def _problem(problem: str, **facts: str) -> ImportRefused:
    return ImportRefused(problems=[RowProblem(0, "", problem, facts)])


def as_of_ours(head: SheetHead, now: datetime) -> datetime:
    """Other clocks are never quite ours: what lies this little ahead is of now."""
    return now if now < head.as_of <= now + APART else head.as_of


def check_head(snapshot: Snapshot, *, now: datetime, office: Office) -> None:
    as_of = snapshot.as_of or now
    if as_of > now:
        raise _problem("as_of_in_the_future", as_of=as_of.isoformat())
    with office.store.reading() as work:
        last = work.books.current(snapshot.source)
    if last is not None and last.as_of is not None and as_of < last.as_of:
        raise _problem("older_than_the_last", as_of=as_of.isoformat(), last=last.as_of.isoformat())


def check_rows(rows: int, bad: int) -> None:
    """Of all the books: few rows that are bad would be a large share of few that changed."""
    if rows == 0:
        raise _problem("no_rows")
    if bad > rows * MOST_BAD_ROWS:
        raise _problem("too_many_bad_rows", bad=str(bad), rows=str(rows))


def check_drop(snapshot: Snapshot, *, office: Office) -> None:
    with office.store.reading() as work:
        last = work.books.current(snapshot.source)
    if last is None or last.customers <= SMALL_BOOKS:
        return
    if snapshot.customers < last.customers * LEAST_CUSTOMERS:
        raise _problem("customers_dropped", now=str(snapshot.customers), last=str(last.customers))
    totals = {money.currency: money for money in snapshot.totals}
    for before in last.totals:
        after = totals.get(before.currency)
        if before.amount > 0 and (after is None or after.amount < before.amount * LEAST_TOTAL):
            raise _problem(
                "total_dropped",
                currency=before.currency,
                now=after.plain() if after else "0",
                last=before.plain(),
            )
