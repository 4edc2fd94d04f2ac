"""A case in the browser: opened by an agent, taken and checked off on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.cli.demo import running
from tests.e2e.browsing import CASES, GENERAL, PHONE, Seat

pytestmark = pytest.mark.e2e


def test_a_case_is_taken_and_checked_off_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, 0) as demo:
        agent = Seat(browser, demo.url, "U0KANG")
        agent.look_at(GENERAL)
        agent.type("/case open contoso fraud Mining pools in three regions")
        expect(agent.last_answer()).to_contain_text("is open")
        approver = Seat(browser, demo.url, "U0BRAUN", PHONE)
        approver.look_at(CASES)
        head = approver.card("Case 1: Contoso", "First answer")

        approver.press(head, "case_take")

        expect(approver.card("Looked after by Sabine Braun")).to_have_count(1)
        approver.press(approver.card("Case 1: Contoso"), "case_tick")
        approver.form.get_by_label("Every administrator signs in").check()
        approver.form.locator('[data-block="evidence"] textarea').fill("Seen with them by phone")
        approver.submit()
        expect(approver.card("Checklist: 1 of 10 done.")).to_have_count(1)
        wide = approver.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]
        assert agent.broken + approver.broken == []
