"""When signs are looked for, and how customers' ways to us are read, a few a minute."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.domain.clouds import Cloud
from core.domain.customers import CustomerKey
from core.domain.disputes import Dispute
from core.domain.intakes import Intake
from core.domain.partners import Partner, Tier
from core.domain.signals import SignalKind
from core.domain.spending import Spending
from core.ports.engine import Delivery
from core.ports.outside import Missing, Unreachable
from core.usecases import signal_payments
from core.usecases.intakes import A_MINUTE, IntakeReader
from core.usecases.signal_ticks import SIGNALS, Lookout, tick
from tests.builders import a_document, eur
from tests.installation import DATABASE
from tests.office import MONDAY, Desk, contoso

AGREED = date(2024, 1, 15)


def left(folder: Path) -> list[str]:
    """The keys of the jobs that were left to be done."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        found = database.execute("SELECT key FROM jobs WHERE kind = ? ORDER BY key", (SIGNALS,))
        return [key for (key,) in found]


def test_a_day_has_one_job(desk: Desk, tmp_path: Path) -> None:
    for _ in range(3):
        tick(office=desk.office)
    desk.now = MONDAY + timedelta(days=1)
    tick(office=desk.office)
    assert left(tmp_path) == ["signals:2026-10-12", "signals:2026-10-13"]


def test_nobody_looks_at_a_customer_who_is_lost(desk: Desk) -> None:
    key = contoso(desk)
    with desk.store() as work:
        known = work.customers.get(key)
        assert known is not None
        work.customers.save([replace(known, domain="mailinator.com", relationship="none")])
        work.commit()
    Lookout(desk.office).everybody(Delivery(SIGNALS, {}, 1))
    with desk.store.reading() as work:
        assert work.signals.of_customer(key) == []


def test_spend_of_long_ago_is_forgotten(desk: Desk) -> None:
    key, old = contoso(desk), MONDAY - timedelta(days=500)
    spent = [Spending(key, "Contoso", eur("10"), counted_at=at) for at in (old, MONDAY)]
    with desk.store() as work:
        work.spend.note(spent)
        work.commit()
    Lookout(desk.office).everybody(Delivery(SIGNALS, {}, 1))
    with desk.store.reading() as work:
        (kept,) = work.spend.of(key, old.date())["EUR"]
    assert kept.day == MONDAY.date()


# How customers came to us


def nothing_wrong(key: CustomerKey) -> None:
    pass


@dataclass
class Center:
    """Partner Center, which says the same of everybody unless something is wrong."""

    wrong: Callable[[CustomerKey], None] = nothing_wrong
    asked: list[CustomerKey] = field(default_factory=list)

    def billing_country(self, key: CustomerKey) -> str:
        self.asked.append(key)
        self.wrong(key)
        return "DE"

    def agreed(self, key: CustomerKey) -> tuple[bool, date | None]:
        return True, AGREED


def read(desk: Desk, center: Center, partner: Partner | None = None) -> list[Intake]:
    account = contoso(desk).account
    office = replace(desk.office, partners={account: partner or Partner(account)})
    IntakeReader(office, center).go_on(account)
    with desk.store.reading() as work:
        now = office.clock()
        found = work.profiles.of(center.asked, drifts_since=now, spent_since=now.date())
    intakes = [found[key].intake for key in center.asked]
    return [one for one in intakes if one is not None]


def test_a_few_are_read_each_minute_and_each_once(desk: Desk) -> None:
    center = Center()
    found = read(desk, center)
    assert len(found) == A_MINUTE
    assert {(one.billing_country, one.agreed, one.agreed_on) for one in found} == {
        ("DE", True, AGREED)
    }
    for _ in range(20):
        read(desk, center)
    assert len(center.asked) == len(set(center.asked)) > A_MINUTE


def test_a_cloud_that_does_not_tell_of_agreements_is_not_asked(desk: Desk) -> None:
    found = read(desk, Center(), Partner("main", Cloud.US_GOVERNMENT))
    assert {one.agreed for one in found} == {None}


def test_a_reseller_asks_nobody(desk: Desk) -> None:
    center = Center()
    assert read(desk, center, Partner("main", tier=Tier.RESELLER)) == []
    assert center.asked == []


def test_who_does_not_answer_is_asked_again_and_who_is_gone_is_not(desk: Desk) -> None:
    def silent(key: CustomerKey) -> None:
        raise Unreachable("no answer")

    def gone(key: CustomerKey) -> None:
        raise Missing("gone")

    assert read(desk, Center(silent)) == []
    found = read(desk, Center(gone))
    assert {(one.billing_country, one.agreed) for one in found} == {("", None)}
    assert len(found) == A_MINUTE


# Disputes


@pytest.mark.parametrize(("method", "seen"), [("credit_card", True), ("transfer", False)])
def test_a_dispute_of_what_was_paid_by_card_is_a_sign(desk: Desk, method: str, seen: bool) -> None:
    key = contoso(desk)
    document = a_document(payment_method=method)
    on = MONDAY.date()
    dispute = Dispute("d", key, "erp", "1", "INV-1", eur("100.00"), "not mine", "kang", on, on)
    with desk.store() as work:
        signal_payments.note_disputed(work, dispute, document, office=desk.office)
        kinds = [one.kind for one in work.signals.of_customer(key)]
    assert kinds == ([SignalKind.PAYMENT_DISPUTE] if seen else [])
