"""A page in the browser: read in bed on a phone, taken with one tap."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.cli.demo import running
from core.domain.paging import Why
from core.domain.plans import Reason
from core.usecases import cases
from core.usecases.paging import page
from tests.e2e.browsing import PHONE, Seat
from tests.office import ADMIN, AGENT

pytestmark = pytest.mark.e2e


def test_a_page_is_taken_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, 0) as demo:
        office = demo.desk.ledger.office
        customer = cases.customer_for("contoso", AGENT, office=office)
        case = cases.open_by_hand(customer.key, Reason.FRAUD, "", AGENT, office=office)
        with office.store() as work:
            page(
                work, case_id=case.case_id, why=Why.SIGNAL, facts={"seats added": "400"},
                occasion="high", now=office.clock(), office=office,
            )  # fmt: skip
            work.commit()
        # No schedule was taken in: the administrator is called.
        admin = Seat(browser, demo.url, ADMIN.user_id, PHONE)
        admin.look_at(f"D{ADMIN.user_id[1:]}")
        called = admin.card("Fraud at Contoso", "knows no quiet hours")
        expect(called).to_contain_text("Open the Case")
        wide = admin.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]

        admin.press(called, "page_take")

        expect(admin.card("Taken by Dana Novak")).to_have_count(1)
        expect(admin.last_answer()).to_contain_text("yours now")
        assert admin.broken == []
