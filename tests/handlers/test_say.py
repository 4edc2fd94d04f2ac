"""Saying things in Slack, over HTTP against the workspace of the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from core.ports.boundary import CallInsideTransaction, transaction_open
from core.ports.engine import Later
from handlers.directory import slack_client
from handlers.lacking import ASKED_ANEW, Lacking
from handlers.messages.blocks import (
    Block,
    ButtonCell,
    Cell,
    Message,
    Point,
    bar_chart,
    button,
    data_table,
    plain,
    section,
)
from handlers.messages.plain_blocks import plainer
from handlers.messages.plan_card import plan_card
from handlers.say import SlackSay
from sandbox.slack.limits.surfaces import message_complaints
from storage.unit_of_work import SqlStore
from tests.handlers.a_plan_view import a_view
from tests.handlers.test_plan_card import WORDS
from tests.new_database import new_database
from tests.office import Desk as AtHome
from tests.sandbox.slack_desk import TOKEN, Desk, running

CASES = "C0CASES"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with running() as desk:
        yield desk


@pytest.fixture
def at_home(tmp_path: Path) -> Iterator[AtHome]:
    database = new_database(tmp_path / "say.db")
    yield AtHome(SqlStore(database))
    database.close()


@pytest.fixture
def say(desk: Desk, at_home: AtHome) -> SlackSay:
    address = f"{desk.sandbox.url}/slack/api/"
    return SlackSay(slack_client(TOKEN, address), Lacking(at_home.office))


def texts(desk: Desk) -> list[str]:
    return [message["text"] for message in desk.messages()]


def test_a_card_is_posted_and_edited_in_place(desk: Desk, say: SlackSay) -> None:
    ts = say.post(CASES, plan_card(a_view(), "token", WORDS))
    assert say.update(CASES, ts, plain("It is over."))
    shown = next(message for message in desk.messages() if message["ts"] == ts)
    assert shown["text"] == "It is over."
    assert ts.replace(".", "") in say.permalink(CASES, ts)


def test_an_event_goes_into_its_thread(desk: Desk, say: SlackSay) -> None:
    root = say.post(CASES, plain("Case 12"))
    answer = say.post(CASES, plain("A first vote."), root)
    thread = desk.messages(thread_ts=root)
    assert [m["thread_ts"] for m in thread if m["ts"] == answer] == [root]


def test_a_message_that_is_gone_is_not_edited(say: SlackSay) -> None:
    assert not say.update(CASES, "1.000001", plain("Nobody sees this."))


def test_slack_says_when_to_come_back(desk: Desk, say: SlackSay) -> None:
    fault = {"match": {"method": "chat.postMessage"}, "kind": "ratelimited", "retry_after": 7}
    desk.fault(target="slack", **fault)
    with pytest.raises(Later) as later:
        say.post(CASES, plain("Too fast."))
    assert later.value.seconds == 7
    with pytest.raises(Later, match="rate limited") as behind:
        say.post(CASES, plain("Behind it."))
    assert 7 < behind.value.seconds <= 8
    assert not {"Too fast.", "Behind it."} & set(texts(desk))
    say.post("C0APPROVALS", plain("Elsewhere."))


def test_an_unknown_channel_is_a_failure(say: SlackSay) -> None:
    with pytest.raises(SlackApiError, match="channel_not_found"):
        say.post("C0NOWHERE", plain("Lost."))


def test_nothing_is_said_while_a_transaction_is_open(desk: Desk, say: SlackSay) -> None:
    with transaction_open(), pytest.raises(CallInsideTransaction):
        say.post(CASES, plain("Never said."))
    assert "Never said." not in texts(desk)


ROWS = [(Cell("Customer"), Cell("Days")), (Cell("Contoso"), Cell("35", 35))]
CHART = bar_chart("By age", {"EUR": [Point("1-30", 5)]})
NEWEST = Message("Worst", (section("*Worst*"), data_table("Late", ROWS, page_size=5), CHART))


def calls(desk: Desk) -> list[str]:
    """What the posts so far were answered with; empty for a good one."""
    found = desk.read("calls")
    return [c["error"] or "" for c in found if c["method"] == "chat.postMessage"]


def kinds(desk: Desk, ts: str) -> list[str]:
    (shown,) = [m for m in desk.messages() if m["ts"] == ts]
    return [block["type"] for block in shown["blocks"]]


def test_a_workspace_without_the_newest_blocks_is_told_plainer_and_remembered(
    desk: Desk, say: SlackSay, at_home: AtHome
) -> None:
    desk.fault(target="slack", kind="older", times=9, match={"method": "chat.postMessage"})
    begun = len(calls(desk))
    first, second = say.post(CASES, NEWEST), say.post(CASES, NEWEST)
    assert calls(desk)[begun:] == ["invalid_blocks", "", ""]
    assert kinds(desk, first) == kinds(desk, second) == ["section", "section", "table"]
    at_home.now += ASKED_ANEW - timedelta(days=1)
    say.post(CASES, NEWEST)
    assert len(calls(desk)) == begun + 4
    desk.http.delete("/sandbox/faults")
    at_home.now += timedelta(days=2)
    assert kinds(desk, say.post(CASES, NEWEST)) == ["section", "data_table", "data_visualization"]


def test_what_is_wrong_in_another_way_is_not_learned(say: SlackSay) -> None:
    """A block of ours that no Slack takes says nothing of this one."""
    broken = Message("x", (*NEWEST.blocks, {"type": "section"}))
    with pytest.raises(SlackApiError):
        say.post(CASES, broken)
    assert not say.lacking.known()


def test_a_plain_table_keeps_within_its_limits() -> None:
    many = [(Cell("n" * 200), Cell("35", 35), Cell("EUR")) for _ in range(100)]
    opened = ButtonCell(button("Open", "open", "t"), "Open")
    tables: tuple[Block, ...] = (
        data_table("Late", [(*row, opened) for row in many], page_size=5),
        data_table("More", many, page_size=5),
    )
    said = plainer(Message("Worst", tables)).blocks
    assert message_complaints([dict(block) for block in said]) == []
    assert [block["type"] for block in said] == ["section", "table", "section"]
    assert "action_cell" not in str(said)
