"""Codes in the browser: fraud is contained by two people, and by one alone who is ratified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.cli.demo import Demo, Setup, running
from tests.e2e.browsing import APPROVALS, CASES, GENERAL, PHONE, Seat

pytestmark = pytest.mark.e2e

A_MINUTE_MS = 60_000
SIMULATION = "Simulation (GPU), Tidewater Robotics Corp."


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with running(tmp_path, 0, Setup(guarded=True, enrolled=True)) as started:
        yield started


def begin_mining(seat: Seat) -> None:
    """With the lever of the panel that is Microsoft."""
    seat.look_at(CASES, panel="microsoft")
    seat.page.get_by_label("Azure subscription").select_option(SIMULATION)
    seat.page.get_by_role("button", name="Begin Mining").click()
    expect(seat.card("Case 1: Tidewater", "critical")).to_be_visible(timeout=A_MINUTE_MS)


def read_off(seat: Seat) -> str:
    """What the telephone beside the form shows."""
    face = seat.form.locator(".telephone .code-face")
    expect(face).to_be_visible()
    return face.inner_text().replace(" ", "")


def pick_and_type(seat: Seat, read: str) -> None:
    """The customer's code that somebody `read` on a card, and one's own."""
    expect(seat.form).to_be_visible()
    for one in seat.form.locator('[data-block="customer_code"] input').all():
        if (one.get_attribute("value") or "-") in read:
            one.check()
    seat.form.locator('[data-block="code"] input').fill(read_off(seat))
    seat.submit()


def test_two_people_contain_with_a_code_each(browser: Browser, demo: Demo) -> None:
    agent = Seat(browser, demo.url, "U0KANG")
    begin_mining(agent)
    agent.press(agent.card("Case 1"), "case_contain")
    agent.form.get_by_label("Azure plan").check()
    agent.form.locator('[data-block="note"] textarea').fill("Mining, as Microsoft says")
    agent.submit()

    for person in ("U0BRAUN", "U0PARK"):
        approver = Seat(browser, demo.url, person, PHONE)
        approver.look_at(APPROVALS)
        card = approver.card("SUSPEND", "Tidewater")
        approver.press(card, "plan_approve")
        pick_and_type(approver, card.inner_text())
        assert approver.broken == []

    watcher = Seat(browser, demo.url, "U0WEBER")
    watcher.look_at(APPROVALS)
    expect(watcher.card("SUSPENDED", "Tidewater")).to_be_visible(timeout=A_MINUTE_MS)
    assert agent.broken + watcher.broken == []


def test_one_breaks_glass_and_another_ratifies(browser: Browser, demo: Demo) -> None:
    alone = Seat(browser, demo.url, "U0BRAUN")
    begin_mining(alone)
    read = alone.card("Case 1").inner_text()
    alone.look_at(GENERAL)
    alone.type("/breakglass 1")
    alone.form.get_by_label("Azure plan").check()
    alone.form.locator('[data-block="note"] textarea').fill("Nobody else answers")
    pick_and_type(alone, read)

    other = Seat(browser, demo.url, "U0PARK", PHONE)
    other.look_at(APPROVALS)
    asked = other.card("RATIFY", "Sabine Braun")
    expect(asked).to_be_visible(timeout=A_MINUTE_MS)
    other.press(asked, "plan_approve")
    pick_and_type(other, asked.inner_text())
    expect(other.card("RATIFIED", "Sabine Braun")).to_be_visible(timeout=A_MINUTE_MS)
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
    owner.form.locator('[data-block="code"] input').fill(read_off(owner))
    owner.submit()
    expect(owner.card("counts from now on")).to_be_visible(timeout=A_MINUTE_MS)
    assert administrator.broken + owner.broken == []
