"""How a customer pays, from books as they come in: what is kept of them, and what is not."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from clients.receivables_csv import CsvSheet
from core.domain.credit_advice import Paid
from core.domain.customers import Debtor, MappingState
from core.domain.events import Route
from core.domain.ladder import Timing
from core.domain.money import zero
from core.domain.payment_behaviour import Behaviour, Paying
from core.domain.plans import Basis, Reason
from core.domain.release import Payment, cleared_on
from core.usecases import case_view, cases, credit_view, overdue, standing
from core.usecases.exports import with_paying
from core.usecases.paying import look_up
from core.usecases.receivables import Drop, take_in
from core.usecases.review import _payments
from sandbox.data.receivables import Change, closed, paid, receivables, write_rows, written_off
from tests.a_payment import a_paid
from tests.office import AGENT, Desk, contoso
from tests.usecases.newer_books import books

SILENT, CONTOSO_THERE = "silent", "D10001"
MONDAY = date(2026, 10, 12)


def silent(desk: Desk, *changes: Change) -> None:
    """The next day's books of a system that names no day on which anything was paid."""
    desk.now += timedelta(days=1)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "books.csv"
        found = receivables(as_of=desk.now, changes=changes, only={CONTOSO_THERE})
        nameless = {"source_system": SILENT, "last_payment_date": "", "last_payment_amount": ""}
        write_rows(file, [row | nameless for row in found])
        sheet = CsvSheet(file, "Europe/Berlin")
        take_in(sheet, office=desk.office, route=Route.CLI, drop=Drop.ACCEPT)


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Contoso has a confirmed name in the silent books, too."""
    debtor = Debtor(SILENT, CONTOSO_THERE, "Contoso", MappingState.CONFIRMED, contoso(desk))
    with desk.store() as work:
        work.books.save_debtor(debtor)
        work.commit()
    return desk


def payments(desk: Desk, source: str = SILENT) -> Sequence[Paid]:
    with desk.store.reading() as work:
        return [one for one in work.payments.of(contoso(desk)) if one.source == source]


def pays(desk: Desk) -> Behaviour:
    return look_up("contoso", office=desk.office).behaviour


def euros(desk: Desk) -> Paying:
    found = pays(desk).of("EUR")
    assert found is not None
    return found


def test_without_a_day_the_first_books_in_which_it_is_closed_count(known: Desk) -> None:
    silent(known)
    assert payments(known) == []
    for _ in range(2):
        silent(known, closed("INV-20418"))
        (found,) = payments(known)
        assert (found.paid_on, found.at_latest) == (MONDAY + timedelta(days=2), True)
    assert euros(known).at_latest == 1


def test_without_a_day_a_debit_clears_from_when_it_was_seen_closed(known: Desk) -> None:
    by_debit = Change("contoso", lambda row, day: row | {"payment_method": "direct_debit"})
    silent(known, by_debit)
    silent(known, by_debit, closed("INV-20418"))
    (found,) = payments(known)
    basis = Basis(SILENT, found.document_id, "INV-20418", found.due, found.total, zero("EUR"))
    with known.store.reading() as work:
        paid_by = list(_payments(work, contoso(known), (basis,), MONDAY))
    assert paid_by == [Payment(MONDAY + timedelta(days=2), "direct_debit")]
    timing = Timing(clears_after={"direct_debit": 5})
    assert cleared_on(paid_by, timing, known.office.own) == date(2026, 10, 21)


def test_what_was_given_up_was_not_paid(known: Desk) -> None:
    silent(known)
    silent(known, written_off("INV-20418"))
    silent(known, closed("INV-20418"))
    assert payments(known) == []


def test_what_nobody_saw_open_is_not_dated(known: Desk) -> None:
    silent(known, closed("INV-20418"))
    silent(known, closed("INV-20418"))
    assert payments(known) == []


def test_where_books_name_days_one_without_was_settled_otherwise(known: Desk) -> None:
    with known.store() as work:
        work.payments.note([a_paid(MONDAY, source=SILENT, document_id="another")])
        work.commit()
    silent(known)
    silent(known, closed("INV-20418"))
    assert payments(known) == []


def test_also_where_the_same_books_name_one(desk: Desk) -> None:
    before = euros(desk).documents
    desk.now += timedelta(days=1)
    books(desk, closed("INV-20418"), paid("INV-20466"))
    assert euros(desk).documents == before + 1


def test_what_came_back_was_not_paid(desk: Desk) -> None:
    before = euros(desk).documents
    desk.now += timedelta(days=1)
    books(desk, paid("INV-20418"))
    assert euros(desk).documents == before + 1
    desk.now += timedelta(days=1)
    books(desk)
    assert (euros(desk).documents, pays(desk).returned) == (before, 1)


def test_everybody_is_shown_the_same(desk: Desk) -> None:
    expected, key = pays(desk), contoso(desk)
    assert expected.currencies
    assert standing.look_up("contoso", AGENT, office=desk.office).pays == expected
    assert credit_view.look_up("contoso", AGENT, office=desk.office).pays == expected
    debt = cases.open_by_hand(key, Reason.NON_PAYMENT, "", AGENT, office=desk.office)
    assert case_view.show(str(debt.number), AGENT, office=desk.office).pays == expected
    listed = with_paying(overdue.overview(AGENT, office=desk.office), office=desk.office)
    (row,) = [row for row in listed.rows if row.customer == key]
    assert row.pays is not None and row.pays.currencies == expected.currencies


def test_a_case_of_fraud_does_not_ask(desk: Desk) -> None:
    fraud = cases.open_by_hand(contoso(desk), Reason.FRAUD, "", AGENT, office=desk.office)
    assert case_view.show(str(fraud.number), AGENT, office=desk.office).pays is None
