"""The sandbox as a whole: who may call it, what it keeps, what a page hears, wrong calls."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.server import Sandbox
from tests.sandbox.slack_desk import SECRET, TOKEN, Desk, running
from tests.sandbox.slack_shapes import actions, button, field, modal

Json = dict[str, Any]
NOTE = field("note", {"type": "plain_text_input"})


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as started:
        yield started


def test_the_sandbox_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with running(tmp_path) as desk:
        ts = desk.post([actions(button())])["ts"]
        view = desk.open_modal(modal(NOTE))
        desk.http.patch("/sandbox/slack/people/U0PARK", json={"deleted": True})
        desk.move_clock(3600)
        before = desk.http.get("/clock").json()
    with running(tmp_path) as desk:
        assert [message["ts"] for message in desk.messages()] == [ts]
        assert [shown["view_id"] for shown in desk.read("views", user="U0KANG")] == [
            view["view_id"]
        ]
        assert desk.refused("commands", "U0PARK", channel="C0CASES", text="/x").status_code == 400
        assert desk.http.get("/clock").json()["now"] >= before["now"]
        assert float(desk.post()["ts"]) > float(ts)


def test_only_local_callers_are_served(desk: Desk) -> None:
    rebound = desk.http.get("/sandbox/slack/people", headers={"Host": "evil.example"})
    assert rebound.status_code == 403
    foreign = {"Origin": "https://evil.example"}
    assert desk.http.post("/clock", json={}, headers=foreign).status_code == 403
    own = {"Origin": desk.sandbox.url}
    moved = desk.http.post("/clock", json={"advance_seconds": 1}, headers=own)
    assert moved.status_code == 200


def test_a_permalink_leads_to_its_message_on_the_page(desk: Desk) -> None:
    root = desk.post()["ts"]
    reply = desk.post(thread_ts=root)["ts"]
    link = desk.api("chat.getPermalink", channel="C0CASES", message_ts=reply)["permalink"]
    place = desk.http.get(link).headers["Location"]
    assert place == f"/#channel=C0CASES&message={reply}&thread={root}"


def test_a_page_hears_of_what_changed(desk: Desk) -> None:
    n = desk.read("updates")["n"]
    desk.post()
    desk.open_modal(modal(NOTE), user="U0LEE")
    seen = desk.read("updates", after=n, wait=5, user="U0LEE")
    assert (seen["channels"], seen["views"], seen["n"] > n) == (["C0CASES"], True, True)
    unseen = desk.read("updates", after=n, user="U0EXTERN")
    assert (unseen["channels"], unseen["views"]) == ([], False)


WRONG: list[tuple[str, Json, str]] = [
    ("commands", {"channel": "C0CASES", "text": "standing"}, "slash"),
    ("commands", {"channel": "C0CASES"}, "text"),
    ("commands", {"channel": "C0PRIVATE", "text": "/x"}, "not in C0PRIVATE"),
    ("commands", {"channel": "C0NO", "text": "/x"}, "channel_not_found"),
    ("clicks", {"channel": "C0CASES", "ts": "1.1", "action_id": "a"}, "message_not_found"),
    ("submissions", {"view_id": "V0"}, "not_found"),
]


@pytest.mark.parametrize(("name", "asked", "complaint"), WRONG)
def test_wrong_calls_are_told_what_is_right(
    desk: Desk, name: str, asked: Json, complaint: str
) -> None:
    assert complaint in desk.refused(name, **asked).json()["error"]


def test_the_sandbox_needs_its_secrets() -> None:
    with pytest.raises(ValueError, match="signing_secret"):
        Sandbox(bot_token=TOKEN)
    sandbox = Sandbox(signing_secret=SECRET, bot_token=TOKEN).start()
    url = sandbox.url
    sandbox.stop()
    with pytest.raises(httpx.TransportError):
        httpx.get(url, trust_env=False)


MANIFEST = """
features:
  slash_commands:
    - command: "/standing"
      description: "One customer: \\"what is owed\\""
      usage_hint: "contoso"
      should_escape: true
    - command: "/overdue"
      description: "Who owes what"
  shortcuts:
    - name: "Open a case"
      type: "message"
      callback_id: "open_case"
oauth_config:
  scopes:
    bot:
      - "commands"
"""


@pytest.fixture
def offered(tmp_path: Path) -> Iterator[Desk]:
    file = tmp_path / "manifest.yml"
    file.write_text(MANIFEST, encoding="utf-8")
    with running(manifest=file) as started:
        yield started


def test_the_commands_of_the_manifest_are_offered(offered: Desk) -> None:
    found = offered.read("command_list")

    assert found["commands"] == [
        {"name": "/standing", "usage": "contoso", "description": 'One customer: "what is owed"'},
        {"name": "/overdue", "usage": "", "description": "Who owes what"},
    ]
    assert [shortcut["callback_id"] for shortcut in found["shortcuts"]] == ["open_case"]


def test_a_command_that_the_manifest_does_not_list_never_leaves_slack(offered: Desk) -> None:
    act = offered.act("commands", "U0KANG", channel="C0CASES", text="/standding contoso")

    assert act["delivery"] is None
    assert act["ephemeral"]["text"].startswith("/standding is not a valid command.")
    assert offered.bot.heard == []
    offered.act("commands", "U0KANG", channel="C0CASES", text="/standing contoso")
    assert [heard.payload["command"] for heard in offered.bot.heard] == ["/standing"]


def test_without_a_manifest_every_command_goes_to_the_bot(desk: Desk) -> None:
    assert desk.read("command_list") == {"commands": [], "shortcuts": []}

    assert desk.act("commands", "U0KANG", channel="C0CASES", text="/x")["delivery"]["acknowledged"]


def test_a_manifest_without_commands_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text("features:\n  slash_commands:\n", encoding="utf-8")

    with pytest.raises(ValueError, match="lists no commands"):
        Sandbox(signing_secret=SECRET, bot_token=TOKEN, manifest=file)


def test_a_sandbox_stops_while_everybody_still_talks_to_it() -> None:
    for _ in range(4):
        sandbox = Sandbox(signing_secret=SECRET, bot_token=TOKEN).start()
        with httpx.Client(base_url=sandbox.url, trust_env=False) as http:
            talkers = [threading.Thread(target=_talk, args=(http,)) for _ in range(4)]
            for talker in talkers:
                talker.start()
            sandbox.stop()
            for talker in talkers:
                talker.join(5)
        assert not any(talker.is_alive() for talker in talkers)


def _talk(http: httpx.Client) -> None:
    """Until the sandbox is gone."""
    with suppress(httpx.TransportError):
        while True:
            http.get("/sandbox/slack/people")
