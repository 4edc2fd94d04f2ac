"""Socket Mode as Slack does it, seen by two clients that share no code with the sandbox."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest
import websocket
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from sandbox.server import Sandbox
from tests.sandbox.slack_desk import PATIENCE, TOKEN, Bot, Desk, wait_for
from tests.sandbox.slack_shapes import actions, button, modal

APP_TOKEN = "xapp-1-sandbox"
COMMAND = {"channel": "C0CASES", "text": "/standing contoso"}
Json = dict[str, Any]


@pytest.fixture
def desk() -> Iterator[Desk]:
    sandbox = Sandbox(bot_token=TOKEN, app_token=APP_TOKEN).start()
    made = Desk(sandbox, Bot())
    yield made
    made.http.close()
    sandbox.stop()


def ask(desk: Desk, token: str) -> Json:
    headers = {"Authorization": f"Bearer {token}"}
    return dict(desk.http.post("/slack/api/apps.connections.open", headers=headers).json())


class Line:
    """A connection that remembers its envelopes and answers them as a test tells it to."""

    def __init__(self, address: str) -> None:
        self.socket = websocket.create_connection(address, timeout=PATIENCE, http_no_proxy=["*"])
        self.hello = json.loads(self.socket.recv())
        self.heard: list[Json] = []
        self.answer: Any = {}
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    @property
    def envelopes(self) -> list[Json]:
        return [message for message in self.heard if "envelope_id" in message]

    def close(self) -> None:
        with suppress(websocket.WebSocketException, OSError):
            self.socket.send_close()
        self._thread.join(PATIENCE)
        if self.socket.sock is not None:
            self.socket.sock.close()

    def _listen(self) -> None:
        while True:
            try:
                opcode, data = self.socket.recv_data()
            except (websocket.WebSocketException, OSError):
                return
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                return
            message = json.loads(data)
            self.heard.append(message)
            if "envelope_id" in message and self.answer is not None:
                said = {"envelope_id": message["envelope_id"]} | self.answer
                self.socket.send(json.dumps(said))


@contextmanager
def lines(desk: Desk, number: int = 1) -> Iterator[list[Line]]:
    opened = [Line(ask(desk, APP_TOKEN)["url"]) for _ in range(number)]
    wait_for(lambda: len(desk.read("sockets")) == number)
    try:
        yield opened
    finally:
        for line in opened:
            line.close()


def do(desk: Desk, act: str, **more: object) -> httpx.Response:
    return desk.http.post("/sandbox/slack/sockets", json={"do": act, **more})


def test_an_address_is_given_for_the_app_token_only(desk: Desk) -> None:
    assert ask(desk, APP_TOKEN)["url"].startswith("ws://127.0.0.1:")
    for token in ("xapp-1-other", TOKEN):
        assert ask(desk, token) == {"ok": False, "error": "invalid_auth"}
    headers = {"Authorization": f"Bearer {APP_TOKEN}"}
    other = desk.http.post("/slack/api/auth.test", headers=headers).json()
    assert other["error"] == "invalid_auth"


def test_an_app_without_an_app_token_has_no_sockets() -> None:
    sandbox = Sandbox(signing_secret="x" * 32, bot_token=TOKEN).start()
    desk = Desk(sandbox, Bot())
    assert ask(desk, APP_TOKEN)["error"] == "invalid_auth"
    desk.http.close()
    sandbox.stop()


def test_an_address_opens_one_connection(desk: Desk) -> None:
    address = ask(desk, APP_TOKEN)["url"]
    Line(address).close()
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        websocket.create_connection(address, timeout=PATIENCE, http_no_proxy=["*"])


def test_every_connection_is_greeted_with_how_many_there_are(desk: Desk) -> None:
    with lines(desk, 2) as opened:
        assert [line.hello["num_connections"] for line in opened] == [1, 2]
        assert opened[0].hello["type"] == "hello" and "host" in opened[0].hello["debug_info"]


def test_ten_connections_are_the_most(desk: Desk) -> None:
    with (
        lines(desk, 10),
        pytest.raises(websocket.WebSocketBadStatusException, match="429"),
    ):
        Line(ask(desk, APP_TOKEN)["url"])


def test_each_payload_goes_to_one_connection(desk: Desk) -> None:
    with lines(desk, 3) as opened:
        for _ in range(6):
            assert desk.act("commands", **COMMAND)["delivery"]["acknowledged"]
        assert [len(line.envelopes) for line in opened] == [2, 2, 2]
        every = [envelope["envelope_id"] for line in opened for envelope in line.envelopes]
        assert len(set(every)) == 6


def test_an_envelope_says_what_it_is_and_whether_its_answer_is_read(desk: Desk) -> None:
    with lines(desk) as [line]:
        ts = desk.post([actions(button())])["ts"]
        desk.act("commands", **COMMAND)
        desk.act("clicks", channel="C0CASES", ts=ts, action_id="open")
        desk.act("messages", channel="C0CASES", text="@goodstanding overdue")
        command, click, event = line.envelopes
    assert (command["type"], command["accepts_response_payload"]) == ("slash_commands", True)
    assert command["payload"]["command"] == "/standing"
    assert (click["type"], click["accepts_response_payload"]) == ("interactive", False)
    assert click["payload"]["type"] == "block_actions"
    assert (event["type"], event["accepts_response_payload"]) == ("events_api", False)
    assert (event["retry_attempt"], event["retry_reason"]) == (0, "")


def test_an_answer_is_read_as_over_http(desk: Desk) -> None:
    with lines(desk) as [line]:
        line.answer = {"payload": {"text": "Nordwind owes"}}
        assert desk.act("commands", **COMMAND)["ephemeral"]["text"] == "Nordwind owes"
        ts = desk.post([actions(button())])["ts"]
        assert desk.violations() == []
        desk.act("clicks", channel="C0CASES", ts=ts, action_id="open")
        assert "Slack ignores the body" in desk.violations()[0]


def test_a_form_is_answered_in_the_acknowledgement(desk: Desk) -> None:
    with lines(desk) as [line]:
        desk.act("commands", **COMMAND)
        trigger = line.envelopes[-1]["payload"]["trigger_id"]
        view = desk.api("views.open", trigger_id=trigger, view=modal())["view"]["id"]
        line.answer = {"payload": {"response_action": "clear"}}
        assert desk.act("submissions", view_id=view, values={})["views"] == []
        assert line.envelopes[-1]["accepts_response_payload"] is True


def test_without_a_connection_a_person_sees_an_error(desk: Desk) -> None:
    shown = desk.act("commands", **COMMAND)
    assert "dispatch_failed" in shown["ephemeral"]["text"]
    assert shown["delivery"]["attempts"][0]["error"].startswith("connection_failed")


def test_an_event_that_is_not_acknowledged_comes_again_with_its_number(desk: Desk) -> None:
    with lines(desk) as [line]:
        line.answer = None
        asked = {"channel": "C0CASES", "text": "@goodstanding hello"}
        written = threading.Thread(target=desk.act, args=("messages",), kwargs=asked)
        written.start()
        wait_for(lambda: len(line.envelopes) == 1)
        line.answer = {}
        written.join(PATIENCE)
        wait_for(lambda: bool(desk.read("deliveries")[-1]["acknowledged"]))
        first, second = line.envelopes
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"] == second["payload"]
    assert first["envelope_id"] != second["envelope_id"]


@pytest.mark.parametrize(("act", "reason"), [("warn", "warning"), ("refresh", "refresh_requested")])
def test_a_connection_is_asked_to_go(desk: Desk, act: str, reason: str) -> None:
    with lines(desk, 2) as [first, second]:
        assert do(desk, act, id=1).status_code == 200
        wait_for(lambda: bool(first.heard))
        assert (first.heard[0]["type"], first.heard[0]["reason"]) == ("disconnect", reason)
        for _ in range(2):
            desk.act("commands", **COMMAND)
        assert len(second.envelopes) == (2 if act == "refresh" else 1)


@pytest.mark.parametrize("act", ["drop", "disable"])
def test_a_connection_ends(desk: Desk, act: str) -> None:
    with lines(desk):
        do(desk, act)
        wait_for(lambda: desk.read("sockets") == [])


def test_what_cannot_be_done_to_connections_is_said(desk: Desk) -> None:
    assert "no connection is open" in do(desk, "drop").json()["error"]
    with lines(desk):
        assert do(desk, "fly").status_code == 400
        assert do(desk, "drop", id=7).status_code == 404


def test_slacks_own_client_is_served(desk: Desk) -> None:
    def answer(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        reply = {"text": f"You typed {request.payload['command']} {'x' * 300}"}
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, reply))

    web = WebClient(base_url=f"{desk.sandbox.url}/slack/api/")
    client = SocketModeClient(app_token=APP_TOKEN, web_client=web, auto_reconnect_enabled=False)
    client.socket_mode_request_listeners.append(answer)
    client.connect()
    wait_for(lambda: len(desk.read("sockets")) == 1)
    assert desk.act("commands", **COMMAND)["ephemeral"]["text"].startswith("You typed /standing")
    client.close()
