"""The other way to the bot, Socket Mode: up to ten connections, each payload on one of them."""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from sandbox.calls import NotHere, WrongCall
from sandbox.serving import HOST
from sandbox.slack.connection import GRACE, Connection, Gone, Wire
from sandbox.slack.courier import CONNECTION_FAILED, PATIENCE, TIMEOUT, Retry, Sent
from sandbox.slack.deliveries import Delivery
from sandbox.slack.people import APP_ID

MOST = 10
TICKET_LIVES = 30.0
# Without a pong for so long Slack hangs up.
PING_EVERY, SILENCE = 5.0, 20.0
LARGEST = 4 * 1024 * 1024
# Slack reads a payload in an acknowledgement of these only.
_ANSWERED = frozenset({"command", "view_submission", "block_suggestion"})
_TYPES = {"command": "slash_commands", "event": "events_api"}


@dataclass(slots=True)
class _Envelope:
    """One that was sent and is not acknowledged yet."""

    acknowledged: threading.Event = field(default_factory=threading.Event)
    payload: Any = None


class Sockets:
    """Hands out addresses, keeps the connections, and is a way of the courier's."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._tickets: dict[str, float] = {}
        self._open: list[Connection] = []
        self._waiting: dict[str, _Envelope] = {}
        self._numbers = count(1)
        self._next = 0
        self._server: Server | None = None

    def start(self) -> None:
        """Listen on a port of its own."""
        self._server = serve(
            self._attend, HOST, 0,
            process_request=self._judge,
            create_connection=Wire,
            compression=None,
            ping_interval=PING_EVERY, ping_timeout=SILENCE, close_timeout=GRACE,
            max_size=LARGEST,
        )  # fmt: skip
        run = self._server.serve_forever
        threading.Thread(target=run, name="slack sockets", daemon=True).start()

    def address(self) -> str:
        """One that opens one connection, soon."""
        if self._server is None:
            raise ValueError("the sandbox is not running")
        ticket = secrets.token_urlsafe(24)
        with self._turn:
            self._tickets[ticket] = time.monotonic() + TICKET_LIVES
        port = self._server.socket.getsockname()[1]
        return f"ws://{HOST}:{port}/link/?ticket={ticket}&app_id={APP_ID}"

    def send(self, delivery: Delivery, retry: Retry | None) -> Sent:
        """One envelope on one connection. The acknowledgement counts on whichever it comes."""
        envelope_id, waiting = str(uuid.uuid4()), _Envelope()
        with self._turn:
            self._waiting[envelope_id] = waiting
        try:
            connection = self._one_of_them()
            connection.say(_envelope(envelope_id, delivery, retry))
        except Gone as gone:
            return Sent(None, f"{CONNECTION_FAILED}: {gone}")
        else:
            in_time = waiting.acknowledged.wait(PATIENCE)
        finally:
            with self._turn:
                del self._waiting[envelope_id]
        return Sent(200, None, waiting.payload) if in_time else Sent(None, TIMEOUT)

    def listed(self) -> list[dict[str, Any]]:
        with self._turn:
            return [connection.listed() for connection in self._open]

    def chosen(self, id: int | None) -> list[Connection]:
        """One connection, or all that are open."""
        with self._turn:
            chosen = [one for one in self._open if id in (None, one.id)]
        if id is not None and not chosen:
            raise NotHere(f"there is no connection {id}; GET /sandbox/slack/sockets lists them")
        if not chosen:
            raise WrongCall("no connection is open")
        return chosen

    def close(self) -> None:
        """Hang up on everybody and free the port."""
        with self._turn:
            server, self._server = self._server, None
            still_open = list(self._open)
        for connection in still_open:
            connection.cut()
        if server is not None:
            server.shutdown(close_connections=False)

    def _judge(self, wire: ServerConnection, request: Request) -> Response | None:
        """Before a connection is: nothing, or how it is turned away. A ticket opens one."""
        ticket = parse_qs(urlsplit(request.path).query).get("ticket", [""])[0]
        with self._turn:
            if self._tickets.pop(ticket, 0.0) <= time.monotonic():
                return wire.respond(HTTPStatus.FORBIDDEN, "")
            if len(self._open) >= MOST:
                return wire.respond(HTTPStatus.TOO_MANY_REQUESTS, "")
        return None

    def _attend(self, wire: ServerConnection) -> None:
        """In a thread of its own, as long as the connection is."""
        assert isinstance(wire, Wire)
        connection = Connection(next(self._numbers), wire)
        try:
            self._welcome(connection)
            for message in connection.messages():
                self._acknowledged(message)
        except Gone:
            pass
        finally:
            connection.cut()
            with self._turn:
                self._open = [one for one in self._open if one is not connection]

    def _welcome(self, connection: Connection) -> None:
        """Raises Gone, also where the sandbox stopped meanwhile."""
        with self._turn:
            if self._server is None:
                raise Gone("the sandbox stops")
            connection.greet(len(self._open) + 1)
            self._open.append(connection)

    def _acknowledged(self, message: dict[str, Any]) -> None:
        with self._turn:
            waiting = self._waiting.get(str(message.get("envelope_id")))
        if waiting is not None and not waiting.acknowledged.is_set():
            waiting.payload = message.get("payload")
            waiting.acknowledged.set()

    def _one_of_them(self) -> Connection:
        """In turns, and rather none that was asked to go. Raises Gone where there is none."""
        with self._turn:
            there = [one for one in self._open if not one.parted]
            able = [one for one in there if not one.leaving] or there
            if not able:
                raise Gone("no connection is open")
            self._next += 1
            return able[self._next % len(able)]


def _envelope(envelope_id: str, delivery: Delivery, retry: Retry | None) -> dict[str, Any]:
    envelope = {
        "envelope_id": envelope_id,
        "type": _TYPES.get(delivery.kind, "interactive"),
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind in _ANSWERED,
    }
    if delivery.kind == "event":
        envelope["retry_attempt"] = retry.num if retry else 0
        envelope["retry_reason"] = _reason(retry) if retry else ""
    return envelope


def _reason(retry: Retry) -> str:
    """A socket's word for it."""
    return "timeout" if retry.reason == TIMEOUT else retry.reason
