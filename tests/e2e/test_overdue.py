"""Who is late, in the browser: a row is opened, taken over and put off, and anybody is found while
a name is typed; the digest leads to the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.cli.demo import running
from tests.e2e.browsing import A_MINUTE_MS, GENERAL, PHONE, Seat, send_books

pytestmark = pytest.mark.e2e

TUESDAY = "0 9 * * mon-fri Europe/Berlin #general"


def test_a_row_is_opened_taken_over_and_put_off(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, 0) as demo:
        agent = Seat(browser, demo.url, "U0KANG", PHONE)
        send_books(agent)
        agent.look_at(GENERAL)
        agent.type("/overdue")
        name = agent.open_row(agent.last_answer())
        expect(agent.last_answer()).to_contain_text("Nobody looks after what is overdue.")

        agent.press(agent.last_answer(), "row_own")
        expect(agent.last_answer()).to_contain_text(f"You look after what is overdue at {name}")

        agent.press(agent.card_with_button("row_snooze"), "row_snooze")
        expect(agent.form).to_contain_text(name)
        agent.form.get_by_role("button", name="Snooze").click()
        expect(agent.form).to_contain_text(f"{name} is off the digests' list until")
        assert agent.broken == []


def test_somebody_is_found_while_a_name_is_typed(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, 0) as demo:
        agent = Seat(browser, demo.url, "U0KANG", PHONE)
        agent.look_at(GENERAL)
        agent.type("/standing nobodyhasthisname")
        answer = agent.last_answer()
        expect(answer).to_contain_text("Find a customer")

        answer.get_by_role("combobox").click()
        agent.page.locator(".picker-search").fill("conto")
        agent.page.get_by_role("option").filter(has_text="Contoso Handels GmbH").click()

        expect(agent.last_answer()).to_contain_text("Contoso Handels GmbH")
        assert agent.broken == []


def test_a_digest_leads_to_each_customer(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, 0) as demo:
        admin = Seat(browser, demo.url, "U0ADMIN")
        send_books(admin)
        admin.look_at(GENERAL)
        admin.type(f"/collections schedule {TUESDAY}")
        expect(admin.last_answer()).to_contain_text("Nothing is saved yet")
        admin.press(admin.last_answer(), "digest_save")
        expect(admin.last_answer()).to_contain_text("is saved")

        admin.move_clock("2026-10-13T09:01", shows="13 Oct")
        digest = admin.card("WORST FIRST")
        expect(digest).to_be_visible(timeout=A_MINUTE_MS)
        agent = Seat(browser, demo.url, "U0KANG", PHONE)
        agent.look_at(GENERAL)
        name = agent.open_row(agent.card("WORST FIRST"))
        expect(agent.last_answer()).to_contain_text(name)
        assert within_the_screen(agent, agent.card("WORST FIRST"))
        assert admin.broken + agent.broken == []


def within_the_screen(seat: Seat, card: Locator) -> bool:
    """A table scrolls inside its card; the page does not."""
    wide = seat.page.evaluate("document.documentElement.scrollWidth")
    return bool(wide <= PHONE["width"] and card.count() == 1)
