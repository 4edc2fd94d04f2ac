"""The sandbox's page in a real browser, with nobody behind it but the sandbox."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from sandbox.server import Sandbox
from tests.e2e.browsing import APPROVALS, CASES, PHONE, TOKEN, arrive

pytestmark = pytest.mark.e2e

HOSTILE = "<script>document.title='broken'</script> <!channel> & Söhne"


def call(sandbox: Sandbox, method: str, **sent: Any) -> dict[str, Any]:
    """The bot does something in the approvals channel."""
    answer: dict[str, Any] = httpx.post(
        f"{sandbox.url}/slack/api/{method}",
        headers={"authorization": f"Bearer {TOKEN}"},
        json={"channel": APPROVALS, **sent},
    ).json()
    assert answer["ok"], answer
    return answer


def post(sandbox: Sandbox, text: str, blocks: list[dict[str, Any]]) -> str:
    """The bot writes; when it did."""
    return str(call(sandbox, "chat.postMessage", text=text, blocks=blocks)["ts"])


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def test_what_a_person_writes_is_shown_and_stays_harmless(page: Page, sandbox: Sandbox) -> None:
    arrive(page, sandbox, f"as=U0KANG&channel={APPROVALS}")

    page.get_by_role("combobox", name="Message #approvals").fill(HOSTILE)
    page.keyboard.press("Enter")

    expect(page.locator("#main .message-text").last).to_have_text(HOSTILE)
    expect(page).not_to_have_title("broken")


def test_a_message_of_the_bot_appears_by_itself(page: Page, sandbox: Sandbox) -> None:
    arrive(page, sandbox, f"as=U0BRAUN&channel={APPROVALS}")
    button = {"type": "button", "text": plain("Approve"), "action_id": "yes", "value": "1"}

    post(
        sandbox,
        "Suspend 2 subscriptions",
        [
            {"type": "header", "text": plain("Suspend 2 subscriptions")},
            {"type": "section", "text": {"type": "mrkdwn", "text": "*Owed* by <@U0KANG>"}},
            {"type": "actions", "elements": [button]},
        ],
    )

    message = page.get_by_role("article", name="Message from Goodstanding")
    expect(message.get_by_role("heading", name="Suspend 2 subscriptions")).to_be_visible()
    expect(message.locator("strong")).to_have_text("Owed")
    expect(message.locator(".mention")).to_have_text("@Mina Kang")
    expect(message.get_by_role("button", name="Approve")).to_be_enabled()


def test_a_data_table_sorts_numbers_as_numbers_and_turns_its_pages(
    page: Page, sandbox: Sandbox
) -> None:
    head = [{"type": "raw_text", "text": "Customer"}, {"type": "raw_text", "text": "Days"}]
    rows = [
        [
            {"type": "raw_text", "text": f"Customer {n}"},
            {"type": "raw_number", "value": n, "text": f"{n}"},
        ]
        for n in (9, 100, 20, 3)
    ]
    table = {"type": "data_table", "caption": "Worst", "page_size": 3, "rows": [head, *rows]}
    arrive(page, sandbox, f"as=U0BRAUN&channel={APPROVALS}")
    post(sandbox, "Worst", [table])

    page.get_by_role("button", name="Days").click()
    expect(page.locator("tbody td")).to_have_text(["3", "9", "20"])
    page.get_by_role("button", name="Next").click()
    expect(page.locator("tbody td")).to_have_text(["100"])


def test_a_command_that_nobody_answers_is_offered_again(page: Page, sandbox: Sandbox) -> None:
    arrive(page, sandbox, f"as=U0KANG&channel={APPROVALS}")
    box = page.get_by_role("combobox", name="Message #approvals")

    box.press_sequentially("/sta")
    expect(page.get_by_role("option")).to_contain_text(["/standing"])
    box.press("Enter")
    box.press_sequentially("contoso")
    box.press("Enter")

    expect(page.locator("#main .composer-problem")).to_contain_text("trouble connecting")
    expect(box).to_have_value("/standing contoso")


def test_the_panels_show_the_truth_and_move_the_clock(page: Page, sandbox: Sandbox) -> None:
    arrive(page, sandbox, f"as=U0KANG&channel={APPROVALS}&panel=truth")
    page.get_by_label("Search customers").fill("nordwind-logistik")
    expect(page.locator(".customer")).to_have_count(1)

    page.get_by_role("button", name="Berlin").click()
    page.get_by_role("button", name="Next Monday 09:05").click()

    expect(page.locator(".face", has_text="Berlin")).to_contain_text("09:05")
    expect(page.locator(".face", has_text="Berlin")).to_contain_text("Mon")


def test_on_a_phone_the_sidebar_is_a_drawer(page: Page, sandbox: Sandbox) -> None:
    page.set_viewport_size(PHONE)
    arrive(page, sandbox, f"as=U0KANG&channel={APPROVALS}")
    cases = page.get_by_role("button", name="cases")
    expect(cases).to_be_hidden()

    page.get_by_role("button", name="Channels and people").click()
    cases.click()

    expect(page.get_by_role("heading", name="cases")).to_be_visible()
    expect(cases).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_who_reads_above_is_told_of_new_messages_below(page: Page, sandbox: Sandbox) -> None:
    arrive(page, sandbox, f"as=U0BRAUN&channel={APPROVALS}")
    long = [{"type": "section", "text": plain(f"Line {n}")} for n in range(50)]
    post(sandbox, "Long", long)
    expect(page.get_by_text("Line 49")).to_be_in_viewport()
    page.get_by_text("Line 0", exact=True).scroll_into_view_if_needed()

    post(sandbox, "Newer", [])
    expect(page.get_by_text("Newer", exact=True)).not_to_be_in_viewport()
    page.get_by_role("button", name="New messages").click()

    expect(page.get_by_text("Newer", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("button", name="New messages")).to_be_hidden()


def test_what_was_read_in_a_later_demo_is_unread_in_a_fresh_one(
    page: Page, sandbox: Sandbox
) -> None:
    arrive(page, sandbox, f"as=U0BRAUN&channel={CASES}")
    much_later = '{"C0APPROVALS": "9999999999.000001"}'
    page.evaluate("marks => localStorage.setItem('read:U0BRAUN', marks)", much_later)
    post(sandbox, "Suspend 2 subscriptions", [])
    page.reload()

    expect(page.get_by_role("button", name="approvals, 1 unread")).to_be_visible()


def test_a_card_that_changes_under_the_finger_keeps_the_click(page: Page, sandbox: Sandbox) -> None:
    arrive(page, sandbox, f"as=U0BRAUN&channel={APPROVALS}")
    button = {"type": "button", "text": plain("Approve"), "action_id": "yes", "value": "1"}
    row = {"type": "actions", "elements": [button]}
    ts = post(sandbox, "Suspend", [row])
    card = page.get_by_role("article", name="Message from Goodstanding")
    card.get_by_role("button", name="Approve").hover()

    page.mouse.down()
    with page.expect_response(lambda answer: "/sandbox/slack/messages" in answer.url):
        call(sandbox, "chat.update", ts=ts, text="Suspend", blocks=[row, {"type": "divider"}])
    page.evaluate("new Promise(then => requestAnimationFrame(() => requestAnimationFrame(then)))")
    with page.expect_request(lambda sent: "/sandbox/slack/clicks" in sent.url) as click:
        page.mouse.up()

    assert (click.value.post_data_json or {}).get("action_id") == "yes"
    expect(card.locator("hr")).to_be_attached()
