"""Saying things in Slack, over HTTP against the workspace of the sandbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from core.ports.boundary import CallInsideTransaction, transaction_open
from core.ports.engine import Later
from handlers.directory import slack_client
from handlers.messages.blocks import plain
from handlers.messages.plan_card import plan_card
from handlers.say import SlackSay
from tests.handlers.a_plan_view import a_view
from tests.handlers.test_plan_card import WORDS
from tests.sandbox.slack_desk import TOKEN, Desk, running

CASES = "C0CASES"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with running() as desk:
        yield desk


@pytest.fixture
def say(desk: Desk) -> SlackSay:
    address = f"{desk.sandbox.url}/slack/api/"
    return SlackSay(slack_client(TOKEN, address))


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
