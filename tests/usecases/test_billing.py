"""Our own bills: prices on cards, our balance for administrators, budgets that stop nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.work import bill_reader, read_bills
from clients.billing import BillingReader
from core.domain.billing import Invoice
from core.domain.errors import NoRole
from core.domain.events import OverdueToMicrosoft
from core.domain.people import AccountKey
from core.ports.bills import Unpaid
from core.usecases.billing import overdue_since, own_standing, sales_stop_from
from sandbox.clock import as_text
from sandbox.stories.driver import ALERTS, words_of
from tests.storage.test_bills import eur
from tests.world import ADMINISTRATOR, AGENT, World


def read(world: World) -> None:
    center = world.installation.desk.center
    assert center is not None
    read_bills(bill_reader(center, world.office), center)
    world.settled()


def later(world: World, **time: int) -> None:
    world.move_clock(as_text(world.now + timedelta(**time)))


def late_with(world: World, account: str, days: int) -> None:
    body = {"account": account, "overdue_days": days}
    world.driver.http.post("/sandbox/partner-center/money", json=body).raise_for_status()
    later(world, days=1)
    read(world)


def alerts(world: World) -> list[str]:
    found = [words_of(m) for m in world.driver.messages(ALERTS)]
    return [said for said in found if "bill of Microsoft" in said]


def test_seats_have_prices_after_the_first_reading(world: World) -> None:
    read(world)
    key = world.customer("contoso").key
    prices = world.ask(lambda work: work.prices.of(key))
    known = world.ask(lambda work: work.customers.subscriptions(key))
    assert {one.subscription_id for one in known if one.status == "active"} <= set(prices)
    plan = world.file("contoso", "Exchange")
    world.settled()
    card = world.card_text(plan)
    assert "amount and end unknown" not in card
    assert "amount unknown" not in card


def test_an_invoice_is_read_once_and_the_rest_once_a_day(world: World) -> None:
    read(world)
    before = len(world.requests())
    read(world)
    assert len(world.requests()) == before
    later(world, days=1, minutes=1)
    read(world)
    asked = [r["path"] for r in world.requests()[before:]]
    assert any("invoices" in path for path in asked)
    assert not any("lineitems" in path for path in asked)


class Cut(BillingReader):
    """Whoever asks for invoices dies in the middle."""

    def invoices(self, account: str) -> Iterator[Invoice]:
        raise KeyboardInterrupt


def test_a_reading_that_was_cut_off_is_done_again_within_the_hour(world: World) -> None:
    later(world, days=1, minutes=1)
    center, before = world.installation.desk.center, len(world.requests())
    assert center is not None
    bills = bill_reader(center, world.office)
    with pytest.raises(KeyboardInterrupt):
        read_bills(replace(bills, billing=Cut(center.lines)), center)
    later(world, hours=1, minutes=1)
    read(world)
    assert any("invoices" in r["path"] for r in world.requests()[before:])


def test_our_own_balance_is_for_administrators(world: World) -> None:
    read(world)
    said = world.command(ADMINISTRATOR, "/standing partner")
    assert "Our own balance with Microsoft" in said
    assert "Account main" in said
    assert "credit line is used is unknown" in said
    assert "1.5 %" in said
    assert "administrators" in world.command(AGENT, "/standing partner")
    with pytest.raises(NoRole):
        own_standing(AccountKey("T0PARTNER", AGENT), office=world.office)


def test_a_bill_that_is_late_is_said_once_a_day_without_its_amount(world: World) -> None:
    late_with(world, "china", 12)
    read(world)
    (alert,) = alerts(world)
    assert "account china" in alert
    assert "CNY" not in alert
    view = own_standing(world.account(ADMINISTRATOR), office=world.office)
    (china,) = (bill for bill in view.bills if bill.partner.name == "china")
    assert any(overdue_since(one.unpaid, view.today) for one in china.owed)
    assert "*Overdue* since" in world.command(ADMINISTRATOR, "/standing partner")

    later(world, days=1, minutes=1)
    read(world)
    assert len(alerts(world)) == 2
    at = world.now.replace(year=2020)
    found = world.ask(lambda work: work.events.since(OverdueToMicrosoft, at))
    assert len(found) == 2


def test_what_cannot_be_read_keeps_what_was_known_and_is_said(world: World) -> None:
    read(world)
    before = world.ask(lambda work: work.bills.owed("main"))
    assert before
    later(world, days=1, minutes=1)
    world.faults.partner_center("status", "GET", status=403, times=50)
    read(world)
    world.faults.clear()
    assert world.ask(lambda work: work.bills.owed("main")) == before
    assert "The newest reading failed" in world.command(ADMINISTRATOR, "/standing partner")


def test_a_budget_is_shown_with_what_it_does_not_do(world: World) -> None:
    read(world)
    said = world.command(AGENT, "/standing lumen")
    assert "Azure this month" in said
    assert "Azure this month" not in world.command(AGENT, "/standing contoso")


@pytest.mark.parametrize(
    ("due", "today", "since"),
    [
        pytest.param(date(2026, 10, 5), date(2026, 10, 5), None, id="its last day"),
        pytest.param(date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 6), id="the day after"),
        pytest.param(None, date(2026, 11, 4), None, id="unknown, 60 days"),
        pytest.param(None, date(2026, 11, 5), date(2026, 11, 5), id="unknown, longer"),
    ],
)
def test_late_is_what_is_past_its_day_or_past_all_doubt(
    due: date | None, today: date, since: date | None
) -> None:
    unpaid = Unpaid("G001", date(2026, 9, 5), due, eur("10"))
    assert overdue_since(unpaid, today) == since
    assert overdue_since(None, today) is None
    assert sales_stop_from(unpaid) == (date(2026, 12, 5) if due else None)
