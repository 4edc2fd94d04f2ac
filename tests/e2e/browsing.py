"""A real browser at the demo's page, and what people do there with their hands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from sandbox.server import Sandbox

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = 15_000
A_MINUTE_MS = 60_000
MINED = "Simulation (GPU), Tidewater Robotics Corp."
TOKEN = "xoxb-of-the-page-test"
GENERAL, APPROVALS, CASES = "C0GENERAL", "C0APPROVALS", "C0CASES"


@contextmanager
def a_browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


def arrive(page: Page, sandbox: Sandbox, place: str) -> None:
    page.goto(f"{sandbox.url}/#{place}")
    page.wait_for_selector("body.ready")


class Seat:
    """One person in front of one screen."""

    def __init__(
        self, browser: Browser, url: str, person: str, screen: ViewportSize = DESK
    ) -> None:
        self.page: Page = browser.new_page(viewport=screen)
        self.broken: list[str] = []
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self._url, self._person = url, person

    def look_at(self, channel: str, panel: str = "") -> None:
        shown = f"&panel={panel}" if panel else ""
        self.page.goto(f"{self._url}/#as={self._person}&channel={channel}{shown}")
        self.page.wait_for_selector("body.ready")

    def type(self, text: str) -> None:
        """With a space at the end, so that Enter sends it and takes no suggestion."""
        box = self.page.locator("#main textarea")
        box.fill(f"{text} ")
        box.press("Enter")

    def last_answer(self) -> Locator:
        return self.page.get_by_role("article").filter(has_text="Only visible to you").last

    def card(self, *words: str) -> Locator:
        """The newest card in the channel that has all these words."""
        cards = self.page.locator("#main article.message:not(.private)")
        for word in words:
            cards = cards.filter(has_text=word)
        return cards.last

    def card_with_button(self, action: str) -> Locator:
        """The newest one, also of those that nobody else sees."""
        of_it = self.page.locator(f'[data-action="{action}"]')
        return self.page.get_by_role("article").filter(has=of_it).last

    def open_row(self, table: Locator) -> str:
        """The first of a table of customers; whose it is."""
        row = table.locator("tbody tr").first
        name = row.locator("th, td").first.inner_text()
        row.locator('[data-action^="row_open"]').click()
        return name

    def press(self, card: Locator, action: str) -> None:
        """A button of a card, and the dialog that asks once more where there is one."""
        card.locator(f'[data-action="{action}"]').click()
        sure = self.page.locator("dialog.confirm[open]")
        if sure.count():
            sure.locator("button").last.click()

    @property
    def form(self) -> Locator:
        return self.page.locator("dialog[open]")

    def submit(self) -> None:
        """Send the form, wait for what is said about it, and close that."""
        self.form.locator("button[type=submit]").click()
        expect(self.form.locator("button[type=submit]")).to_have_count(0)
        if self.form.count():
            self.form.get_by_role("button", name="Close").last.click()

    def approve(self, card: Locator) -> None:
        self.press(card, "plan_approve")
        self.consent(card.inner_text())
        self.submit()

    def consent(self, read: str) -> None:
        """Whatever the form asks for: a look at the bank, the customer's code that was `read`, and
        the code that one's own telephone shows beside the form."""
        expect(self.form).to_be_visible()
        bank = self.form.locator('[data-block="bank"] input')
        if bank.count():
            bank.check()
        for one in self.form.locator('[data-block="customer_code"] input').all():
            if (one.get_attribute("value") or "-") in read:
                one.check()
        code = self.form.locator('[data-block="code"] input')
        if code.count():
            shown = self.form.locator(".telephone .code-face").inner_text()
            code.fill(shown.replace(" ", ""))

    def move_clock(self, to: str, *, shows: str) -> None:
        """By the panel beside the channel, to a time in Berlin."""
        self.look_at(GENERAL, panel="clock")
        self.page.get_by_label("Move to").fill(to)
        self.page.get_by_role("button", name="Move", exact=True).click()
        expect(self.page.locator(".face", has_text="Berlin")).to_contain_text(shows)

    def begin_mining(self) -> None:
        """With the lever of the panel that is Microsoft, and until a case is open."""
        self.look_at(CASES, panel="microsoft")
        self.page.get_by_label("Azure subscription").select_option(MINED)
        self.page.get_by_role("button", name="Begin Mining").click()
        expect(self.card("Case 1: Tidewater", "critical")).to_be_visible(timeout=A_MINUTE_MS)

    def ask_to_contain(self, note: str) -> None:
        """All that runs beneath the customer's Azure plan."""
        self.press(self.card("Case 1"), "case_contain")
        self.form.get_by_label("Azure plan").check()
        self.form.locator('[data-block="note"] textarea').fill(note)
        self.submit()

    def ask_to_suspend(self, customer: str, *subscriptions: str, note: str) -> None:
        self.type(f"/suspend {customer}")
        expect(self.form).to_be_visible()
        for name in subscriptions:
            self.form.get_by_label(name).check()
        self.form.locator('[data-block="note"] textarea').fill(note)
        self.submit()


def send_books(seat: Seat) -> None:
    seat.look_at(APPROVALS, panel="books")
    seat.page.get_by_role("button", name="Send Fresh Books").click()
    expect(seat.page.get_by_text("The books were sent.")).to_be_visible()
