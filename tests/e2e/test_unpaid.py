"""The unpaid story by hand: a form, two people's votes, waiting for Monday, paid, back on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.cli.demo import Demo, running
from sandbox.stories.driver import Driver, Json
from tests.e2e.browsing import APPROVALS, GENERAL, PHONE, Seat, send_books

pytestmark = pytest.mark.e2e

DEPENDS = ("Exchange Online", "Business Premium")


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
        ask_on_friday(agent)
        vote(first, second, agent)
        run_on_monday(first)
        pay_and_reinstate(first)
        assert violations(demo) == []
        assert agent.broken + first.broken + second.broken == []


def violations(demo: Demo) -> list[Json]:
    """What Slack would not have taken."""
    driver = Driver(demo.url)
    try:
        return driver.violations()
    finally:
        driver.http.close()


def ask_on_friday(agent: Seat) -> None:
    agent.move_clock("2026-10-16T18:00", shows="18:00")
    send_books(agent)
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


def run_on_monday(seat: Seat) -> None:
    seat.look_at(APPROVALS, panel="clock")
    seat.page.get_by_role("button", name="Next Monday 09:05").click()
    expect(seat.page.locator(".face", has_text="Berlin")).to_contain_text("19 Oct")
    send_books(seat)
    seat.press(seat.card("SUSPEND", "Contoso"), "plan_bank_checked")
    expect_suspended(seat, 2)
    seat.page.get_by_role("button", name="cases").click()
    seat.page.get_by_role("button", name="View thread").last.click()
    expect(seat.page.locator("#thread")).to_contain_text("Exchange Online")


def pay_and_reinstate(seat: Seat) -> None:
    seat.look_at(APPROVALS, panel="books")
    seat.page.get_by_role("button", name="What happens to Contoso Handels GmbH").click()
    seat.page.get_by_role("menuitem", name="Paid").click()
    seat.approve(seat.card("REINSTATE", "Contoso"))
    expect_suspended(seat, 0)
