"""Signed requests whose content is not what it should be."""

from __future__ import annotations

import json
from functools import partial

from tests.prove.bad.case import Bad, Elsewhere
from tests.prove.bad.stage import FORM, JSON, Answer, Stage
from tests.witness import TEAM
from tests.world import AGENT

OLDER = "an older card"
USER = {"user": {"id": AGENT, "team_id": TEAM}, "team": {"id": TEAM}}


def _payload(stage: Stage, **fields: object) -> Answer:
    return stage.payload(USER | fields)


def _json(text: bytes, stage: Stage) -> Answer:
    return stage.request(text, Content_Type=JSON)


def _form_with(text: bytes, stage: Stage) -> Answer:
    return stage.request(b"payload=" + text, Content_Type=FORM)


def _view(stage: Stage, **fields: object) -> Answer:
    return stage.payload(USER | {"type": "view_submission", "view": {"type": "modal"} | fields})


def _suspend(stage: Stage, **changed: object) -> Answer:
    values = {"subscriptions": [], "reason": "non-payment", "note": ""} | changed
    return stage.form("suspend_form", values)


def _first(**fields: object) -> dict[str, object]:
    return {"actions": [fields]}


PAYLOADS = (
    Bad("payload that is no JSON", "`{`", "no JSON that can be read", partial(_form_with, b"%7B"),
        400),
    Bad("payload that is a list", "`[]`", "no JSON object", partial(_form_with, b"%5B%5D"), 400),
    Bad("payload 100,000 deep", "brackets in brackets", "no JSON that can be read",
        partial(_form_with, b"%5B" * 100_000), 400),
    Bad("number of 10,000 digits", "JSON that is a number", "no JSON", partial(_json,
        b"1" * 10_000), 400),
    Bad("keys twice", "`type` twice in one object", "",
        partial(_json, b'{"type": "event_callback", "type": "nothing", "event": {}}')),
    Bad("empty object", "`{}`", "", lambda s: s.payload({})),
    Bad("no type", "a payload that does not say what it is", "", _payload),
    Bad("unknown type", "`dialog_suggestion_2`", "", lambda s: _payload(s,
        type="dialog_suggestion_2")),
    Bad("type that is a number", "`type: 7`", "", lambda s: _payload(s, type=7)),
    Bad("click on nothing", "no actions", "", lambda s: _payload(s, type="block_actions",
        actions=[])),
    Bad("click on an unknown button", "`plan_explode`", OLDER,
        lambda s: s.click(_first(action_id="plan_explode"))),
    Bad("click with an unknown token", "one that nobody made", OLDER,
        lambda s: s.click(_first(value="AAAAAAAAAAAAAAAAAAAAAA"))),
    Bad("click without a token", "an empty value", OLDER, lambda s: s.click(_first(value=""))),
    Bad("click with an object for a token", "`{\"plan\": 1}`", OLDER,
        lambda s: s.click(_first(value={"plan": 1}))),
    Bad("click with the token of another button", "a customer's on a plan's button", OLDER,
        lambda s: s.click(_first(value=s.tokens["customer"]))),
    Bad("click in another block", "the block of another revision", OLDER,
        lambda s: s.click(_first(block_id="plan-0000000000000000"))),
    Bad("click on a copied card", "another message", OLDER,
        lambda s: s.click({"container": {"message_ts": "1.000001"}})),
    Bad("click in another channel", "the same card elsewhere", OLDER,
        lambda s: s.click({"channel": {"id": "C0GENERAL"},
        "container": {"channel_id": "C0GENERAL"}})),
    Bad("click on another bot's message", "a card that looks like ours", OLDER,
        lambda s: s.click({"message": {"bot_id": "B0OTHER"}})),
    Bad("click on another app's message", "our bot's id, another app's", OLDER,
        lambda s: s.click({"message": {"app_id": "A0OTHER"}})),
    Bad("click on nobody's message", "a message without an author", OLDER,
        lambda s: s.click({"message": {"bot_id": None}})),
    Bad("click that claims to be private", "an ephemeral message with a token that was made up",
        OLDER,
        lambda s: s.click({"container": {"is_ephemeral": True}, "actions": [{"value": "x"}]})),
    Bad("click without a trigger", "nothing that a form could open by", "did not open the form",
        lambda s: s.click({"trigger_id": ""}, button="plan_approve")),
    Bad("click by nobody", "a user without an id", "", lambda s: s.payload(
        {"type": "block_actions", "user": {}, "actions": [{"action_id": "plan_approve"}]})),
    Bad("form that nobody knows", "`frobnicate_form`", OLDER, lambda s: s.form("frobnicate_form",
        {})),
    Bad("form with a forged token", "private metadata that nobody made", OLDER,
        lambda s: s.form("suspend_form", {"reason": "fraud"}, "AAAAAAAAAAAAAAAAAAAAAA")),
    Bad("form with JSON for a token", "private metadata as other apps write it", OLDER,
        lambda s: s.form("suspend_form", {}, json.dumps({"customer": "main/x", "role": "admin"}))),
    Bad("form with a customer's token for a plan", "a vote on a customer", OLDER,
        lambda s: s.form("plan_approve_form", {"bank": ["checked"]})),
    Bad("form without a state", "a view without values", OLDER,
        lambda s: _view(s, callback_id="plan_reject_form")),
    Bad("form whose view is a text", "`view: \"x\"`", "",
        lambda s: s.payload(USER | {"type": "view_submission", "view": "x"})),
    Bad("form without an id", "a view that has no name", "did not say which request",
        lambda s: _view(s, callback_id="suspend_form", private_metadata=s.tokens["customer"],
                        state={"values": {"reason": {"a": {"value": "fraud"}}}})),
    Bad("option that was never offered: reason", "`because`", "no reason was picked",
        lambda s: _suspend(s, reason="because")),
    Bad("option that was never offered: subscription", "one of somebody else",
        "cannot be changed that way",
        lambda s: _suspend(s, subscriptions=["aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"])),
    Bad("nothing picked", "no subscription", "Nothing was selected", _suspend),
    Bad("option that was never offered: hold", "`forever`", "kind",
        lambda s: s.form("hold_form", {"kind": "forever", "note": "x", "until": "2026-12-01"})),
    Bad("event without an event", "`event` is missing", "", lambda s: s.event(None)),
    Bad("event without a name", "a visit without an event id", "",
        lambda s: s.event({"type": "app_home_opened", "user": AGENT, "tab": "home"})),
    Bad("event of another kind", "`type: [\"message\"]`", "",
        lambda s: s.event({"type": ["message"]}, event_id="E1")),
    Bad("change of nobody", "`user_change` with a list for a user", "",
        lambda s: s.event({"type": "user_change", "user": []}, event_id="E2")),
    Bad("link of ours unfurled", "`link_shared`", "",
        lambda s: s.event({"type": "link_shared", "links": [{"url": "x"}]}, event_id="E3")),
    Bad("shortcut that nobody knows", "`open_sesame`", "",
        lambda s: _payload(s, type="shortcut", callback_id="open_sesame", trigger_id="1.x")),
    Bad("options that nobody asks for", "`block_suggestion`", "",
        lambda s: _payload(s, type="block_suggestion", action_id="a", value="b")),
    Bad("command that nobody knows", "`/fire`", "there is no command /fire",
        lambda s: s.command("/fire everybody")),
    Bad("command by nobody", "no user", "did not say who asked", lambda s: s.command("/standing x",
        "")),
    Elsewhere("click that comes twice", "the same delivery again", "already",
              "tests/handlers/test_deliveries.py::test_a_vote_that_comes_again_is_no_second_vote"),
    Elsewhere("form that comes twice", "the same delivery again", "already",
              "tests/handlers/test_deliveries.py::test_a_form_that_comes_again_files_no_second_plan"),
    Elsewhere("old change after a newer one", "events in the wrong order", "the newer one stays",
              "tests/handlers/test_deliveries.py::"
              "test_an_old_change_of_a_user_does_not_undo_a_newer_one"),
    Elsewhere("decision on a plan that is over", "a click that comes late", "it is over",
              "tests/handlers/test_clicks.py::"
              "test_a_decision_on_a_plan_that_is_over_is_refused_politely"),
    Elsewhere("any field missing or of another type", "every kind of payload, broken anywhere",
              "an answer below 500",
        "tests/handlers/test_shapes.py::test_no_shape_breaks_anything"),
)  # fmt: skip
