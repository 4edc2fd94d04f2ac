"""What people see and type: names in any case, the app's tabs, a button of a moment ago."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.slack_desk import Desk, running
from tests.sandbox.slack_shapes import actions, button


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


def test_names_are_understood_in_any_case_and_told_as_they_are(desk: Desk) -> None:
    desk.act("commands", channel="C0APPROVALS", text="/standing @Hao.Lee #CASES")
    assert desk.bot.heard[0].payload["text"] == "<@U0LEE|hao.lee> <#C0CASES|cases>"
    desk.act("messages", channel="C0CASES", text="@Goodstanding hello")
    assert desk.bot.heard[1].payload["event"]["text"] == "<@U0GOODSTANDING> hello"


def test_looking_at_a_tab_of_the_app_is_told_with_what_is_there(desk: Desk) -> None:
    desk.act("home", user="U0KANG")
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    published = desk.api("views.publish", user_id="U0KANG", view=view)
    desk.act("home", user="U0KANG")
    desk.act("home", user="U0KANG", tab="messages")
    empty, drawn, messages = (heard.payload["event"] for heard in desk.bot.heard)
    assert (empty["tab"], "view" in empty) == ("home", False)
    assert drawn["view"]["id"] == published["view"]["id"]
    assert (messages["tab"], "view" in messages) == ("messages", False)
    assert desk.refused("home", user="U0KANG", tab="about").status_code == 400


def test_a_press_on_what_the_screen_showed_a_moment_ago_is_delivered(desk: Desk) -> None:
    ts = desk.post([actions(button(value="old"))])["ts"]
    shown = desk.messages()[-1]["blocks"][0]["block_id"]
    new = [actions(button(value="new"))]
    desk.api("chat.update", channel="C0CASES", ts=ts, text="New", blocks=new)
    where = {"channel": "C0CASES", "ts": ts, "action_id": "open"}
    desk.act("clicks", **where, block_id=shown, value="old")
    assert desk.bot.heard[0].payload["actions"][0]["value"] == "old"
    assert desk.bot.heard[0].payload["message"]["text"] == "New"
    assert desk.refused("clicks", **where, value="old").status_code == 400
