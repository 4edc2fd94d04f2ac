"""One open connection of Socket Mode, as Slack keeps it."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.protocol import State
from websockets.sync.server import ServerConnection

from sandbox.slack.people import APP_ID

# How soon a connection notices that it was told to end.
TICK = 0.2
# So long after it was asked to go, Slack hangs up.
GRACE = 10.0
LIVES = 3600


class Gone(Exception):
    """The other side hung up, or was never there."""


class Wire(ServerConnection):
    """The library's, but it can break unnoticed, and hanging up is left to the app, as Slack
    does."""

    broken = False

    def send_data(self) -> None:
        """Whatever is to go out goes through here; nothing at all is the end of the line."""
        for data in self.protocol.data_to_send():
            if data and not self.broken:
                self.socket.sendall(data)


class Connection:
    """Greets, and can be told to behave as connections do in the end."""

    def __init__(self, id: int, wire: Wire) -> None:
        self.id = id
        self.leaving = False
        self._wire = wire
        self._sent = self._heard = 0
        self._ends: float | None = None

    @property
    def parted(self) -> bool:
        """Whether one of both said goodbye."""
        return self._wire.state is not State.OPEN

    def listed(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "leaving": self.leaving,
            "sent": self._sent,
            "acknowledged": self._heard,
        }

    def greet(self, connections: int) -> None:
        """Raises Gone."""
        about = {"host": "sandbox", "build_number": 1, "approximate_connection_time": LIVES}
        hello = {
            "type": "hello",
            "num_connections": connections,
            "connection_info": {"app_id": APP_ID},
            "debug_info": about,
        }
        self.send_text(json.dumps(hello))

    def say(self, envelope: dict[str, Any]) -> None:
        """Raises Gone."""
        self._sent += 1
        self.send_text(json.dumps(envelope, ensure_ascii=False))

    def send_text(self, text: str) -> None:
        """Raises Gone."""
        try:
            self._wire.send(text)
        except ConnectionClosed as error:
            raise Gone(str(error)) from None

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the app says, until somebody hangs up."""
        with suppress(ConnectionClosed):
            while self._ends is None or time.monotonic() < self._ends:
                if message := self._next():
                    self._heard += 1
                    yield message

    def warn(self) -> None:
        """Slack will ask it to go in about ten seconds."""
        self._say_goodbye("warning")

    def refresh(self) -> None:
        """Ask it to go: it is used only where there is no other, and after a while Slack hangs
        up."""
        self.leaving, self._ends = True, time.monotonic() + GRACE
        self._say_goodbye("refresh_requested")

    def disable(self) -> None:
        """Socket Mode was switched off in the settings of the app."""
        self._say_goodbye("link_disabled")
        self._ends = time.monotonic()

    def fall_silent(self) -> None:
        """As if a wire was cut somewhere: both sides think that it is open."""
        self._wire.broken = True

    def cut(self) -> None:
        """It breaks, without a word; whoever reads or writes notices."""
        with suppress(OSError):
            self._wire.socket.shutdown(socket.SHUT_RDWR)

    def _say_goodbye(self, reason: str) -> None:
        about = {"host": "sandbox"}
        goodbye = {"type": "disconnect", "reason": reason, "debug_info": about}
        self.send_text(json.dumps(goodbye))

    def _next(self) -> dict[str, Any]:
        """A message, or an empty one where none came in time that can be read."""
        try:
            data = self._wire.recv(TICK)
        except TimeoutError:
            return {}
        return {} if self._wire.broken else _read(data)


def _read(data: str | bytes) -> dict[str, Any]:
    try:
        message = json.loads(data)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
