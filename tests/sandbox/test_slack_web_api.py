"""The pretend Web API answers as Slack does: shapes, errors, rates, and the real client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.slack_desk import TOKEN, Desk, running
from tests.sandbox.slack_shapes import actions, button, field, modal, plain, section

Json = dict[str, Any]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as started:
        yield started


HOME = {"type": "home", "blocks": []}
WIDE = modal(title=plain("x" * 25))
UNTOUCHED = {"channel": "C0CASES", "ts": "1.000001", "text": "x"}
ERRORS: list[tuple[str, Json, str]] = [
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C0PRIVATE", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "C0CASES"}, "no_text"),
    ("chat.postMessage", {"channel": "C0CASES", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C0CASES", "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "C0CASES", "blocks": [{"type": "x"}]}, "invalid_blocks"),
    ("chat.postEphemeral", {"channel": "C0CASES", "text": "x", "user": "U0NO"}, "user_not_found"),
    (
        "chat.postEphemeral",
        {"channel": "C0CASES", "text": "x", "user": "U0EXTERN"},
        "user_not_in_channel",
    ),
    ("chat.update", UNTOUCHED, "message_not_found"),
    ("chat.update", {**UNTOUCHED, "channel": "U0KANG"}, "channel_not_found"),
    ("chat.delete", UNTOUCHED, "message_not_found"),
    ("chat.getPermalink", {"channel": "C0CASES", "message_ts": "1.000001"}, "message_not_found"),
    ("views.open", {"trigger_id": "1.2.3", "view": modal()}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.2.3", "view": WIDE}, "invalid_arguments"),
    ("views.update", {"view_id": "V0", "view": modal()}, "not_found"),
    ("views.publish", {"user_id": "U0NO", "view": HOME}, "user_not_found"),
    ("views.publish", {"user_id": "U0KANG", "view": modal()}, "invalid_arguments"),
    ("users.info", {"user": "U0NO"}, "user_not_found"),
    ("conversations.info", {"channel": "C0NO"}, "channel_not_found"),
    ("conversations.open", {"users": "U0GONE"}, "user_disabled"),
    ("bots.info", {"bot": "B0NO"}, "bot_not_found"),
    ("files.completeUploadExternal", {"files": [{"id": "F0NO"}]}, "file_not_found"),
    ("chat.shout", {}, "unknown_method"),
]  # fmt: skip


def test_refusals_have_slacks_names(desk: Desk) -> None:
    for method, arguments, error in ERRORS:
        answer = desk.api(method, **arguments)
        assert (answer["ok"], answer["error"]) == (False, error), (method, arguments)
    assert [call["error"] for call in desk.read("calls")] == [error for _, _, error in ERRORS]


def test_a_limit_is_named_with_its_path(desk: Desk) -> None:
    answer = desk.api("chat.postMessage", channel="C0CASES", text="x", blocks=[section("y" * 3001)])
    [message] = answer["response_metadata"]["messages"]
    assert "3000" in message and "/blocks/0/text/text" in message
    assert desk.violations() == [f"invalid_blocks {message}"]


@pytest.mark.parametrize(
    ("headers", "error"), [({}, "not_authed"), ({"Authorization": "Bearer x"}, "invalid_auth")]
)
def test_the_token_is_checked(desk: Desk, headers: dict[str, str], error: str) -> None:
    answer = desk.http.post("/slack/api/auth.test", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (200, error)


def test_text_without_blocks_drops_the_blocks(desk: Desk) -> None:
    ts = desk.post([section()])["ts"]
    assert desk.api("chat.update", channel="C0CASES", ts=ts, text="Paid")["ok"]
    [message] = desk.messages()
    assert (message["text"], message["blocks"], message["revision"]) == ("Paid", [], 2)
    assert message["edited"]


def test_new_blocks_alone_show_no_edit_mark(desk: Desk) -> None:
    ts = desk.post([section("before")])["ts"]
    desk.api("chat.update", channel="C0CASES", ts=ts, text="Standing", blocks=[section("after")])
    [message] = desk.messages()
    assert message["edited"] is None
    assert message["blocks"][0]["text"]["text"] == "after"


def test_blocks_without_text_are_taken_but_noted(desk: Desk) -> None:
    assert desk.api("chat.postMessage", channel="C0CASES", blocks=[section()])["ok"]
    assert desk.violations() == ["missing_text_in_message"]


def test_the_words_of_people_cannot_be_changed_by_the_bot(desk: Desk) -> None:
    desk.act("messages", channel="C0CASES", text="Call them")
    [message] = desk.messages()
    for method, error in (
        ("chat.update", "cant_update_message"),
        ("chat.delete", "cant_delete_message"),
    ):
        assert desk.api(method, channel="C0CASES", ts=message["ts"], text="x")["error"] == error


def test_private_messages_are_seen_by_one_and_never_updated(desk: Desk) -> None:
    sent = {"channel": "C0CASES", "text": "Only you"}
    ts = desk.api("chat.postEphemeral", user="U0LEE", **sent)["message_ts"]
    assert [message["ts"] for message in desk.messages("U0LEE")] == [ts]
    assert desk.messages("U0KANG") == []
    assert desk.api("chat.update", ts=ts, **sent)["error"] == "message_not_found"


def test_an_archived_channel_takes_nothing(desk: Desk) -> None:
    desk.http.patch("/sandbox/slack/channels/C0ALERTS", json={"is_archived": True})
    answer = desk.api("chat.postMessage", channel="C0ALERTS", text="x")
    assert answer["error"] == "is_archived"


def test_threads_count_their_replies(desk: Desk) -> None:
    ts = desk.post()["ts"]
    reply = desk.post(thread_ts=ts, text="Voted")
    assert float(reply["ts"]) > float(ts)
    [root] = desk.messages()
    assert (root["ts"], root["reply_count"]) == (ts, 1)
    assert [m["text"] for m in desk.messages(thread_ts=ts)] == ["Standing", "Voted"]


def test_posting_too_fast_is_answered_with_429(desk: Desk) -> None:
    sent = {"channel": "C0CASES", "text": "x"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answers = [
        desk.http.post("/slack/api/chat.postMessage", json=sent, headers=headers) for _ in range(40)
    ]
    assert {answer.status_code for answer in answers[:30]} == {200}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert desk.api("chat.postMessage", channel="C0ALERTS", text="x")["ok"]


def test_a_read_changes_nothing_and_pages_through(desk: Desk) -> None:
    first = desk.api("users.list", limit=5)
    second = desk.api("users.list", limit=50, cursor=first["response_metadata"]["next_cursor"])
    ids = [user["id"] for user in (*first["members"], *second["members"])]
    assert ids == [person["id"] for person in desk.read("people")]
    assert second["response_metadata"]["next_cursor"] == ""


FAULTS: list[tuple[Json, int, Json]] = [
    ({"kind": "ratelimited", "retry_after": 7}, 429, {"ok": False, "error": "ratelimited"}),
    ({"kind": "error", "error": "fatal_error"}, 200, {"ok": False, "error": "fatal_error"}),
]


@pytest.mark.parametrize(("fault", "status", "body"), FAULTS)
def test_faults_happen_once(desk: Desk, fault: Json, status: int, body: Json) -> None:
    desk.fault(target="slack", match={"method": "chat.postMessage"}, **fault)
    sent = {"channel": "C0CASES", "text": "x"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = desk.http.post("/slack/api/chat.postMessage", json=sent, headers=headers)
    assert (answer.status_code, answer.json()) == (status, body)
    assert desk.messages() == []
    assert desk.api("chat.postMessage", **sent)["ok"]


@pytest.mark.parametrize(("kind", "posted"), [("reset_before", 0), ("reset_after", 1)])
def test_a_lost_answer_may_have_posted(desk: Desk, kind: str, posted: int) -> None:
    desk.fault(target="slack", match={"method": "chat.postMessage"}, kind=kind)
    with pytest.raises(httpx.TransportError):
        desk.api("chat.postMessage", channel="C0CASES", text="x")
    assert len(desk.messages()) == posted


def test_the_real_client_understands_every_answer(desk: Desk) -> None:
    client = WebClient(TOKEN, base_url=f"{desk.sandbox.url}/slack/api/")
    assert client.auth_test()["user_id"] == "U0GOODSTANDING"
    posted = client.chat_postMessage(channel="#cases", text="x", blocks=[actions(button())])
    channel, ts = posted["channel"], posted["ts"]
    assert channel == "C0CASES"
    assert client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"]
    client.chat_update(channel=channel, ts=ts, text="y", blocks=[])
    client.chat_delete(channel=channel, ts=ts)
    assert client.users_info(user="U0PARK", include_locale=True)["user"]["locale"] == "en-US"
    desk.sandbox.slack.workspace.speak_own_languages()
    user = client.users_info(user="U0PARK", include_locale=True)["user"]
    assert (user["tz"], user["locale"]) == ("Asia/Seoul", "ko-KR")
    assert client.conversations_info(channel="C0SHARED")["channel"]["is_ext_shared"] is True
    direct = client.conversations_open(users=["U0KANG"])["channel"]["id"]
    assert client.chat_postMessage(channel=direct, text="hello")["channel"] == "D0KANG"
    assert "U0KANG" in client.conversations_members(channel="C0CASES")["members"]
    kinds = "public_channel,private_channel"
    listed = client.conversations_list(types=kinds)["channels"]
    assert "C0APPROVALS" in {one["id"] for one in listed}
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel="C0PRIVATE", text="x")


def test_the_real_client_uploads_a_file(desk: Desk) -> None:
    client = WebClient(TOKEN, base_url=f"{desk.sandbox.url}/slack/api/")
    client.files_upload_v2(
        channel="C0CASES", content="name,owed\n", filename="overdue.csv", initial_comment="Here"
    )
    [message] = desk.messages()
    [file] = message["files"]
    assert (file["name"], message["text"]) == ("overdue.csv", "Here")
    assert desk.http.get(file["url_private"]).text == "name,owed\n"


def test_the_home_tab_is_published_and_guarded_by_its_hash(desk: Desk) -> None:
    home = {"type": "home", "blocks": [section("Waiting on you")]}
    first = desk.api("views.publish", user_id="U0KANG", view=home)["view"]
    again = desk.api("views.publish", user_id="U0KANG", view=home, hash=first["hash"])
    assert again["ok"]
    stale = desk.api("views.publish", user_id="U0KANG", view=home, hash=first["hash"])
    assert stale["error"] == "hash_conflict"
    assert desk.read("home", user="U0KANG")["view"]["id"] == first["id"]


def test_a_view_that_is_too_large_is_refused(desk: Desk) -> None:
    lots = [field(f"b{n}", {"type": "plain_text_input"}, hint=plain("x" * 2000)) for n in range(99)]
    wide = [one | {"label": plain("y" * 2000)} for one in lots]
    home = {"type": "home", "blocks": wide}
    assert desk.api("views.publish", user_id="U0KANG", view=home)["error"] == "view_too_large"
