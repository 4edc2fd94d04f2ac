"""Socket Mode: two connections, replaced without a gap, drained at the end, and nothing twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from core.domain.people import AccountKey
from core.ports.outside import Unreachable
from handlers.directory import slack_client
from handlers.line import Broken, connect
from handlers.messages.blocks import Message, plain
from handlers.registry import Tables
from handlers.request import Command, Services, Typed
from handlers.socket import SlackSocket, fresh_address
from tests.handlers.a_bot import TABLES, World, a_socket, a_world
from tests.sandbox.slack_desk import PATIENCE, TOKEN, wait_for

APP_TOKEN = "xapp-sandbox"
Json = dict[str, Any]


class Pause:
    """A command that takes as long as a test wants it to."""

    def __init__(self) -> None:
        self.began, self.ends = threading.Event(), threading.Event()

    def answer(self, typed: Typed, services: Services) -> Message:
        self.began.set()
        assert self.ends.wait(PATIENCE)
        return plain(f"Took its time: {typed.text}")

    @property
    def tables(self) -> Tables:
        command = Command("/suspend", "/suspend x", "Takes its time", self.answer)
        others = [one for one in TABLES.commands if one.name != command.name]
        return Tables((command, *others), TABLES.buttons, TABLES.forms)


@pytest.fixture
def pause() -> Pause:
    return Pause()


@pytest.fixture
def world(pause: Pause) -> Iterator[World]:
    with a_world(APP_TOKEN, pause.tables) as made:
        wait_for(lambda: len(sockets(made)) == 2)
        yield made


def sockets(world: World) -> list[Json]:
    return list(world.desk.read("sockets"))


def ids(world: World) -> set[int]:
    return {one["id"] for one in sockets(world)}


def do(world: World, act: str, **more: object) -> None:
    answer = world.desk.http.post("/sandbox/slack/sockets", json={"do": act, **more})
    assert answer.status_code == 200, answer.text


def readiness(world: World) -> str:
    return str(world.desk.http.get(f"{world.server.url}/readyz").text)


def in_background(world: World, text: str) -> threading.Thread:
    thread = threading.Thread(target=world.type, args=(text,))
    thread.start()
    return thread


def test_two_connections_share_the_load(world: World) -> None:
    for n in range(6):
        world.type(f"/standing {n}")
        assert world.said() == f"You typed {n}."
    assert [(one["sent"], one["acknowledged"]) for one in sockets(world)] == [(3, 3), (3, 3)]


def test_connections_are_replaced_without_a_gap(world: World) -> None:
    before = ids(world)
    do(world, "refresh")
    asked = 0
    while ids(world) & before or len(sockets(world)) < 2:
        world.type(f"/standing {asked}")
        assert world.said() == f"You typed {asked}."
        asked += 1
    assert asked and readiness(world) == "ok\n"


def test_a_warned_connection_is_replaced_before_it_ends(world: World) -> None:
    first = min(ids(world))
    do(world, "warn", id=first)
    wait_for(lambda: first not in ids(world) and len(sockets(world)) == 2)


@pytest.mark.parametrize("how", ["drop", "silence"])
def test_a_broken_connection_is_opened_anew(world: World, how: str) -> None:
    before = ids(world)
    do(world, how)
    wait_for(lambda: not ids(world) & before and len(sockets(world)) == 2)
    world.type("/standing contoso")
    assert world.said() == "You typed contoso."


def test_readiness_says_since_when_there_is_no_connection(world: World) -> None:
    before = ids(world)
    fault = {"method": "apps.connections.open"}
    world.desk.fault(target="slack", match=fault, kind="error", error="internal_error", times=1000)
    do(world, "drop")
    wait_for(lambda: readiness(world) == "slack socket\n")
    assert isinstance(world.way, SlackSocket) and world.way.trouble() == "none for 0 s"
    world.desk.http.delete("/sandbox/faults")
    wait_for(lambda: readiness(world) == "ok\n" and len(ids(world) - before) == 2)


@pytest.mark.parametrize(("asked", "waited"), [(1, 1.0), (3600, 1.5)], ids=["short", "endless"])
def test_slack_is_left_alone_for_as_long_as_it_says_within_reason(
    world: World, asked: int, waited: float
) -> None:
    before, fault = ids(world), {"method": "apps.connections.open"}
    world.desk.fault(target="slack", match=fault, kind="ratelimited", retry_after=asked)
    do(world, "drop")
    wait_for(lambda: not ids(world) & before and len(sockets(world)) == 2)
    _, _, turned_away, taken, _ = (datetime.fromisoformat(at) for at in asked_for_address(world))
    assert (taken - turned_away).total_seconds() >= waited
    world.type("/standing contoso")
    assert world.said() == "You typed contoso."


def asked_for_address(world: World) -> list[str]:
    calls = world.desk.read("calls", method="apps.connections.open")
    return [call["at"] for call in calls]


def test_what_is_being_answered_is_acknowledged_before_the_sockets_close(
    world: World, pause: Pause
) -> None:
    asked = in_background(world, "/suspend contoso")
    assert pause.began.wait(PATIENCE)
    stopping = threading.Thread(target=stop, args=(world,))
    stopping.start()
    stopping.join(0.2)
    assert stopping.is_alive() and len(sockets(world)) == 2
    pause.ends.set()
    stopping.join(PATIENCE)
    asked.join(PATIENCE)
    assert world.said() == "Took its time: contoso"
    wait_for(lambda: sockets(world) == [])


def test_nothing_new_is_taken_while_stopping(world: World, pause: Pause) -> None:
    asked = in_background(world, "/suspend contoso")
    assert pause.began.wait(PATIENCE)
    stopping = threading.Thread(target=stop, args=(world,))
    stopping.start()
    wait_for(lambda: not is_taken(world))
    assert sockets(world), "what is being answered keeps its line"
    assert world.said("U0LEE") == "/standing failed: operation_timeout."
    pause.ends.set()
    stopping.join(PATIENCE)
    asked.join(PATIENCE)


def stop(world: World) -> None:
    assert isinstance(world.way, SlackSocket)
    world.way.stop()


def is_taken(world: World) -> bool:
    """Whether something new is answered."""
    world.type("/standing more", user="U0LEE")
    return world.said("U0LEE") == "You typed more."


def test_an_acknowledgement_goes_out_on_another_line_if_its_own_broke(
    world: World, pause: Pause
) -> None:
    asked = in_background(world, "/suspend contoso")
    assert pause.began.wait(PATIENCE)
    [own] = [one["id"] for one in sockets(world) if one["sent"]]
    do(world, "drop", id=own)
    wait_for(lambda: own not in ids(world))
    pause.ends.set()
    asked.join(PATIENCE)
    assert world.said() == "Took its time: contoso"


def test_an_event_of_a_restart_comes_again_and_a_second_time_does_nothing(world: World) -> None:
    stop(world)
    world.desk.http.patch("/sandbox/slack/people/U0LEE", json={"is_restricted": True})
    delivery = world.last_delivery()
    assert not delivery["acknowledged"]
    assert delivery["attempts"][0]["error"].startswith("connection_failed")
    again = a_socket(world.app, f"{world.desk.sandbox.url}/slack/api/", APP_TOKEN)
    again.start()
    world.desk.move_clock(61)
    wait_for(lambda: world.desk.read("deliveries")[-1]["acknowledged"])
    member = world.members.get(AccountKey("T0PARTNER", "U0LEE"))
    assert member is not None and member.is_restricted
    again.stop()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        "[]",
        "[" * 100_000,
        '{"type": "interactive"}',
        '{"type": 5, "envelope_id": "e1", "payload": 7}',
        '{"type": "interactive", "envelope_id": {"a": 1}, "payload": {}}',
        json.dumps({"type": "interactive", "envelope_id": "e2", "payload": {"team": 5}}),
        json.dumps({"type": "events_api", "envelope_id": "e3", "retry_attempt": "x"}),
        json.dumps({"type": "nobody knows", "envelope_id": "e4", "payload": {"type": "new"}}),
    ],
    ids=range(10),
)
def test_what_has_no_shape_of_slacks_ends_no_connection(lasting: World, text: str) -> None:
    before = ids(lasting)
    do(lasting, "say", text=text)
    for n in (1, 2):
        lasting.type(f"/standing {n}")
        assert lasting.said() == f"You typed {n}."
    assert ids(lasting) == before


@pytest.fixture(scope="module")
def lasting() -> Iterator[World]:
    with a_world(APP_TOKEN) as made:
        wait_for(lambda: len(sockets(made)) == 2)
        yield made


def test_nothing_was_sent_that_slack_refuses(lasting: World) -> None:
    assert lasting.desk.violations() == []


def test_a_wrong_app_token_is_said_at_the_start(lasting: World) -> None:
    client = slack_client(TOKEN, f"{lasting.desk.sandbox.url}/slack/api/")
    with pytest.raises(Unreachable, match=r"apps\.connections\.open: invalid_auth"):
        fresh_address(client, "xapp-wrong")
    lasting.desk.http.delete("/sandbox/slack/violations")


@pytest.mark.parametrize(
    "address", ["ws://slack.example/link", "http://127.0.0.1/", "wss:", "wss://[", ""]
)
def test_only_an_encrypted_address_or_one_of_this_machine_is_opened(address: str) -> None:
    with pytest.raises(Broken):
        connect(address, 1.0)
