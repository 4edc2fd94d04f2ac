"""Modals: stacks, typed values in Slack's shapes, and what an answer to a form may carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.slack_desk import Desk, running
from tests.sandbox.slack_shapes import actions, button, field, modal, option, plain, section, select

Json = dict[str, Any]
TEXT = {"type": "plain_text_input"}
CHOICES = [option("fraud"), option("misuse"), option("unpaid")]
NOTE = field("note", TEXT)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as started:
        yield started


SHAPES: list[tuple[Json, Any, Json]] = [
    (TEXT, "Late", {"type": "plain_text_input", "value": "Late"}),
    ({"type": "number_input", "is_decimal_allowed": True}, 12.5,
     {"type": "number_input", "value": "12.5"}),
    ({"type": "email_text_input"}, "a@b.de", {"type": "email_text_input", "value": "a@b.de"}),
    ({"type": "url_text_input"}, "https://b.de",
     {"type": "url_text_input", "value": "https://b.de"}),
    (select(options=CHOICES), "misuse",
     {"type": "static_select", "selected_option": option("misuse")}),
    (select("radio_buttons", options=CHOICES), "Fraud",
     {"type": "radio_buttons", "selected_option": option("fraud")}),
    (select("checkboxes", options=CHOICES), ["fraud", "unpaid"],
     {"type": "checkboxes", "selected_options": [option("fraud"), option("unpaid")]}),
    (select("multi_static_select", options=CHOICES), ["misuse"],
     {"type": "multi_static_select", "selected_options": [option("misuse")]}),
    (select("datepicker"), "2026-10-14", {"type": "datepicker", "selected_date": "2026-10-14"}),
    (select("timepicker"), "09:30", {"type": "timepicker", "selected_time": "09:30"}),
    (select("users_select"), "U0LEE", {"type": "users_select", "selected_user": "U0LEE"}),
    (select("multi_users_select"), ["U0LEE", "U0PARK"],
     {"type": "multi_users_select", "selected_users": ["U0LEE", "U0PARK"]}),
    (select("conversations_select"), "C0CASES",
     {"type": "conversations_select", "selected_conversation": "C0CASES"}),
    (select("channels_select"), "C0CASES",
     {"type": "channels_select", "selected_channel": "C0CASES"}),
    (select("multi_conversations_select"), ["C0CASES"],
     {"type": "multi_conversations_select", "selected_conversations": ["C0CASES"]}),
]  # fmt: skip


def test_values_arrive_in_the_shape_of_their_element(desk: Desk) -> None:
    blocks = [field(f"b{n}", element) for n, (element, _, _) in enumerate(SHAPES)]
    view = desk.open_modal(modal(*blocks, private_metadata="case-7"))
    values = {f"b{n}": value for n, (_, value, _) in enumerate(SHAPES)}
    shown = desk.act("submissions", view_id=view["view_id"], values=values)
    sent = desk.bot.heard[-1].payload
    assert (sent["type"], sent["view"]["private_metadata"]) == ("view_submission", "case-7")
    state = sent["view"]["state"]["values"]
    arrived = [next(iter(state[f"b{n}"].values())) for n in range(len(SHAPES))]
    assert arrived == [shape for _, _, shape in SHAPES]
    assert shown["views"] == []


def test_untouched_fields_carry_their_initial_value_or_nothing(desk: Desk) -> None:
    blocks = [
        field("note", TEXT | {"initial_value": "Late"}),
        field("hint", TEXT, optional=True),
        field("who", select("multi_users_select"), optional=True),
        field("why", select(options=CHOICES, initial_option=CHOICES[0])),
    ]
    view = desk.open_modal(modal(*blocks))
    desk.act("submissions", view_id=view["view_id"])
    state = desk.bot.heard[-1].payload["view"]["state"]["values"]
    assert state["note"]["value"]["value"] == "Late"
    assert state["hint"]["value"]["value"] is None
    assert state["who"]["pick"]["selected_users"] == []
    assert state["why"]["pick"]["selected_option"]["value"] == "fraud"


UNFIT: list[tuple[Json, Any, str]] = [
    (TEXT, "", "required"),
    (TEXT | {"min_length": 3}, "ab", "at least 3"),
    (TEXT | {"max_length": 3}, "abcd", "at most 3"),
    ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole"),
    ({"type": "number_input", "is_decimal_allowed": False}, "many", "number"),
    ({"type": "number_input", "is_decimal_allowed": False, "max_value": "30"}, "31", "at most 30"),
    ({"type": "email_text_input"}, "nobody", "email"),
    (select("checkboxes", options=CHOICES), [], "required"),
]


@pytest.mark.parametrize(("element", "value", "complaint"), UNFIT)
def test_slack_itself_checks_a_form_first(
    desk: Desk, element: Json, value: Any, complaint: str
) -> None:
    view = desk.open_modal(modal(field("f", element)))
    shown = desk.act("submissions", view_id=view["view_id"], values={"f": value})
    assert shown["delivery"] is None
    assert complaint in shown["views"][0]["errors"]["f"]
    assert len(desk.bot.heard) == 1


def test_errors_keep_the_form_open_and_what_was_typed(desk: Desk) -> None:
    view = desk.open_modal(modal(NOTE))
    desk.bot.answer = {"response_action": "errors", "errors": {"note": "Say more"}}
    shown = desk.act("submissions", view_id=view["view_id"], values={"note": "Late"})
    [still] = shown["views"]
    assert still["errors"] == {"note": "Say more"}
    assert still["state"]["note"]["value"]["value"] == "Late"
    desk.bot.answer = ""
    assert desk.act("submissions", view_id=view["view_id"])["views"] == []
    assert desk.violations() == []


def test_an_answer_may_update_push_and_clear(desk: Desk) -> None:
    view_id = desk.open_modal(modal(NOTE))["view_id"]
    typed = {"view_id": view_id, "values": {"note": "Late"}}
    desk.bot.answer = {"response_action": "update", "view": modal(NOTE, title=plain("Again"))}
    [updated] = desk.act("submissions", **typed)["views"]
    assert updated["view_id"] == view_id
    assert updated["view"]["title"]["text"] == "Again"
    assert updated["state"]["note"]["value"]["value"] == "Late"
    desk.bot.answer = {"response_action": "push", "view": modal(section(), title=plain("Sure?"))}
    below, top = desk.act("submissions", **typed)["views"]
    assert top["view"]["previous_view_id"] == below["view_id"] == top["view"]["root_view_id"]
    assert "topmost" in desk.refused("submissions", **typed).json()["error"]
    desk.bot.answer = {"response_action": "clear"}
    assert desk.act("submissions", view_id=top["view_id"])["views"] == []


BAD_ANSWERS: list[tuple[Any, str]] = [
    ({"response_action": "errors", "errors": {"nowhere": "x"}}, "no input block nowhere"),
    ({"response_action": "errors", "errors": {}}, "response_action"),
    ({"response_action": "dance"}, "response_action"),
    ({"text": "Done"}, "response_action"),
    ({"response_action": "update", "view": modal(title=plain("x" * 25))}, "24"),
    ("Done", "response_action"),
]


@pytest.mark.parametrize(("answer", "complaint"), BAD_ANSWERS)
def test_an_answer_that_slack_cannot_read_is_noted(desk: Desk, answer: Any, complaint: str) -> None:
    view = desk.open_modal(modal(NOTE))
    desk.bot.answer = answer
    shown = desk.act("submissions", view_id=view["view_id"], values={"note": "x"})
    assert shown["views"][0]["errors"]["*"]
    assert complaint in desk.violations()[0]


def test_a_failing_bot_leaves_the_form_open(desk: Desk) -> None:
    view = desk.open_modal(modal(NOTE))
    desk.bot.status = "500 Oops"
    shown = desk.act("submissions", view_id=view["view_id"], values={"note": "x"})
    assert shown["delivery"]["acknowledged"] is False
    assert "trouble" in shown["views"][0]["errors"]["*"]


def test_three_views_are_the_most(desk: Desk) -> None:
    view = modal(actions(button("more")))
    opened = desk.open_modal(view)
    answers: list[Json] = []

    def push(payload: Json) -> str:
        answers.append(desk.api("views.push", trigger_id=payload["trigger_id"], view=view))
        return ""

    desk.bot.answer = push
    for _ in range(3):
        desk.act("clicks", view_id=opened["view_id"], action_id="more")
    assert [answer.get("error") for answer in answers] == [None, None, "push_limit_reached"]


def test_a_stale_update_is_refused_by_its_hash(desk: Desk) -> None:
    view = desk.open_modal(modal(NOTE))["view"]
    sent = {"view_id": view["id"], "view": modal(NOTE), "hash": view["hash"]}
    assert desk.api("views.update", **sent)["ok"]
    assert desk.api("views.update", **sent)["error"] == "hash_conflict"


def test_closing_is_told_when_the_view_asks_for_it(desk: Desk) -> None:
    quiet = desk.open_modal(modal(NOTE))["view_id"]
    assert desk.http.delete(f"/sandbox/slack/views/{quiet}?user=U0KANG").json()["delivery"] is None
    loud = desk.open_modal(modal(NOTE, notify_on_close=True))["view_id"]
    closed = desk.http.delete(f"/sandbox/slack/views/{loud}?user=U0KANG").json()
    assert (closed["delivery"]["kind"], closed["views"]) == ("view_closed", [])
    assert desk.bot.heard[-1].payload["is_cleared"] is False
    assert desk.http.delete(f"/sandbox/slack/views/{loud}?user=U0KANG").status_code == 404


def test_an_external_select_asks_the_bot(desk: Desk) -> None:
    view_id = desk.open_modal(modal(field("who", select("external_select"))))["view_id"]
    where = {"view_id": view_id, "block_id": "who", "action_id": "pick"}
    desk.bot.answer = {"options": [option("nordwind")]}
    assert desk.act("options", text="nor", **where)["options"] == [option("nordwind")]
    asked = desk.bot.heard[-1].payload
    assert (asked["type"], asked["value"]) == ("block_suggestion", "nor")
    desk.bot.answer = ""
    desk.act("submissions", view_id=view_id, values={"who": "nordwind"})
    state = desk.bot.heard[-1].payload["view"]["state"]["values"]
    assert state["who"]["pick"]["selected_option"] == option("nordwind")


def test_options_beyond_the_limits_are_noted(desk: Desk) -> None:
    view_id = desk.open_modal(modal(field("who", select("external_select"))))["view_id"]
    desk.bot.answer = {"options": [option(f"o{n}") for n in range(101)]}
    shown = desk.act("options", view_id=view_id, block_id="who", action_id="pick", text="o")
    assert shown["options"] == []
    assert "100" in desk.violations()[0]


def test_inputs_report_only_when_they_dispatch(desk: Desk) -> None:
    loud = field("loud", select(options=CHOICES), dispatch_action=True)
    view_id = desk.open_modal(modal(field("quiet", select(options=CHOICES)), loud))["view_id"]
    where = {"view_id": view_id, "action_id": "pick", "value": "fraud"}
    assert desk.act("clicks", block_id="quiet", **where)["delivery"] is None
    told = desk.act("clicks", block_id="loud", **where)["delivery"]["payload"]
    assert told["container"] == {"type": "view", "view_id": view_id}
    picked = {
        block: shown["pick"]["selected_option"]["value"]
        for block, shown in told["view"]["state"]["values"].items()
    }
    assert picked == {"quiet": "fraud", "loud": "fraud"}


def test_a_click_may_bring_what_was_typed_around_it(desk: Desk) -> None:
    view_id = desk.open_modal(modal(NOTE, actions(button())))["view_id"]
    desk.act("clicks", view_id=view_id, action_id="open", values={"note": "Late"})
    state = desk.bot.heard[-1].payload["view"]["state"]["values"]
    assert state["note"]["value"]["value"] == "Late"


def test_a_modal_belongs_to_one_person(desk: Desk) -> None:
    view_id = desk.open_modal(modal(NOTE))["view_id"]
    assert desk.refused("submissions", "U0LEE", view_id=view_id).status_code == 404
    assert desk.read("views", user="U0LEE") == []
