"""The unpaid story by hand: a form, two people's votes, waiting for Monday, paid, back on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.cli.demo import Demo, running
from clients.receivables_csv import CsvSheet
from core.domain.events import Route
from core.usecases.receivables import take_in
from sandbox.data.receivables import Change, paid, write_receivables
from sandbox.stories.driver import Driver, Json
from tests.e2e.browsing import APPROVALS, GENERAL, PHONE, Seat

pytestmark = pytest.mark.e2e

DEPENDS = ("Exchange Online", "Business Premium")


def bring_books(demo: Demo, folder: Path, as_of: str, *changes: Change) -> None:
    file = folder / "newer.csv"
    write_receivables(file, as_of=datetime.fromisoformat(as_of), changes=changes)
    desk = demo.desk
    take_in(CsvSheet(file, desk.settings.time_zone), office=desk.ledger.office, route=Route.CLI)


def move_to_friday_evening(seat: Seat) -> None:
    seat.look_at(GENERAL, panel="clock")
    seat.page.get_by_label("Move to").fill("2026-10-16T18:00")
    seat.page.get_by_role("button", name="Move", exact=True).click()
    expect(seat.page.locator(".face", has_text="Berlin")).to_contain_text("18:00")


def expect_suspended(seat: Seat, count: int) -> None:
    """What Partner Center itself says about the customer."""
    seat.look_at(APPROVALS, panel="truth")
    seat.page.get_by_label("Search customers").fill("contoso.example")
    expect(seat.page.locator(".subscription")).to_have_count(3)
    expect(seat.page.locator(".subscription .state-suspended")).to_have_count(count)


def test_from_an_overdue_invoice_to_a_suspension_and_back(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, 0) as demo:
        agent = Seat(browser, demo.url, "U0KANG")
        first = Seat(browser, demo.url, "U0BRAUN")
        second = Seat(browser, demo.url, "U0PARK", PHONE)
        ask_on_friday(agent, demo, tmp_path)
        vote(first, second, agent)
        run_on_monday(first, demo, tmp_path)
        pay_and_reinstate(first, demo, tmp_path)
        assert violations(demo) == []


def violations(demo: Demo) -> list[Json]:
    """What Slack would not have taken."""
    driver = Driver(demo.url)
    try:
        return driver.violations()
    finally:
        driver.http.close()


def ask_on_friday(agent: Seat, demo: Demo, folder: Path) -> None:
    move_to_friday_evening(agent)
    bring_books(demo, folder, "2026-10-16T15:30:00+00:00")
    agent.look_at(GENERAL)
    agent.type("/standing contoso")
    expect(agent.last_answer()).to_contain_text("8,412.60")
    agent.ask_to_suspend("contoso", *DEPENDS, note="No answer since May")


def vote(first: Seat, second: Seat, requester: Seat) -> None:
    requester.look_at(APPROVALS)
    expect(requester.card("SUSPEND", "Contoso")).to_contain_text("0 of 2")
    for seat, count in ((first, "1 of 2"), (second, "2 of 2")):
        seat.look_at(APPROVALS)
        seat.approve(seat.card("SUSPEND", "Contoso"))
        expect(requester.card("SUSPEND", "Contoso")).to_contain_text(count)
    expect(requester.card("SUSPEND").locator('[data-action="plan_approve"]')).to_have_count(0)
    expect_suspended(requester, 0)


def run_on_monday(seat: Seat, demo: Demo, folder: Path) -> None:
    seat.look_at(APPROVALS, panel="clock")
    seat.page.get_by_role("button", name="Next Monday 09:05").click()
    expect(seat.page.locator(".face", has_text="Berlin")).to_contain_text("19 Oct")
    bring_books(demo, folder, "2026-10-19T07:00:00+00:00")
    seat.press(seat.card("SUSPEND", "Contoso"), "plan_bank_checked")
    expect_suspended(seat, 2)
    seat.page.get_by_role("button", name="cases").click()
    seat.page.get_by_role("button", name="View thread").last.click()
    expect(seat.page.locator("#thread")).to_contain_text("Exchange Online")


def pay_and_reinstate(seat: Seat, demo: Demo, folder: Path) -> None:
    bring_books(demo, folder, "2026-10-19T07:01:00+00:00", paid("contoso"))
    seat.look_at(APPROVALS)
    seat.approve(seat.card("REINSTATE", "Contoso"))
    expect_suspended(seat, 0)
