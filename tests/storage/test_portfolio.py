"""Sums over all books say what reading every document says; made-up books of a whole portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bench.made.agreeing import AGENT, agree, open_for_work
from bench.made.filling import pour_in
from bench.made.owners import Owner
from bench.made.papers import TODAY, papers
from core.accounts import all_pages
from core.arrears import Owner as Whose
from core.arrears import owner_of, portfolio_on
from core.domain.customers import CustomerKey, MappingState
from core.domain.exposure import CREDITS, Category, Document, Kind, Status, expose
from core.domain.holds import HoldKind
from core.domain.money import Money, by_currency, zero
from core.ports.office import Office
from core.ports.store import Work
from core.usecases import holds, past_books, standing
from core.usecases.overdue import by_customer, overview
from storage.database import Database
from storage.tables.agreements import disputes

COUNT, SEED = 120, 3
CONFIRMED = MappingState.CONFIRMED
A_DAY = timedelta(days=1)
Told = tuple[dict[str, Money], int, dict[tuple[str, str], Money]]


@pytest.fixture
def office(desk: Database) -> Office:
    office = open_for_work(desk)
    pour_in(desk, COUNT, SEED)
    agree(office, COUNT, SEED)
    return office


def told(overdue: Mapping[str, Money], days: int, ages: Mapping[str, Mapping[str, Money]]) -> Told:
    filled = {
        (code, name): money
        for code, sums in ages.items()
        for name, money in sums.items()
        if money and name != "not due"
    }
    return dict(overdue), days, filled


def from_sums(work: Work, on: date) -> dict[Whose, Told]:
    found = portfolio_on(work, on).late
    return {
        one.owner: told(one.owing.overdue(), one.owing.days_overdue(), one.owing.buckets())
        for one in found
    }


def from_documents(work: Work, on: date) -> dict[Whose, Told]:
    found = {}
    for pages in by_customer(all_pages(work, on)):
        one = expose((doc for page in pages for doc in page.documents), on)
        if one.late():
            whose = owner_of(pages[0].debtor)
            found[whose] = told(one.overdue(), one.days_overdue(), one.buckets())
    return found


def test_sums_say_what_every_document_says_on_any_day(office: Office) -> None:
    with office.store.reading() as work:
        for later in (0, 1, 29, 30, 31, 61, 90, 400):
            on = TODAY + later * A_DAY
            assert from_sums(work, on) == from_documents(work, on)


def test_whoever_has_a_mark_of_ours_is_read_in_full(office: Office, desk: Database) -> None:
    """Holds that ended against the customer, disputes that did, and payments that came back."""
    with office.store() as work:
        late = [one.owner for one in portfolio_on(work, TODAY).late]
        nobodys = [one for one in late if isinstance(one, tuple)]
        docs = [page.documents[0] for page in work.portfolio.pages(nobodys)]
        keys = [one for one in late if not isinstance(one, tuple)]
        docs += [page[0].documents[0] for page in work.portfolio.accounts(keys[:15]).values()]
        work.marks.give_back(docs, TODAY - 12 * A_DAY)
        work.marks.write_off((docs[-1].source, docs[-1].document_id), TODAY - A_DAY, "a plan")
        work.commit()
    wish = holds.Wish(HoldKind.HARDSHIP, "Flood", TODAY + 20 * A_DAY)
    holds.place_for_many(wish, keys[10:25], "the valley", AGENT, office=office)
    with desk.transaction() as connection:
        connection.execute(update(disputes).values(until=TODAY + 3 * A_DAY))
        connection.commit()
    for later in (0, 3, 20, 21, 22, 55):
        on = TODAY + later * A_DAY
        with office.store.reading() as work:
            assert from_sums(work, on) == from_documents(work, on)


def test_what_is_unapplied_or_nobodys_is_counted_too(office: Office) -> None:
    with office.store.reading() as work:
        found, pages = portfolio_on(work, TODAY), by_customer(all_pages(work, TODAY))
    seen = [(one[0].debtor, expose((d for p in one for d in p.documents), TODAY)) for one in pages]
    nobodys = [one for who, one in seen if who.mapping is not MappingState.CONFIRMED]
    assert len(nobodys) == found.unconfirmed > 0
    open_ = by_currency(debt.left for one in nobodys for debt in one.debts)
    assert {code: money for code, money in found.unconfirmed_open.items() if money} == open_
    credits = by_currency(money for _, one in seen for money in one.credits.values())
    assert found.unapplied == credits != {}


# The made-up books themselves


def test_what_was_made_is_what_the_desk_reads(desk: Database) -> None:
    """By plain sums over what was made: nothing is agreed on yet."""
    office = open_for_work(desk)
    pour_in(desk, COUNT, SEED)
    made = {owner.key: _owed(owner) for owner in (Owner(n, SEED) for n in range(COUNT))}
    aging = past_books.aging(TODAY.isoformat(), office=office)
    read = {row.customer: row.exposure.overdue() for row in aging.rows if row.customer}
    confirmed = [key for key, owner in _owners().items() if owner.mapping is CONFIRMED]
    assert {key: read.get(key, {}) for key in confirmed} == {key: made[key] for key in confirmed}
    digest = {row.customer: row.exposure.overdue() for row in overview(AGENT, office=office).rows}
    assert {key: digest.get(key, {}) for key in confirmed} == {key: made[key] for key in confirmed}
    for key in confirmed[::30]:
        seen = standing.look_up(_owners()[key].domain, AGENT, office=office)
        assert (seen.exposure.overdue(), len(seen.subscriptions)) == (
            made[key],
            len(_owners()[key].subscription_ids),
        )


def _owners() -> dict[CustomerKey, Owner]:
    return {owner.key: owner for owner in (Owner(number, SEED) for number in range(COUNT))}


def _owed(owner: Owner) -> dict[str, Money]:
    """Late amounts less credits, never below nothing, of each currency."""
    sums: dict[str, Money] = {}
    docs = [one.row.document for one in papers(owner) if not one.missing]
    for code in {doc.open.currency for doc in docs}:
        mine = [doc for doc in docs if doc.open.currency == code]
        late = sum((d.open - d.disputed for d in mine if _is_late(d)), start=zero(code))
        credit = sum((d.open for d in mine if d.kind in CREDITS), start=zero(code))
        if late + credit > zero(code):
            sums[code] = late + credit
    return sums


def _is_late(doc: Document) -> bool:
    is_debt = doc.kind is Kind.INVOICE and doc.category is Category.CLOUD
    live = doc.status not in (Status.CLOSED, Status.WRITTEN_OFF, Status.DRAFT)
    return is_debt and live and doc.due is not None and doc.due < TODAY
