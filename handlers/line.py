"""One connection of Socket Mode: what it says, what is said to it, and whether it still lives."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from websocket import ABNF, WebSocket, WebSocketException, WebSocketTimeoutException

log = logging.getLogger(__name__)

PATIENCE = 10.0
# Slack leaves a line open after both sides said goodbye.
LAST_WORDS = 1.0
# So many pings without an answer mean that nobody is there.
MISSED = 3
TROUBLE = (WebSocketException, OSError)


class Broken(Exception):
    """There is no connection, or none any more."""


class Line:
    """One thread reads it to its end, any thread says something."""

    def __init__(self, socket: WebSocket, beat: float) -> None:
        socket.settimeout(beat)
        self._socket = socket
        self._beat = beat
        self._pinged = self._ponged = time.monotonic()
        self._closing = False
        self._over = threading.Event()

    def messages(self) -> Iterator[str]:
        """Each text that comes, until the line ends, whoever ends it."""
        try:
            while True:
                self._keep_beating()
                opcode, data = self._received()
                if opcode == ABNF.OPCODE_CLOSE:
                    return
                if opcode == ABNF.OPCODE_PONG:
                    self._ponged = time.monotonic()
                elif opcode == ABNF.OPCODE_TEXT and not self._closing:
                    yield data.decode("utf-8", errors="replace")
        except TROUBLE as error:
            if not self._closing:
                log.info("a line to Slack broke why=%s", error)
        finally:
            self._hang_up()
            self._over.set()

    def say(self, text: str) -> None:
        """Raises Broken."""
        try:
            self._socket.send_text(text)
        except TROUBLE as error:
            raise Broken(str(error)) from None

    def close(self) -> None:
        """Take nothing more, say goodbye, and hang up."""
        self._closing = True
        with suppress(*TROUBLE):
            self._socket.send_close()
        if not self._over.wait(LAST_WORDS):
            self._wake()

    def _wake(self) -> None:
        """The reading thread notices, and hangs up."""
        line: socket.socket | None = self._socket.sock
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _hang_up(self) -> None:
        self._socket.shutdown()  # type: ignore[no-untyped-call]  # the library has no types here

    def _received(self) -> tuple[int, bytes]:
        """A frame; pings are answered underneath. After a beat without one: a continuation."""
        try:
            opcode, data = self._socket.recv_data(control_frame=True)
        except WebSocketTimeoutException:
            return ABNF.OPCODE_CONT, b""
        return opcode, data

    def _keep_beating(self) -> None:
        """Silence is no sign of death, a ping without its pong is."""
        now = time.monotonic()
        if now - self._ponged > MISSED * self._beat:
            raise WebSocketException(f"no pong for {now - self._ponged:.0f} s")
        if now - self._pinged >= self._beat and not self._closing:
            self._pinged = now
            self._socket.ping()


def connect(address: str, beat: float) -> Line:
    """Raises Broken. The address holds a secret, so no error repeats it."""
    if not _is_safe(address):
        raise Broken("the address that Slack gave is neither wss:// nor on this machine")
    # What Slack sends is read as JSON anyway, and one bad letter should not end the line.
    line = WebSocket(sslopt=_encryption(address), skip_utf8_validation=True)
    try:
        line.connect(address, **_options())  # type: ignore[no-untyped-call]  # as above
    except TROUBLE as error:
        raise Broken(type(error).__name__) from None
    return Line(line, beat)


def _encryption(address: str) -> dict[str, ssl.SSLContext]:
    """Reading whom to believe takes longer than opening a line on this machine, which asks none."""
    return {} if urlsplit(address).scheme == "ws" else {"context": ssl.create_default_context()}


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "wss" or (parts.scheme == "ws" and _is_here(address))
    )


def _options() -> dict[str, object]:
    """No proxy of the environment is heard."""
    return {
        "timeout": PATIENCE,
        "redirect_limit": 0,
        "suppress_origin": True,
        "http_no_proxy": ["*"],
    }


def _is_here(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
