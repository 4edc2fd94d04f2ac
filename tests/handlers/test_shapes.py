"""Whatever shape a signed request has, it is answered; nothing of ours breaks on it."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.handlers.a_bot import World, a_world

pytestmark = pytest.mark.both_doors

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**300),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.lists(st.none() | st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=5), st.none() | st.text(max_size=3), max_size=3),
)


@pytest.fixture(scope="module")
def world(app_token: str) -> Iterator[World]:
    with a_world(app_token) as world:
        yield world


@pytest.fixture(scope="module")
def real(world: World) -> list[dict[str, Any]]:
    """One payload of each kind, as Slack sends them."""
    world.type("/standing contoso")
    shown = world.desk.messages()[-1]
    world.desk.act("clicks", channel="C0CASES", ts=shown["ts"], action_id="press")
    view = world.type("/suspend contoso")["views"][-1]["view_id"]
    world.desk.act("submissions", view_id=view, values={"note": "x"})
    world.desk.http.patch("/sandbox/slack/people/U0LEE", json={"title": "Agent"})
    world.desk.http.patch("/sandbox/slack/channels/C0CASES", json={"is_ext_shared": True})
    world.desk.http.patch("/sandbox/slack/channels/C0CASES", json={"is_ext_shared": False})
    made: list[dict[str, Any]] = [
        {"type": "view_closed", "view": {"id": "V1", "callback_id": "why"}},
        {"type": "shortcut", "callback_id": "case"},
        {"type": "message_action", "callback_id": "case", "message": {}},
        {"type": "block_suggestion", "action_id": "a", "block_id": "b", "value": "c"},
        {"type": "workflow_step_edit", "callback_id": "x"},
    ]
    found = {(d["kind"], d["name"]): d["payload"] for d in world.desk.read("deliveries")}
    kinds = {kind for kind, _ in found}
    assert kinds == {"command", "block_actions", "view_submission", "event"}
    about = next(p for (kind, _), p in found.items() if kind == "block_actions")
    common: dict[str, Any] = {name: about[name] for name in ("user", "team", "api_app_id", "token")}
    return [*found.values(), *(common | payload for payload in made)]


def paths(node: object, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a payload."""
    if above:
        yield above
    items: dict[Any, Any] = node if isinstance(node, dict) else {}
    if isinstance(node, list):
        items = dict(enumerate(node))
    for name, below in items.items():
        yield from paths(below, (*above, name))


def broken(payload: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """The payload with a few places taken out, or filled with what does not belong there."""
    for _ in range(data.draw(st.integers(1, 4))):
        places = list(paths(payload))
        if not places:
            return payload
        place = data.draw(st.sampled_from(places))
        node: Any = payload
        for name in place[:-1]:
            node = node[name]
        if data.draw(st.booleans()):
            del node[place[-1]]
        else:
            node[place[-1]] = data.draw(ODD)
    return payload


def body_of(payload: dict[str, Any]) -> tuple[str, str]:
    if "command" in payload and "type" not in payload:
        fields = {name: str(value) for name, value in payload.items()}
        return urlencode(fields, errors="replace"), "application/x-www-form-urlencoded"
    text = json.dumps(payload)
    if payload.get("type") == "event_callback" or "event" in payload:
        return text, "application/json"
    return urlencode({"payload": text}), "application/x-www-form-urlencoded"


@settings(max_examples=100, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(data=st.data())
def test_no_shape_breaks_anything(
    world: World, real: list[dict[str, Any]], caplog: pytest.LogCaptureFixture, data: st.DataObject
) -> None:
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        payload = broken(copy.deepcopy(data.draw(st.sampled_from(real))), data)
        body, kind = body_of(payload)
        answer = world.hand(body, kind)
    assert answer.status is not None and answer.status < 500, answer
    assert "Traceback" not in str(answer.answer)
    raised = [r for r in caplog.records if r.exc_info and "the secret is" not in str(r.exc_info[1])]
    assert not raised, raised[0].exc_text or raised[0].exc_info


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": None},
        {"type": "view_submission"},
        {"type": "view_submission", "view": {}},
        {"type": "view_submission", "view": {"type": 1, "state": []}},
        {"type": "block_actions", "actions": [None]},
        {"type": "block_actions", "actions": [[]], "message": {}},
        {"type": "block_actions", "actions": {"0": {}}},
        {"type": "block_actions", "actions": [{"action_id": "press"}], "container": "x"},
        {"type": "view_closed"},
        {"type": "block_suggestion"},
        {"type": "interactive_message", "callback_id": "x", "actions": []},
        {"type": "dialog_submission", "callback_id": 7},
    ],
    ids=range(13),
)
def test_what_cannot_be_is_acknowledged(world: World, payload: dict[str, object]) -> None:
    body = urlencode({"payload": json.dumps({"user": {"id": "U1"}, "team": None} | payload)})
    assert world.hand(body).status == 200


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"event": None},
        {"event": {"type": "user_change"}},
        {"event": {"type": "user_change", "user": []}, "event_id": 1},
        {"event": {"type": "channel_shared", "channel": None}},
        {"event": {"type": ["message"]}},
        {"event": {"type": "app_home_opened", "user": "U1", "tab": "home"}},
    ],
    ids=range(7),
)
def test_an_event_without_sense_is_acknowledged(world: World, event: dict[str, object]) -> None:
    body = json.dumps({"type": "event_callback", "team_id": "T1"} | event)
    assert world.hand(body, "application/json").status == 200
