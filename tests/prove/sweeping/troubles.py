"""What becomes of a call to Slack, to the mail server or, as a person, to Microsoft."""

from __future__ import annotations

from asyncio import Transport
from collections.abc import Awaitable, Mapping
from enum import StrEnum
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.mail.receiver import _at_once
from tests.prove.sweeping.place import Place

Said = Mapping[str, Any]


class Trouble(StrEnum):
    """The first is what is usual."""

    NONE = "all goes well"
    POST_UNHEARD = "Slack posts it, and the answer is lost"
    POST_LOST = "a post is lost on the way to Slack"
    POST_BROKEN = "Slack answers a post with 500"
    POST_UNCLEAR = "Slack answers a post with internal_error"
    POST_LIMITED = "Slack answers a post with 429"
    EDIT_UNHEARD = "Slack edits it, and the answer is lost"
    ROOM_UNSEEN = "Slack does not say who reads a channel"
    ASKED_UNHEARD = "Microsoft takes what a person's token brings, and the answer is lost"
    ASKED_LOST = "what a person's token brings is lost on the way to Microsoft"
    ASKED_BROKEN = "Microsoft answers 503 to what a person's token brings"
    MAIL_UNHEARD = "the mail server takes it, and the answer is lost"
    MAIL_LOST = "the line to the mail server ends in the middle of a letter"
    MAIL_NOT_NOW = "the mail server says not now"
    MAIL_NEVER = "the mail server takes no such letter"


POST, EDIT, ROOM = "chat.postMessage", "chat.update", "conversations.info"
FAULTS: dict[Trouble, Said] = {
    Trouble.POST_UNHEARD: {"target": "slack", "kind": "reset_after", "match": {"method": POST}},
    Trouble.POST_LOST: {"target": "slack", "kind": "reset_before", "match": {"method": POST}},
    Trouble.POST_BROKEN: {"target": "slack", "kind": "status", "match": {"method": POST}},
    Trouble.POST_UNCLEAR: {"target": "slack", "kind": "error", "match": {"method": POST}},
    Trouble.POST_LIMITED: {"target": "slack", "kind": "ratelimited", "match": {"method": POST}},
    Trouble.EDIT_UNHEARD: {"target": "slack", "kind": "reset_after", "match": {"method": EDIT}},
    Trouble.ROOM_UNSEEN: {"target": "slack", "kind": "reset_before", "match": {"method": ROOM}},
    Trouble.ASKED_UNHEARD: {"target": "partner-center", "kind": "reset_after",
                            "match": {"method": "POST"}},
    Trouble.ASKED_LOST: {"target": "partner-center", "kind": "reset_before",
                         "match": {"method": "POST"}},
    Trouble.ASKED_BROKEN: {"target": "partner-center", "kind": "status", "status": 503,
                           "match": {"method": "POST"}},
}  # fmt: skip
T = Trouble
OF_SLACK = (T.POST_UNHEARD, T.POST_LOST, T.POST_BROKEN, T.POST_UNCLEAR, T.POST_LIMITED,
            T.EDIT_UNHEARD, T.ROOM_UNSEEN)  # fmt: skip
OF_PEOPLE = (T.ASKED_UNHEARD, T.ASKED_LOST, T.ASKED_BROKEN)
REFUSALS = {T.MAIL_NOT_NOW: "451 4.3.0 Try again later", T.MAIL_NEVER: "554 5.7.1 Not for us"}
OF_MAIL = (T.MAIL_UNHEARD, T.MAIL_LOST, T.MAIL_NOT_NOW, T.MAIL_NEVER)


class MailLine:
    """The stand-in's mail server, one of whose answers goes wrong."""

    def __init__(self, place: Place) -> None:
        server = place.sandbox.mailbox._server
        assert server is not None
        self._receiver = server._controller.handler
        self._usual = self._receiver.handle_DATA
        self.trouble, self.met = Trouble.NONE, 0
        self._receiver.handle_DATA = self._data

    def _data(self, server: SMTP, session: Session, envelope: Envelope) -> Awaitable[str]:
        trouble, self.trouble = self.trouble, Trouble.NONE
        self.met += trouble is not Trouble.NONE
        if trouble in REFUSALS:
            return _at_once(REFUSALS[trouble])
        if trouble is not Trouble.MAIL_LOST:
            self._receiver.handle_message(self._receiver.prepare_message(session, envelope))
        if trouble is not Trouble.NONE:
            cast(Transport, server.transport).abort()
        return _at_once("250 OK")

    def restore(self) -> None:
        self._receiver.handle_DATA = self._usual


def befall(trouble: Trouble, place: Place, mail: MailLine) -> None:
    if trouble in OF_MAIL:
        mail.trouble = trouble
    elif trouble is not Trouble.NONE:
        place.sandbox.faults.add(FAULTS[trouble])


def was_met(place: Place, mail: MailLine) -> bool:
    return mail.met > 0 or any(one["fired"] for one in place.sandbox.faults.listed())
