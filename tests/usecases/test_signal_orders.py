"""What is seen in a customer's orders, its way to us and its payments, once a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.customers import Customer, CustomerKey, MappingState, Subscription
from core.domain.drift import DriftKind
from core.domain.exposure import Document, Status
from core.domain.intakes import Intake
from core.domain.money import Money
from core.domain.payment_warnings import PaymentWarning, Warned, first_unpaid
from core.domain.plans import Reason
from core.domain.signals import Signal, SignalKind
from core.ports.engine import Delivery
from core.ports.sync import FoundDrift
from core.usecases import signal_payments
from core.usecases.returned import write_down
from core.usecases.signal_ticks import SIGNALS, Lookout
from tests.builders import a_debtor, a_document, a_subscription
from tests.office import MONDAY, Desk, contoso

K = SignalKind
LONG_AGO = MONDAY - timedelta(days=900)


def customer(desk: Desk) -> Customer:
    with desk.store.reading() as work:
        found = work.customers.get(contoso(desk))
    assert found is not None
    return found


def has(desk: Desk, *bought: Subscription) -> None:
    key = contoso(desk)
    mine = [
        replace(one, customer=key, subscription_id=f"{number:08d}-0000-4000-8000-000000000000")
        for number, one in enumerate(bought)
    ]
    with desk.store() as work:
        work.customers.save_subscriptions(key, mine)
        work.commit()


def look(desk: Desk, extra: frozenset[str] = frozenset()) -> list[Signal]:
    """Only what is of this customer."""
    Lookout(desk.office, extra).everybody(Delivery(SIGNALS, {}, 1))
    with desk.store.reading() as work:
        return work.signals.of_customer(contoso(desk))


def kinds(found: Sequence[Signal]) -> list[SignalKind]:
    return [one.kind for one in found]


def old(seats: int = 10) -> Subscription:
    return a_subscription(quantity=seats, bought_at=LONG_AGO)


def changed(desk: Desk, before: int, after: int, number: int = 0) -> FoundDrift:
    return FoundDrift(
        drift_id=f"d{number}",
        customer=contoso(desk),
        subscription_id=f"{number:08d}-0000-4000-8000-000000000000",
        name="Exchange",
        kind=DriftKind.SEATS,
        before=str(before),
        after=str(after),
        found_at=desk.now - timedelta(hours=3),
    )


def test_nothing_to_see(desk: Desk) -> None:
    has(desk, old())
    assert look(desk) == []


def test_many_seats_at_once_are_one_sign_however_often_they_are_seen(desk: Desk) -> None:
    has(desk, old(90))
    with desk.store() as work:
        work.sync.add_drift(changed(desk, 10, 90))
        work.commit()
    (found,) = look(desk)
    assert (found.kind, found.strength) == (K.SEAT_BURST, 90)
    assert found.facts == (("seats added", "80"), ("seats before", "10"), ("hours", "3"))
    desk.now += timedelta(hours=1)
    assert len(look(desk)) == 1


def test_a_new_subscription_is_as_many_seats_more(desk: Desk) -> None:
    has(desk, old(10), a_subscription(quantity=200, bought_at=LONG_AGO))
    with desk.store() as work:
        appeared = replace(changed(desk, 0, 0, 1), kind=DriftKind.APPEARED, before="")
        work.sync.add_drift(appeared)
        work.commit()
    assert kinds(look(desk)) == [K.SEAT_BURST]


def test_many_orders_in_a_day(desk: Desk) -> None:
    now = [a_subscription(quantity=1, bought_at=MONDAY - timedelta(hours=n)) for n in range(5)]
    has(desk, old(), *now)
    (found,) = look(desk)
    assert (found.kind, found.key) == (K.ORDER_BURST, "2026-10-12")


def test_a_large_order_of_somebody_new(desk: Desk) -> None:
    has(desk, a_subscription(quantity=300, bought_at=MONDAY - timedelta(days=2)))
    (found,) = look(desk)
    assert (found.kind, found.strength) == (K.LARGE_FIRST_ORDER, 100)
    assert dict(found.facts)["customer for days"] == "2"


@pytest.mark.parametrize(
    ("domain", "extra", "seen"),
    [
        ("mailinator.com", frozenset(), True),
        ("throw.example", frozenset({"throw.example"}), True),
        ("throw.example", frozenset(), False),
    ],
)
def test_a_throw_away_domain(desk: Desk, domain: str, extra: frozenset[str], seen: bool) -> None:
    has(desk, old())
    key = is_now(desk, domain=domain)
    Lookout(desk.office, extra).everybody(Delivery(SIGNALS, {}, 1))
    with desk.store.reading() as work:
        found = work.signals.of_customer(key)
    assert kinds(found) == ([K.DISPOSABLE_DOMAIN] if seen else [])


def is_now(desk: Desk, **changes: Any) -> CustomerKey:
    known = customer(desk)
    with desk.store() as work:
        work.customers.save([replace(known, **changes)])
        work.commit()
    return known.key


@pytest.mark.parametrize(
    ("country", "billing", "agreed", "seen"),
    [
        ("DE", "DE", True, []),
        ("DE", "VN", True, [K.COUNTRY_MISMATCH]),
        ("DE", "DE", False, [K.NO_AGREEMENT]),
        ("DE", "DE", None, []),
        ("DE", "NG", False, [K.COUNTRY_MISMATCH, K.NO_AGREEMENT]),
    ],
    ids=["all is well", "billed elsewhere", "no agreement", "a cloud that does not say", "both"],
)
def test_how_it_came_to_us(
    desk: Desk, country: str, billing: str, agreed: bool | None, seen: list[SignalKind]
) -> None:
    has(desk, old())
    key = is_now(desk, country=country)
    with desk.store() as work:
        work.intakes.put(Intake(key, desk.now, billing, agreed))
        work.commit()
    assert sorted(kinds(look(desk))) == seen


# Payments


def a_warning(**changes: Any) -> PaymentWarning:
    amount = Money(Decimal("120.00"), "EUR")
    warning = PaymentWarning("shop", "du_1", Warned.DISPUTED, "K7", amount, MONDAY, "R-1", "stolen")
    return replace(warning, **changes)


def knows(desk: Desk, mapping: MappingState = MappingState.CONFIRMED) -> None:
    debtor = a_debtor(source="shop", customer_ref="K7", mapping=mapping, customer=contoso(desk))
    with desk.store() as work:
        work.books.save_debtor(debtor)
        work.commit()


class _Shop:
    def warnings(self, since: datetime) -> list[PaymentWarning]:
        early = a_warning(warning_id="issfr_1", what=Warned.EARLY)
        return [one for one in (a_warning(), early) if one.at >= since]


def test_a_source_warns_of_payments(desk: Desk) -> None:
    knows(desk)
    assert signal_payments.read(_Shop(), MONDAY, office=desk.office) == 0
    assert signal_payments.read(_Shop(), MONDAY, office=desk.office) == 0
    with desk.store.reading() as work:
        found = work.signals.of_customer(contoso(desk))
        assert sorted(kinds(found)) == [K.EARLY_FRAUD_WARNING, K.PAYMENT_DISPUTE]
        assert found[0].facts == (
            ("amount", "120.00 EUR"),
            ("document", "R-1"),
            ("reason", "stolen"),
        )
        assert len(work.cases.open_for(contoso(desk), Reason.FRAUD)) == 1


def test_a_warning_of_somebody_whom_nobody_confirmed_is_no_sign(desk: Desk) -> None:
    knows(desk, MappingState.PROPOSED)
    nobody = a_warning(customer_ref="K8")
    assert signal_payments.take([a_warning(), nobody], office=desk.office) == 2
    with desk.store.reading() as work:
        assert work.signals.of_customer(contoso(desk)) == []


def test_a_payment_that_came_back_is_a_sign(desk: Desk) -> None:
    knows(desk)
    document = a_document(source="shop", customer_ref="K7")
    with desk.store() as work:
        write_down(work, [document], now=desk.now, office=desk.office)
        work.commit()
    with desk.store.reading() as work:
        (found,) = work.signals.of_customer(contoso(desk))
    assert (found.kind, found.strength) == (K.PAYMENT_DISPUTE, 50)


@pytest.mark.parametrize(
    ("documents", "strength"),
    [
        ([a_document(due=date(2026, 9, 28))], 60),
        ([a_document(due=date(2026, 9, 29))], None),
        ([a_document(due=date(2026, 9, 12))], 80),
        ([a_document(due=date(2026, 8, 1))], 100),
        ([a_document(due=date(2026, 8, 1), status=Status.CLOSED)], None),
        ([a_document(due=date(2026, 8, 1)), a_document(issued=date(2026, 7, 1), due=None)], 100),
        (
            [
                a_document(due=date(2026, 8, 1)),
                a_document(document_id="0", issued=date(2026, 7, 1), due=date(2026, 11, 1)),
            ],
            None,
        ),
        ([], None),
    ],
    ids=[
        "a fortnight late",
        "not yet",
        "a month",
        "two months",
        "paid",
        "one that is never due",
        "the first is not due",
        "no invoice",
    ],
)
def test_a_first_invoice_that_nobody_pays(documents: list[Document], strength: int | None) -> None:
    found = first_unpaid(documents, MONDAY.date())
    assert (found.strength if found else None) == strength
