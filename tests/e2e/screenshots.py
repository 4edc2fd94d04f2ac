"""Takes the pictures of the README from a running demo: `python -m tests.e2e.screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, expect

from bot.cli.demo import Setup, running
from tests.e2e.browsing import A_MINUTE_MS, APPROVALS, CASES, GENERAL, PHONE, Seat, a_browser

IMAGES = Path("docs/images")
WIDE: ViewportSize = {"width": 1280, "height": 970}
TALL: ViewportSize = {"width": 1280, "height": 1000}
LOW: ViewportSize = {"width": 1280, "height": 800}
ROUND_A_CARD = 290
HEAVIEST = 250_000


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), 0) as demo,
        a_browser() as browser,
    ):
        prepare(browser, demo.url)
        desk(Seat(browser, demo.url, "U0WEBER", WIDE), IMAGES / "desk.png")
        phone(Seat(browser, demo.url, "U0WEBER", PHONE), IMAGES / "phone.png")
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), 0, Setup(further=True, collecting=True)) as demo,
        a_browser() as browser,
    ):
        run(browser, demo.url, IMAGES / "run.png")
        letter(browser, demo.url, IMAGES / "letter.png")
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), 0, Setup(guarded=True, enrolled=True)) as demo,
        a_browser() as browser,
    ):
        code(browser, demo.url, IMAGES / "code.png")
    heavy = [image for image in IMAGES.glob("*.png") if image.stat().st_size > HEAVIEST]
    for image in heavy:
        sys.stderr.write(f"{image} has more than {HEAVIEST} bytes\n")
    return 1 if heavy else 0


def prepare(browser: Browser, url: str) -> None:
    """A suspension is asked for, and the first of two has agreed."""
    agent, approver = Seat(browser, url, "U0KANG"), Seat(browser, url, "U0BRAUN")
    agent.look_at(GENERAL)
    chosen = ("Exchange Online", "Business Premium")
    agent.ask_to_suspend("contoso", *chosen, note="No answer to two reminders")
    approver.look_at(APPROVALS)
    approver.approve(approver.card("SUSPEND", "Contoso"))


def desk(seat: Seat, image: Path) -> None:
    """The card, and beside it what Partner Center holds."""
    seat.look_at(APPROVALS, panel="truth")
    seat.page.get_by_label("Search customers").fill("contoso.example")
    expect(seat.page.locator(".subscription")).to_have_count(3)
    expect(seat.card("SUSPEND")).to_contain_text("1 of 2")
    seat.page.get_by_label("Search customers").blur()
    seat.page.screenshot(path=image)


def phone(seat: Seat, image: Path) -> None:
    """As tall as it takes to see the card whole."""
    seat.look_at(APPROVALS)
    expect(seat.card("SUSPEND")).to_contain_text("1 of 2")
    card = seat.card("SUSPEND").bounding_box()
    height = int(card["height"]) + ROUND_A_CARD if card else PHONE["height"]
    seat.page.set_viewport_size({"width": PHONE["width"], "height": height})
    expect(seat.card("SUSPEND").locator(".author")).to_be_in_viewport()
    seat.page.screenshot(path=image)


def run(browser: Browser, url: str, image: Path) -> None:
    """What the policy run would do, shown to those who let it; one of them has."""
    seat = Seat(browser, url, "U0BRAUN", TALL)
    seat.look_at(APPROVALS)
    expect(seat.card("LET THE RUN BEGIN")).to_contain_text("are in the thread", timeout=A_MINUTE_MS)
    seat.approve(seat.card("LET THE RUN BEGIN"))
    expect(seat.card("LET THE RUN BEGIN")).to_contain_text("1 of 2")
    seat.page.mouse.move(0, 0)
    seat.page.screenshot(path=image)


def letter(browser: Browser, url: str, image: Path) -> None:
    """The other lets it, too, and the words of the reminder; then a customer's mailbox."""
    seat = Seat(browser, url, "U0WEBER", LOW)
    seat.look_at(APPROVALS)
    seat.approve(seat.card("LET THE RUN BEGIN"))
    words = seat.card("READ BEFORE SENDING: reminder, in English")
    expect(words).to_be_visible(timeout=A_MINUTE_MS)
    seat.press(words, "words_release")
    seat.look_at(CASES, panel="mail")
    received = seat.page.locator(".letter", has_text="contoso").first
    expect(received).to_be_visible(timeout=A_MINUTE_MS)
    received.locator("summary").click()
    received.scroll_into_view_if_needed()
    seat.page.screenshot(path=image)


def code(browser: Browser, url: str, image: Path) -> None:
    """A containment is approved with the customer's code and one from the telephone."""
    agent, approver = Seat(browser, url, "U0KANG"), Seat(browser, url, "U0PARK", PHONE)
    agent.begin_mining()
    agent.ask_to_contain("Mining since 09:20, as Microsoft reports")
    approver.look_at(APPROVALS)
    card = approver.card("SUSPEND", "Tidewater")
    approver.press(card, "plan_approve")
    approver.consent(card.inner_text())
    approver.page.screenshot(path=image)


if __name__ == "__main__":
    sys.exit(main())
