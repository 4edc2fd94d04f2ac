"""Requests travel through the sandbox's Slack, and every one is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from core.domain.people import AccountKey
from handlers.registry import all_commands
from tests.handlers.a_bot import World, a_world
from tests.sandbox.slack_desk import wait_for

pytestmark = pytest.mark.both_doors


@pytest.fixture(scope="module")
def world(app_token: str) -> Iterator[World]:
    with a_world(app_token) as world:
        yield world


def test_commands_are_found_by_the_folder_they_lie_in() -> None:
    commands = all_commands()
    assert {"/standing", "/suspend", "/freeze"} <= {command.name for command in commands}
    assert all(command.usage.startswith(command.name) for command in commands)


def test_a_command_is_answered_in_the_acknowledgement(world: World) -> None:
    world.type("/standing <!channel>")
    assert world.said() == "You typed &lt;!channel&gt;."
    assert world.last_delivery()["answer"]["response_type"] == "ephemeral"


def test_help_is_answered_for_every_command(world: World) -> None:
    world.type("/freeze help")
    assert world.said() == "Breaks. For example: /freeze wrong"


def test_a_refusal_is_a_private_sentence(world: World) -> None:
    world.type("/overdue fabrikam")
    assert "fits several customers: Fabrikam Bau AG, Fabrikam &lt;Medien&gt;" in world.said()


def test_an_input_error_shows_how_it_is_written(world: World) -> None:
    world.type("/overdue")
    assert world.said().endswith("For example: /overdue")


def test_a_failure_is_a_ticket_number_in_answer_and_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.type("/freeze")
    ticket = re.search(r"Error number ([0-9a-f]{8})\.", world.said())
    assert ticket is not None and "xoxb" not in world.said()
    logged = [record for record in caplog.records if ticket[1] in record.getMessage()]
    assert logged and logged[0].exc_info


@pytest.mark.parametrize(
    ("action_id", "answer"),
    [("press", "someone else must decide"), ("break", "Error number"), ("gone", "an older card")],
)
def test_a_click_is_acknowledged_empty_and_answered_privately(
    world: World, action_id: str, answer: str
) -> None:
    world.type("/standing contoso")
    shown = world.desk.messages()[-1]
    world.desk.act("clicks", channel="C0CASES", ts=shown["ts"], action_id=action_id)
    assert not world.last_delivery()["answer"]
    wait_for(lambda: answer in world.said())


def test_a_form_shows_an_error_at_its_input_and_is_replaced_by_the_answer(world: World) -> None:
    view = world.type("/suspend contoso")["views"][-1]["view_id"]
    world.desk.act("submissions", view_id=view, values={"note": ""})
    assert world.last_delivery()["answer"]["errors"] == {"note": "Please give a reason in words."}
    world.desk.act("submissions", view_id=view, values={"note": "unpaid"})
    answer = world.last_delivery()["answer"]
    assert answer["response_action"] == "update"
    assert "token-4: unpaid" in json.dumps(answer["view"])


def test_a_form_that_slack_does_not_open_is_said(world: World) -> None:
    world.desk.fault(
        target="slack", match={"method": "views.open"}, kind="error", error="expired_trigger_id"
    )
    world.type("/suspend contoso")
    assert world.said() == "Slack did not open the form. Please try again."


def test_whoever_was_never_seen_is_asked_for_once(world: World) -> None:
    def asked() -> int:
        return len(world.desk.read("calls", method="users.info"))

    world.members.clear()
    before = asked()
    world.type("/standing one")
    world.type("/standing two")
    assert asked() == before + 1
    member = world.members.get(AccountKey(world.last_delivery()["payload"]["team_id"], "U0KANG"))
    assert member is not None and member.is_stranger is False and member.deleted is False


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("ko-KR", "“fabrikam”에 해당하는 고객이 여럿입니다: "),
        ("zh-CN", "“fabrikam”与多个客户匹配："),
    ],
)
def test_everybody_reads_the_language_of_their_slack(world: World, locale: str, said: str) -> None:
    world.desk.http.patch("/sandbox/slack/people/U0LEE", json={"locale": locale})
    world.members.clear()
    world.type("/overdue fabrikam", user="U0LEE")
    assert world.said("U0LEE").startswith(said)
    world.type("/overdue fabrikam")
    assert "fits several customers" in world.said()


def test_a_change_of_a_user_is_remembered(world: World) -> None:
    team = world.last_delivery()["payload"]["team_id"]
    changed = world.desk.http.patch("/sandbox/slack/people/U0LEE", json={"is_restricted": True})
    assert changed.status_code == 200

    def guest() -> bool:
        member = world.members.get(AccountKey(team, "U0LEE"))
        return member is not None and member.is_restricted is True

    wait_for(guest)


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": [{"action_id": "never"}]},
        {"type": "block_actions", "actions": [{"action_id": "press"}], "user": None},
        {"type": "view_submission", "view": {"type": "modal", "callback_id": "never"}},
        {"type": "shortcut", "callback_id": "never"},
        {"type": "nobody knows"},
    ],
)
def test_what_nobody_knows_is_acknowledged(world: World, payload: dict[str, object]) -> None:
    about = {"team": {"id": "T1"}, "user": {"id": "U1"}}
    body = urlencode({"payload": json.dumps(about | payload)})
    assert world.hand(body).status == 200


def test_a_command_that_nobody_knows_is_answered(world: World) -> None:
    body = urlencode({"command": "/nothing", "team_id": "T1", "user_id": "U1", "channel_id": "C1"})
    answer = world.hand(body)
    assert answer.status == 200 and "/nothing" in answer.answer["text"]


def test_a_command_from_nowhere_is_refused(world: World) -> None:
    answer = world.hand(urlencode({"command": "/standing", "user_id": "U1", "text": "contoso"}))
    assert answer.status == 200 and "You typed" not in answer.answer["text"]


def test_nothing_was_sent_that_slack_refuses(world: World) -> None:
    assert world.desk.violations() == []
