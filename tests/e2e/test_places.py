"""Beyond channels: the Home tab, shortcuts, mentions, the mailbox and what hangs under a plan."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from sandbox.server import Sandbox
from tests.e2e.browsing import CASES, GENERAL, PHONE, TOKEN, arrive

pytestmark = pytest.mark.e2e

CUSTOMER = "rechnung@contoso.example"


def publish(sandbox: Sandbox, text: str) -> None:
    """The bot draws Sabine's Home."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "action_id": "go"}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}, "accessory": button}
    answer = httpx.post(
        f"{sandbox.url}/slack/api/views.publish",
        headers={"authorization": f"Bearer {TOKEN}"},
        json={"user_id": "U0BRAUN", "view": {"type": "home", "blocks": [section]}},
    ).json()
    assert answer["ok"], answer


def sent(sandbox: Sandbox, name: str) -> list[dict[str, Any]]:
    """What the bot was sent under this name."""
    found = httpx.get(f"{sandbox.url}/sandbox/slack/deliveries").json()
    return [one["payload"] for one in found if one["name"] == name]


def test_the_home_tab_shows_what_was_published_and_follows_it(page: Page, sandbox: Sandbox) -> None:
    arrive(page, sandbox, "as=U0BRAUN&channel=D0BRAUN")
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home")).to_contain_text("not drawn its Home yet")
    assert [one["event"]["tab"] for one in sent(sandbox, "app_home_opened")] == ["messages", "home"]

    publish(sandbox, "*Waiting for your vote*: one")
    expect(page.locator("#home strong")).to_have_text("Waiting for your vote")
    publish(sandbox, "Nothing waits for you")
    expect(page.locator("#home")).to_contain_text("Nothing waits for you")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#notice")).to_contain_text("trouble connecting")

    (click,) = sent(sandbox, "go")
    assert (click["type"], click["view"]["type"]) == ("block_actions", "home")
    page.get_by_role("tab", name="Messages").click()
    expect(page.locator("#home")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Message Goodstanding")).to_be_visible()


def test_the_home_tab_fits_a_phone_and_is_nobody_elses(page: Page, sandbox: Sandbox) -> None:
    page.set_viewport_size(PHONE)
    publish(sandbox, "A long line " * 30)

    arrive(page, sandbox, "as=U0BRAUN&channel=D0BRAUN&tab=home")

    expect(page.locator("#home")).to_contain_text("A long line")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    arrive(page, sandbox, "as=U0KANG&channel=D0KANG&tab=home")
    expect(page.locator("#home")).to_contain_text("not drawn its Home yet")


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_a_message_offers_the_apps_shortcuts(page: Page, sandbox: Sandbox, screen: str) -> None:
    if screen == "phone":
        page.set_viewport_size(PHONE)
    for text in ("Their card bounced", "And they do not answer"):
        asked = {"user": "U0LEE", "channel": CASES, "text": text}
        httpx.post(f"{sandbox.url}/sandbox/slack/messages", json=asked)
    arrive(page, sandbox, f"as=U0KANG&channel={CASES}")

    message = page.get_by_role("article").filter(has_text="do not answer")
    message.click(position={"x": 60, "y": 8})
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Open Case").click()

    expect(page.locator("#notice")).to_contain_text("trouble connecting")
    (payload,) = sent(sandbox, "open_case_from_message")
    assert payload["type"] == "message_action" and payload["trigger_id"]
    assert payload["message"]["text"] == "And they do not answer"


def test_people_and_channels_complete_in_commands_and_mentions(
    page: Page, sandbox: Sandbox
) -> None:
    arrive(page, sandbox, f"as=U0KANG&channel={GENERAL}")
    box = page.get_by_role("combobox", name="Message #general")

    box.press_sequentially("@Goodst")
    box.press("Enter")
    box.press_sequentially("standing contoso")
    box.press("Enter")
    expect(page.locator("#main .mention")).to_have_text("@Goodstanding")
    box.press_sequentially("/case assign 1 @hao")
    box.press("Enter")
    box.press_sequentially("#cas")
    box.press("Tab")
    box.press("Enter")
    expect(page.locator("#main .composer-problem")).to_contain_text("trouble connecting")

    mentions = {one["event"]["text"] for one in sent(sandbox, "app_mention")}
    assert mentions == {"<@U0GOODSTANDING> standing contoso"}
    (command,) = sent(sandbox, "/case")
    assert command["text"] == f"assign 1 <@U0LEE|hao.lee> <#{CASES}|cases>"


def test_the_mailbox_shows_letters_answers_them_and_lets_them_bounce(
    page: Page, sandbox: Sandbox
) -> None:
    arrive(page, sandbox, f"as=U0KANG&channel={GENERAL}&panel=mail")
    expect(page.locator("#panel")).to_contain_text("No letter has arrived")
    letter = EmailMessage()
    letter["From"], letter["To"] = "collections@rheinland.example", CUSTOMER
    letter["Subject"] = "Überfällig <b>"
    letter.set_content("Bitte zahlen Sie.")
    with smtplib.SMTP("127.0.0.1", sandbox.mailbox.port, timeout=10) as line:
        line.send_message(letter)

    page.get_by_text("Überfällig <b>").click()
    expect(page.locator(".letter-text")).to_have_text("Bitte zahlen Sie.")
    page.get_by_role("textbox", name="Reply").fill("Am Freitag.")
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator(".letter-answer")).to_contain_text("Am Freitag.")
    page.get_by_label(f"How {CUSTOMER} is reached").select_option("refused")

    expect(page.get_by_label(f"How {CUSTOMER} is reached")).to_have_value("refused")
    assert len(list((sandbox.mailbox.folder / "new").glob("*.eml"))) == 1
    page.wait_for_function(
        "who => fetch('/sandbox/mail').then(a => a.json()).then(mail => who in mail.bounces)",
        arg=CUSTOMER,
    )


def test_what_is_under_an_azure_plan_is_shown_and_cancelled_in_the_portal(
    page: Page, sandbox: Sandbox
) -> None:
    arrive(page, sandbox, f"as=U0KANG&channel={GENERAL}&panel=truth")
    page.get_by_label("Search customers").fill("lumen")

    page.get_by_role("button", name="Change Lumen staging in the portal").click()
    page.get_by_role("menuitem", name="Cancel").click()

    row = page.locator(".entitlement", has_text="Lumen staging")
    expect(row.locator(".state")).to_have_text("inactive")
    expect(page.locator(".change")).to_contain_text("Lumen staging, Lumen Labs Inc.")
