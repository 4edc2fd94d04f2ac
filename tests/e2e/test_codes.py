"""Codes in the browser: fraud is contained by two people, and by one alone who is ratified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.cli.demo import Demo, Setup, running
from tests.e2e.browsing import A_MINUTE_MS, APPROVALS, GENERAL, PHONE, Seat

pytestmark = pytest.mark.e2e


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with running(tmp_path, 0, Setup(guarded=True, enrolled=True)) as started:
        yield started


def test_two_people_contain_with_a_code_each(browser: Browser, demo: Demo) -> None:
    agent = Seat(browser, demo.url, "U0KANG")
    agent.begin_mining()
    agent.ask_to_contain("Mining, as Microsoft says")

    for person in ("U0BRAUN", "U0PARK"):
        approver = Seat(browser, demo.url, person, PHONE)
        approver.look_at(APPROVALS)
        approver.approve(approver.card("SUSPEND", "Tidewater"))
        assert approver.broken == []

    watcher = Seat(browser, demo.url, "U0WEBER")
    watcher.look_at(APPROVALS)
    expect(watcher.card("SUSPENDED", "Tidewater")).to_be_visible(timeout=A_MINUTE_MS)
    assert agent.broken + watcher.broken == []


def test_one_breaks_glass_and_another_ratifies(browser: Browser, demo: Demo) -> None:
    alone = Seat(browser, demo.url, "U0BRAUN")
    alone.begin_mining()
    read = alone.card("Case 1").inner_text()
    alone.look_at(GENERAL)
    alone.type("/breakglass 1")
    alone.form.get_by_label("Azure plan").check()
    alone.form.locator('[data-block="note"] textarea').fill("Nobody else answers")
    alone.consent(read)
    alone.submit()

    other = Seat(browser, demo.url, "U0PARK", PHONE)
    other.look_at(APPROVALS)
    asked = other.card("RATIFY", "Sabine Braun")
    expect(asked).to_be_visible(timeout=A_MINUTE_MS)
    other.approve(asked)
    expect(other.card("DONE: RATIFY", "Somebody else agreed")).to_be_visible(timeout=A_MINUTE_MS)
    assert alone.broken + other.broken == []


def test_somebody_is_enrolled_on_the_page(browser: Browser, demo: Demo) -> None:
    """By a second administrator and a first code, as everywhere."""
    administrator = Seat(browser, demo.url, "U0ONCALL")
    administrator.look_at(APPROVALS, panel="telephones")
    expect(administrator.page.locator(".panel-telephones .code-face")).to_have_count(3)
    administrator.page.get_by_label("Who gets a telephone").select_option("Mina Kang")
    administrator.page.get_by_role("button", name="Enrol").click()
    card = administrator.card("CONFIRM A SECOND FACTOR of Mina Kang")
    expect(card).to_be_visible()
    administrator.approve(card)

    owner = Seat(browser, demo.url, "U0KANG", PHONE)
    owner.look_at("D0KANG")
    asked = owner.card("Type one code")
    expect(asked).to_be_visible(timeout=A_MINUTE_MS)
    owner.press(asked, "factor_prove")
    owner.consent("")
    owner.submit()
    expect(owner.card("counts from now on")).to_be_visible(timeout=A_MINUTE_MS)
    assert administrator.broken + owner.broken == []
