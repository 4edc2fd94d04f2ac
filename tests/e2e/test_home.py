"""The desk's Home tab in the browser, from the first look on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.cli.demo import running
from tests.e2e.browsing import GENERAL, PHONE, Seat

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
