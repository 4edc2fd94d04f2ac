"""One open connection of Socket Mode, as Slack keeps it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from sandbox.slack.people import APP_ID
from sandbox.slack.wire import CLOSE, PING, PONG, TEXT, Gone, Wire

PING_EVERY = 5.0
# Without a pong for so long, or so long after it was asked to go, Slack hangs up.
SILENCE, GRACE = 20.0, 10.0
LIVES = 3600


class Connection:
    """Greets, pings, and can be told to behave as connections do in the end."""

    def __init__(self, id: int, wire: Wire) -> None:
        self.id = id
        self.leaving = self.parted = False
        self._wire = wire
        self._deaf = False
        self._sent = self._heard = 0
        now = time.monotonic()
        self._pinged = self._ponged = now
        self._ends: float | None = None

    def listed(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "leaving": self.leaving,
            "sent": self._sent,
            "acknowledged": self._heard,
        }

    def greet(self, connections: int) -> None:
        about = {"host": "sandbox", "build_number": 1, "approximate_connection_time": LIVES}
        hello = {
            "type": "hello",
            "num_connections": connections,
            "connection_info": {"app_id": APP_ID},
            "debug_info": about,
        }
        self._wire.send(TEXT, json.dumps(hello).encode())

    def say(self, envelope: dict[str, Any]) -> None:
        """Raises Gone."""
        self._sent += 1
        self.send_text(json.dumps(envelope, ensure_ascii=False))

    def send_text(self, text: str) -> None:
        if not self._deaf:
            self._wire.send(TEXT, text.encode())

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the app says, until it hangs up. Raises Gone."""
        while not self._is_over():
            frame = self._wire.receive()
            if self._deaf or frame is None:
                continue
            if frame.opcode == CLOSE:
                self._part(frame.data)
            elif frame.opcode == PING:
                self._wire.send(PONG, frame.data)
            elif frame.opcode == PONG:
                self._ponged = time.monotonic()
            elif message := _read(frame.data):
                self._heard += 1
                yield message

    def _part(self, data: bytes) -> None:
        """The app hangs up. Slack answers, and leaves the line itself to the app."""
        self.parted, self._ends = True, time.monotonic() + GRACE
        self._wire.send(CLOSE, data[:2])

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
        self._deaf = True

    def cut(self) -> None:
        """It breaks, without a word."""
        self._wire.cut()

    def _say_goodbye(self, reason: str) -> None:
        about = {"host": "sandbox"}
        goodbye = {"type": "disconnect", "reason": reason, "debug_info": about}
        self.send_text(json.dumps(goodbye))

    def _is_over(self) -> bool:
        """Also pings, when it is time to."""
        now = time.monotonic()
        if now - self._pinged > PING_EVERY and not self._deaf:
            self._pinged = now
            self._wire.send(PING, b"Ping from the sandbox")
        if self._ends is not None and now >= self._ends:
            raise Gone("it was asked to go")
        return now - self._ponged > SILENCE and not self._deaf


def _read(data: bytes) -> dict[str, Any]:
    try:
        message = json.loads(data)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
