"""Invoices that were paid: kept once, of whoever was confirmed, without what was no payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.domain.customers import MappingState
from core.ports.store import Store
from tests.a_payment import a_paid
from tests.builders import BOOKS, CONTOSO, FABRIKAM, a_debtor, a_document

PAID = a_paid(date(2026, 5, 20), document_id="1", payment_method="direct_debit")
DEBTORS = (
    a_debtor(),
    a_debtor(customer_ref="K2", mapping=MappingState.PROPOSED),
    a_debtor(customer_ref="K3", customer=FABRIKAM),
)


@pytest.fixture
def kept(store: Store) -> Store:
    """What Contoso paid, and what somebody paid who was not confirmed."""
    with store() as work:
        work.books.save_debtors(DEBTORS)
        work.payments.note([PAID, replace(PAID, document_id="2", customer_ref="K2")])
        work.commit()
    return store


def test_it_belongs_to_who_was_confirmed(kept: Store) -> None:
    with kept.reading() as work:
        assert work.payments.of(CONTOSO) == [PAID]
        assert work.payments.of(FABRIKAM) == []


def test_newer_books_know_better(kept: Store) -> None:
    better = replace(PAID, paid_on=date(2026, 5, 25), at_latest=True)
    with kept() as work:
        work.payments.note([better])
        work.payments.note([])
        work.commit()
    with kept.reading() as work:
        assert work.payments.of(CONTOSO) == [better]


def test_a_day_is_looked_from_and_is_not_in_it(kept: Store) -> None:
    with kept.reading() as work:
        assert work.payments.of(CONTOSO, date(2026, 5, 19)) == [PAID]
        assert work.payments.of(CONTOSO, date(2026, 5, 20)) == []


def test_what_is_open_again_was_not_paid(kept: Store) -> None:
    with kept() as work:
        work.payments.take_back([(BOOKS, "another"), ("elsewhere", "1")])
        work.payments.take_back([])
        assert work.payments.of(CONTOSO) == [PAID]
        work.payments.take_back([(BOOKS, "1")])
        assert work.payments.of(CONTOSO) == []


def test_what_we_wrote_off_was_never_paid(kept: Store) -> None:
    with kept() as work:
        work.marks.write_off((BOOKS, "1"), date(2026, 5, 1), "plan")
        assert work.payments.of(CONTOSO) == []


def test_many_customers_are_asked_for_at_once(kept: Store) -> None:
    theirs = [replace(PAID, document_id=str(n), customer_ref="K3") for n in range(3, 6)]
    with kept() as work:
        work.payments.note(theirs)
        found = work.payments.of_each([CONTOSO, FABRIKAM, CONTOSO], date(2026, 5, 1))
        assert dict(found) == {CONTOSO: [PAID], FABRIKAM: theirs}
        assert dict(work.payments.of_each([], date.min)) == {}


def test_books_that_once_named_a_day_name_days(kept: Store) -> None:
    with kept() as work:
        work.payments.note([replace(PAID, source="silent", at_latest=True)])
        assert work.payments.names_days(BOOKS)
        assert not work.payments.names_days("silent")
        assert not work.payments.names_days("unheard of")


def test_payments_that_came_back_are_those_of_the_customer(kept: Store) -> None:
    on = date(2026, 6, 1)
    with kept() as work:
        work.marks.give_back([a_document(), a_document(document_id="2", customer_ref="K2")], on)
        assert work.payments.returned(CONTOSO, date(2026, 5, 31)) == [on]
        assert work.payments.returned(CONTOSO, on) == []
        assert work.payments.returned(FABRIKAM, date.min) == []
