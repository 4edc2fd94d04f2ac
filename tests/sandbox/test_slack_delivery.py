"""What reaches the bot, and what becomes of its answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.slack_desk import Desk, running, wait_for
from tests.sandbox.slack_shapes import actions, button, modal, option, section, select

Json = dict[str, Any]
COMMAND = {"channel": "C0CASES", "text": "/standing contoso"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as started:
        yield started


def test_everything_is_signed(desk: Desk) -> None:
    ts = desk.post([actions(button())])["ts"]
    desk.act("commands", **COMMAND)
    desk.act("clicks", channel="C0CASES", ts=ts, action_id="open")
    desk.act("messages", channel="C0CASES", text="@goodstanding overdue")
    assert [heard.is_signed for heard in desk.bot.heard] == [True] * 3


def test_a_command_carries_slacks_fields(desk: Desk) -> None:
    desk.act("commands", channel="C0APPROVALS", text="/standing @hao.lee in #cases & <b> @nobody")
    sent = desk.bot.heard[0].payload
    assert sent["command"] == "/standing"
    assert sent["text"] == "<@U0LEE|hao.lee> in <#C0CASES|cases> &amp; &lt;b&gt; @nobody"
    assert (sent["user_id"], sent["channel_name"]) == ("U0KANG", "privategroup")
    assert sent["is_enterprise_install"] == "false"
    assert sent["trigger_id"] and sent["response_url"].startswith(desk.sandbox.url)


def test_the_answer_to_a_command_is_private_unless_it_says_otherwise(desk: Desk) -> None:
    desk.bot.answer = {"text": "Nordwind owes", "blocks": [section()]}
    private = desk.act("commands", **COMMAND)["ephemeral"]
    assert (private["text"], private["ephemeral_for"]) == ("Nordwind owes", "U0KANG")
    desk.bot.answer = {"text": "For all", "response_type": "in_channel"}
    assert desk.act("commands", **COMMAND)["ephemeral"] is None
    assert [message["text"] for message in desk.messages("U0LEE")] == ["For all"]
    assert desk.violations() == []


def test_a_bad_answer_to_a_command_is_refused_and_noted(desk: Desk) -> None:
    desk.bot.answer = {"text": "x", "blocks": [section("y" * 3001)]}
    assert "invalid_blocks" in desk.act("commands", **COMMAND)["ephemeral"]["text"]
    assert "3000" in desk.violations()[0]


def test_an_error_of_the_bot_is_shown_to_the_person(desk: Desk) -> None:
    desk.bot.status = "500 Oops"
    shown = desk.act("commands", **COMMAND)
    assert shown["delivery"]["acknowledged"] is False
    assert "dispatch_failed" in shown["ephemeral"]["text"]
    assert len(desk.bot.heard) == 1


def test_an_answer_after_three_seconds_is_too_late(desk: Desk) -> None:
    released = threading.Event()

    def dawdle(payload: Json) -> str:
        released.wait(10)
        return "too late"

    desk.bot.answer = dawdle
    try:
        shown = desk.act("commands", **COMMAND)
    finally:
        released.set()
    [attempt] = shown["delivery"]["attempts"]
    assert (shown["delivery"]["acknowledged"], attempt["error"]) == (False, "http_timeout")
    assert "operation_timeout" in shown["ephemeral"]["text"]


def test_a_click_reports_where_it_was(desk: Desk) -> None:
    blocks = [actions(button(value="token-1"), block_id="revision-1")]
    ts = desk.post(blocks)["ts"]
    shown = desk.act("clicks", "U0READER", channel="C0CASES", ts=ts, action_id="open")
    sent = desk.bot.heard[0].payload
    [pressed] = sent["actions"]
    assert (pressed["value"], pressed["block_id"], pressed["type"]) == (
        "token-1",
        "revision-1",
        "button",
    )
    assert pressed["action_ts"]
    assert sent["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0CASES",
        "is_ephemeral": False,
    }
    assert (sent["user"]["id"], sent["channel"]["id"]) == ("U0READER", "C0CASES")
    assert sent["message"]["ts"] == ts and sent["message"]["blocks"][0]["block_id"] == "revision-1"
    assert shown["delivery"]["acknowledged"] is True


def test_the_body_of_an_acknowledged_click_is_a_violation(desk: Desk) -> None:
    ts = desk.post([actions(button())])["ts"]
    desk.bot.answer = {"text": "Done"}
    shown = desk.act("clicks", channel="C0CASES", ts=ts, action_id="open")
    assert shown["ephemeral"] is None
    assert "ignores" in desk.violations()[0]


def test_buttons_that_share_an_action_are_told_apart(desk: Desk) -> None:
    rows = [actions(button(text=name, value=name)) for name in ("Approve", "Reject")]
    ts = desk.post(rows)["ts"]
    where = {"channel": "C0CASES", "ts": ts, "action_id": "open"}
    assert "several" in desk.refused("clicks", **where).json()["error"]
    desk.act("clicks", label="Reject", **where)
    desk.act("clicks", value="Approve", **where)
    pressed = [heard.payload["actions"][0]["value"] for heard in desk.bot.heard]
    assert pressed == ["Reject", "Approve"]


def test_a_choice_in_a_message_is_in_its_state(desk: Desk) -> None:
    pick = select(options=[option("fraud"), option("misuse")])
    ts = desk.post([section(block_id="why", accessory=pick)])["ts"]
    where = {"channel": "C0CASES", "ts": ts, "action_id": "pick"}
    desk.act("clicks", selected_option="misuse", **where)
    sent = desk.bot.heard[0].payload
    assert sent["actions"][0]["selected_option"] == option("misuse")
    assert sent["state"]["values"]["why"]["pick"]["selected_option"]["value"] == "misuse"
    assert "fraud, misuse" in desk.refused("clicks", value="theft", **where).json()["error"]


def test_who_does_not_see_it_cannot_click_it(desk: Desk) -> None:
    sent = {"channel": "C0CASES", "text": "x", "blocks": [actions(button())]}
    ts = desk.api("chat.postEphemeral", user="U0LEE", **sent)["message_ts"]
    click = {"channel": "C0CASES", "ts": ts, "action_id": "open"}
    assert desk.refused("clicks", "U0KANG", **click).status_code == 404
    assert desk.refused("clicks", "U0EXTERN", **click).status_code == 400
    assert desk.refused("clicks", "U0GONE", **click).status_code == 400
    desk.act("clicks", "U0LEE", **click)
    assert desk.bot.heard[0].payload["container"]["is_ephemeral"] is True
    assert "message" not in desk.bot.heard[0].payload


def test_outsiders_have_no_commands_but_can_click(desk: Desk) -> None:
    ts = desk.post([actions(button())], channel="C0SHARED")["ts"]
    outsider = {"channel": "C0SHARED", "user": "U0EXTERN"}
    assert desk.refused("commands", text="/standing x", **outsider).status_code == 400
    desk.act("clicks", ts=ts, action_id="open", **outsider)
    assert desk.bot.heard[0].payload["user"]["team_id"] == "T0OUTSIDE"


def test_a_mention_is_an_event(desk: Desk) -> None:
    root = desk.post()["ts"]
    desk.act("messages", channel="C0CASES", text="@goodstanding who owes?", thread_ts=root)
    desk.act("messages", channel="C0CASES", text="nobody asked the bot")
    [heard] = desk.bot.heard
    told = heard.payload
    assert (told["type"], told["event"]["type"]) == ("event_callback", "app_mention")
    assert told["event"]["text"] == "<@U0GOODSTANDING> who owes?"
    assert told["event"]["thread_ts"] == root
    assert told["event_id"] and told["authorizations"][0]["is_bot"] is True


def test_events_are_sent_again_on_business_time(desk: Desk) -> None:
    desk.bot.status = "503 Later"
    shown = desk.act("messages", channel="C0CASES", text="@goodstanding hello")
    assert shown["delivery"]["acknowledged"] is False
    wait_for(lambda: _waits_after(desk, attempts=2))
    desk.bot.status = "200 OK"
    desk.move_clock(61)
    wait_for(lambda: desk.read("deliveries")[-1]["acknowledged"])
    assert [heard.headers.get("RETRY_NUM") for heard in desk.bot.heard] == [None, "1", "2"]
    assert desk.bot.heard[1].headers["RETRY_REASON"] == "http_error"
    assert len({heard.body for heard in desk.bot.heard}) == 1


def _waits_after(desk: Desk, *, attempts: int) -> bool:
    """Has the last delivery failed so often, and does it wait for the clock?"""
    last = desk.read("deliveries")[-1]
    return len(last["attempts"]) == attempts and last["next_attempt_at"] is not None


def test_a_delivery_can_be_sent_again_byte_for_byte(desk: Desk) -> None:
    ts = desk.post([actions(button())])["ts"]
    first = desk.act("clicks", channel="C0CASES", ts=ts, action_id="open")["delivery"]
    again = desk.act("redeliver", n=first["n"])["delivery"]
    assert again["redelivery_of"] == first["n"]
    assert desk.bot.heard[0].body == desk.bot.heard[1].body
    assert desk.bot.heard[1].is_signed
    assert desk.refused("redeliver", n=99).status_code == 404


@pytest.mark.parametrize(("kind", "retries"), [("duplicate", [None, None]),
                                               ("drop_answer", [None, "1"])])  # fmt: skip
def test_faults_of_delivery(desk: Desk, kind: str, retries: list[str | None]) -> None:
    desk.fault(target="delivery", match={"method": "command"}, kind=kind)
    delivery = desk.act("commands", **COMMAND)["delivery"]
    assert delivery["acknowledged"] is True
    assert [heard.headers.get("RETRY_NUM") for heard in desk.bot.heard] == retries
    assert desk.bot.heard[0].body == desk.bot.heard[1].body


def test_a_message_shortcut_carries_the_message(desk: Desk) -> None:
    ts = desk.post()["ts"]
    desk.act("shortcuts", channel="C0CASES", ts=ts, callback_id="open_case")
    sent = desk.bot.heard[0].payload
    assert (sent["type"], sent["callback_id"]) == ("message_action", "open_case")
    assert (sent["message"]["ts"], sent["message_ts"]) == (ts, ts)


def test_changes_of_people_and_channels_are_told(desk: Desk) -> None:
    desk.http.patch("/sandbox/slack/people/U0PARK", json={"deleted": True})
    desk.http.patch("/sandbox/slack/channels/C0CASES", json={"is_ext_shared": True})
    told = [heard.payload["event"] for heard in desk.bot.heard]
    assert [event["type"] for event in told] == ["user_change", "channel_shared"]
    assert (told[0]["user"]["id"], told[0]["user"]["deleted"]) == ("U0PARK", True)
    wrong = desk.http.patch("/sandbox/slack/people/U0PARK", json={"deleted": "yes"})
    assert (wrong.status_code, "bool" in wrong.json()["error"]) == (400, True)


def late_url(desk: Desk, ts: str | None = None) -> str:
    if ts is None:
        desk.act("commands", **COMMAND)
    else:
        desk.act("clicks", channel="C0CASES", ts=ts, action_id="open")
    return str(desk.bot.heard[-1].payload["response_url"])


def test_a_response_url_works_five_times(desk: Desk) -> None:
    url = late_url(desk)
    statuses = [desk.http.post(url, json={"text": f"Answer {n}"}).status_code for n in range(6)]
    assert statuses == [200] * 5 + [404]
    assert [message["text"] for message in desk.messages()] == [f"Answer {n}" for n in range(5)]
    assert desk.messages("U0LEE") == []
    assert desk.violations() == ["used_url"]


def test_a_response_url_lives_for_half_an_hour(desk: Desk) -> None:
    url = late_url(desk)
    desk.move_clock(29 * 60)
    assert desk.http.post(url, json={"text": "in time"}).status_code == 200
    desk.move_clock(60)
    assert desk.http.post(url, json={"text": "too late"}).status_code == 404


def test_a_response_url_replaces_and_deletes_its_message(desk: Desk) -> None:
    ts = desk.post([actions(button())])["ts"]
    url = late_url(desk, ts)
    desk.http.post(url, json={"replace_original": True, "text": "Approved"})
    assert [message["text"] for message in desk.messages()] == ["Approved"]
    desk.http.post(url, json={"response_type": "in_channel", "text": "For all"})
    desk.http.post(url, json={"delete_original": True})
    assert [message["text"] for message in desk.messages("U0LEE")] == ["For all"]


def test_a_trigger_opens_one_modal(desk: Desk) -> None:
    desk.act("commands", **COMMAND)
    trigger = desk.bot.heard[0].payload["trigger_id"]
    assert desk.api("views.open", trigger_id=trigger, view=modal())["ok"]
    again = desk.api("views.open", trigger_id=trigger, view=modal())
    assert again["error"] == "exchanged_trigger_id"
    assert [shown["view"]["callback_id"] for shown in desk.read("views", user="U0KANG")] == [
        "suspend"
    ]


def test_a_trigger_lives_for_three_seconds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.act("commands", **COMMAND)
    trigger = desk.bot.heard[0].payload["trigger_id"]
    later = time.monotonic() + 3.1
    monkeypatch.setattr("sandbox.slack.triggers.time.monotonic", lambda: later)
    answer = desk.api("views.open", trigger_id=trigger, view=modal())
    assert answer["error"] == "expired_trigger_id"
