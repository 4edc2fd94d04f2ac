"""Votes away from the channel: in the desk's Home tab, and in the message that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.cli.demo import running
from tests.e2e.browsing import APPROVALS, GENERAL, PHONE, Seat

pytestmark = pytest.mark.e2e


def test_what_waits_for_a_vote_is_there_at_the_first_look(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, 0) as demo:
        agent = Seat(browser, demo.url, "U0KANG")
        agent.look_at(GENERAL)
        agent.ask_to_suspend("contoso", "Exchange Online", note="No answer to two reminders")
        approver = Seat(browser, demo.url, "U0BRAUN", PHONE)

        approver.page.goto(f"{demo.url}/#as=U0BRAUN&channel=D0BRAUN&tab=home")

        home = approver.page.locator("#home")
        expect(home).to_contain_text("Waiting for your vote")
        expect(home).to_contain_text("Contoso Handels GmbH")
        assert agent.broken + approver.broken == []


def test_a_vote_in_home_and_one_in_a_direct_message_count_on_the_card(
    browser: Browser, tmp_path: Path
) -> None:
    with running(tmp_path, 0) as demo:
        agent = Seat(browser, demo.url, "U0KANG")
        agent.look_at(GENERAL)
        agent.ask_to_suspend("contoso", "Exchange Online", note="No answer to two reminders")
        agent.look_at(APPROVALS)
        card = agent.card("SUSPEND", "Contoso")
        expect(card).to_contain_text("0 of 2")
        read = card.inner_text()

        first = Seat(browser, demo.url, "U0BRAUN", PHONE)
        first.page.goto(f"{demo.url}/#as=U0BRAUN&channel=D0BRAUN&tab=home")
        first.press(first.page.locator("#home"), "plan_approve")
        first.consent(read)
        first.submit()
        expect(card).to_contain_text("1 of 2")
        expect(first.page.locator("#home")).not_to_contain_text("Waiting for your vote")

        second = Seat(browser, demo.url, "U0WEBER", PHONE)
        second.look_at("D0WEBER")
        second.press(second.card_with_button("plan_approve"), "plan_approve")
        second.consent(read)
        second.submit()
        expect(card).to_contain_text("2 of 2")
        expect(second.page.locator('#main [data-action="plan_approve"]')).to_have_count(0)
        assert agent.broken + first.broken + second.broken == []
