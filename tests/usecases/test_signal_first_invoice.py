"""The very first invoice of a new customer that nobody pays; others are no sign."""

from __future__ import annotations

from datetime import date, timedelta

from core.domain.customers import CustomerKey
from core.domain.signals import Observed, SignalKind
from core.dossiers import dossier_of
from core.usecases import signal_payments
from tests.a_run import DUE, FIRST_DAY, Run

LATER = FIRST_DAY + timedelta(days=10)


def signs(run: Run, key: CustomerKey) -> list[Observed]:
    with run.store.reading() as work:
        return list(signal_payments.signs(work, dossier_of(work, key), office=run.office))


def began_with_somebody_old(run: Run) -> CustomerKey:
    old = run.customer(1)
    run.owes(1)
    run.morning(FIRST_DAY)
    return old


def came_later(run: Run, due: date) -> tuple[CustomerKey, str]:
    new = run.customer(2)
    document = run.owes(2, "450.00", due)
    run.morning(LATER)
    return new, document


def test_it_is_seen_a_fortnight_after_it_was_due(run: Run) -> None:
    began_with_somebody_old(run)
    due = LATER + timedelta(days=1)
    new, _ = came_later(run, due)
    run.morning(due + timedelta(days=13))
    assert signs(run, new) == []
    run.morning(due + timedelta(days=14))
    (found,) = signs(run, new)
    assert (found.kind, found.strength) == (SignalKind.FIRST_INVOICE_UNPAID, 60)
    assert dict(found.facts)["amount"] == "450.00 EUR"
    assert dict(found.facts)["days late"] == "14"


def test_of_somebody_of_the_first_books_nobody_knows(run: Run) -> None:
    old = began_with_somebody_old(run)
    run.morning(DUE + timedelta(days=40))
    assert signs(run, old) == []


def test_whoever_paid_once_pays(run: Run) -> None:
    began_with_somebody_old(run)
    new, document = came_later(run, LATER + timedelta(days=1))
    run.pays(document)
    run.morning(LATER + timedelta(days=2))
    run.owes(2, "450.00", LATER + timedelta(days=3))
    run.morning(LATER + timedelta(days=30))
    assert signs(run, new) == []
