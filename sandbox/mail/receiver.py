"""Where letters arrive: an SMTP server on one loopback port."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.serving import HOST

# What the server says to the address of somebody who is not there, or not now.
REFUSALS: Mapping[str, str] = {
    "refused": "550 5.1.1 The mailbox does not exist",
    "deferred": "451 4.7.1 Greylisted, try again later",
}
_ADDED = ("X-Peer", "X-MailFrom", "X-RcptTo")

Take = Callable[[bytes, str, list[str]], None]
RefusalFor = Callable[[str], str]


class Receiver(Handler):
    """Hands each letter on as bytes, with sender and recipients of its envelope."""

    def __init__(self, take: Take, refusal_for: RefusalFor) -> None:
        super().__init__()
        self._take = take
        self._refusal_for = refusal_for

    def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> Awaitable[str]:
        if refusal := self._refusal_for(address):
            return _at_once(refusal)
        envelope.rcpt_tos.append(address)
        return _at_once("250 OK")

    def handle_message(self, message: Message) -> None:
        # The library writes the envelope into headers, behind whatever the sender wrote there.
        _, sender, recipients = (str(message.get_all(name, [""])[-1]) for name in _ADDED)
        for name in _ADDED:
            del message[name]
        self._take(message.as_bytes(), sender, recipients.split(", "))


class MailServer:
    """The server in a thread of its own."""

    def __init__(self, receiver: Receiver) -> None:
        self._controller = _AnyPort(receiver, hostname=HOST, port=0)
        self._controller.start()

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def stop(self) -> None:
        self._controller.stop()


class _AnyPort(Controller):
    """Asked for port 0 it takes a free one and says which."""

    def _create_server(self) -> Awaitable[Any]:
        bound = socket.create_server((self.hostname, self.port))
        self.port = bound.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=bound)


def _at_once(answer: str) -> Awaitable[str]:
    """The library awaits what its hooks return."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    ready.set_result(answer)
    return ready
