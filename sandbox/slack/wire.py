"""A WebSocket as its server sees it (RFC 6455): the handshake, then messages in frames."""

from __future__ import annotations

import base64
import hashlib
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_LONGEST_REQUEST = 16 * 1024
_LARGEST = 4 * 1024 * 1024
_CHUNK = 64 * 1024


class Gone(Exception):
    """The other side hung up, or speaks something else."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, unmasked."""

    opcode: int
    data: bytes


class Wire:
    """One accepted connection: one thread receives, any thread sends."""

    def __init__(self, line: socket.socket, tick: float) -> None:
        """`tick`: how many seconds receive() waits for a frame."""
        line.settimeout(tick)
        self._line = line
        self._got = b""
        self._sending = threading.Lock()

    def request(self) -> tuple[str, dict[str, str]]:
        """What was asked for: the target, and the headers by lower-case name."""
        while b"\r\n\r\n" not in self._got:
            if len(self._got) > _LONGEST_REQUEST or not self._heard_more():
                raise Gone("no request that can be read")
        head, _, self._got = self._got.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in _split(lines)}
        words = first.split(" ")
        if len(words) != 3 or words[0] != "GET":
            raise Gone("no GET")
        return words[1], headers

    def accept(self, headers: dict[str, str]) -> None:
        """Say yes to a request for a WebSocket."""
        key = headers.get("sec-websocket-key", "")
        if headers.get("upgrade", "").lower() != "websocket" or not key:
            self.refuse("400 Bad Request")
        proof = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
        self._send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + f"Sec-WebSocket-Accept: {proof}\r\n\r\n".encode()
        )

    def refuse(self, status: str) -> None:
        self._send(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        raise Gone(status)

    def receive(self) -> Frame | None:
        """The next frame, or nothing where none came in time. Raises Gone."""
        while (frame := self._whole_frame()) is None:
            if not self._heard_more():
                return None
        return frame

    def send(self, opcode: int, data: bytes) -> None:
        """Raises Gone."""
        length = len(data)
        if length < 126:
            size = struct.pack("!B", length)
        elif length < 65536:
            size = struct.pack("!BH", 126, length)
        else:
            size = struct.pack("!BQ", 127, length)
        self._send(bytes([0x80 | opcode]) + size + data)

    def cut(self) -> None:
        """End it without a word; whoever receives notices."""
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """For the thread that receives, once it is done."""
        self._line.close()

    def _send(self, data: bytes) -> None:
        try:
            with self._sending:
                self._line.sendall(data)
        except OSError as error:
            raise Gone(str(error)) from None

    def _heard_more(self) -> bool:
        try:
            chunk = self._line.recv(_CHUNK)
        except TimeoutError:
            return False
        except OSError as error:
            raise Gone(str(error)) from None
        if not chunk:
            raise Gone("hung up")
        self._got += chunk
        return True

    def _whole_frame(self) -> Frame | None:
        """Taken off what was heard so far, if it is complete; clients mask what they send."""
        got = self._got
        if len(got) < 2:
            return None
        length, start = got[1] & 0x7F, 2
        if length >= 126:
            kind, width = ("!H", 2) if length == 126 else ("!Q", 8)
            if len(got) < 2 + width:
                return None
            [length], start = struct.unpack(kind, got[2 : 2 + width]), 2 + width
        if length > _LARGEST or not got[0] & 0x80 or not got[1] & 0x80:
            raise Gone("a frame that is too large, in pieces, or not masked")
        end = start + 4 + length
        if len(got) < end:
            return None
        self._got = got[end:]
        return Frame(got[0] & 0x0F, _unmasked(got[start : start + 4], got[start + 4 : end]))


def _unmasked(mask: bytes, data: bytes) -> bytes:
    long = (mask * (len(data) // 4 + 1))[: len(data)]
    number = int.from_bytes(data, "big") ^ int.from_bytes(long, "big")
    return number.to_bytes(len(data), "big")


def _split(lines: list[str]) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in lines]
