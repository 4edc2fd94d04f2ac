"""Service requests at Microsoft, read and written as the person who consented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from clients.http import Reply
from clients.partner_calls import PartnerCalls
from clients.partner_fields import instant, named, resource, text
from clients.user_calls import answered, logged_in
from clients.user_lines import UserLines
from clients.user_tokens import UserTokens
from core.domain.customers import CustomerKey, is_guid
from core.domain.tickets import Seen, SeenNote, Topic
from core.ports.outside import Answer, Missing, Outcome, Unreachable
from core.ports.tickets import Created, Gone, NotLoggedIn, Request

REQUESTS = "/servicerequests"
LOCALE = "en-US"
NUMBER = re.compile(r"[0-9A-Za-z-]{1,40}")
# Lists show numbers where one request alone has words; the order is that of Microsoft's kits.
STATUSES = {0: "none", 1: "open", 2: "closed", 3: "attention_needed"}
# Nobody is there to take a creation: the page that told of it is gone, too.
NO_SUCH_WAY = frozenset({404, 405, 410})
KIND = {"objectType": "ServiceRequest"}


class PartnerServiceDesk:
    """The port `core.ports.tickets.ServiceDesk` over HTTP."""

    def __init__(self, lines: UserLines) -> None:
        self._lines = lines

    def topics(self, account: str) -> Sequence[Topic]:
        with logged_in(account, NotLoggedIn):
            try:
                pages = list(self._calls(account).pages(f"{REQUESTS}/supporttopics"))
            except Missing as error:
                raise Gone(str(error)) from None
        return tuple(Topic(_id(said), text(said, "name")) for page in pages for said in page)

    def create(self, account: str, request: Request) -> Created:
        body = {
            "title": request.title,
            "description": request.text,
            "severity": request.severity.value,
            "supportTopicId": request.topic.topic_id,
            "attributes": KIND,
        }
        ids = _ids(request.request_id, request.correlation_id)
        replies: list[Reply] = []

        def send() -> Reply:
            replies.append(self._calls(account).post(f"{REQUESTS}/{LOCALE}", body, ids))
            return replies[-1]

        with logged_in(account, NotLoggedIn):
            answer = answered(send)
        if replies and replies[-1].status in NO_SUCH_WAY:
            raise Gone(f"{answer.code} {answer.detail}")
        if answer.outcome is not Outcome.DONE:
            return Created(answer)
        return _created(answer, replies[-1])

    def get(self, account: str, number: str) -> Seen:
        with logged_in(account, NotLoggedIn):
            found = _seen(self._calls(account).get(_path(number)))
        if found.number != number:
            raise Unreachable("another service request was answered")
        return found

    def list(self, account: str, customer: CustomerKey | None = None) -> Iterator[Seen]:
        path = REQUESTS
        if customer is not None:
            if not is_guid(customer.tenant_id):
                raise Missing("not a tenant id")
            path = f"/customers/{customer.tenant_id}{REQUESTS}"
        with logged_in(account, NotLoggedIn):
            for page in self._calls(account).pages(path):
                yield from map(_seen, page)

    def note(
        self, account: str, number: str, text: str, *, request_id: str, correlation_id: str
    ) -> Answer:
        body = {"newNote": {"text": text}, "attributes": KIND}
        return self._change(account, number, body, _ids(request_id, correlation_id))

    def close(self, account: str, number: str, *, request_id: str, correlation_id: str) -> Answer:
        body = {"status": "closed", "attributes": KIND}
        return self._change(account, number, body, _ids(request_id, correlation_id))

    def _change(
        self, account: str, number: str, body: Mapping[str, object], ids: Mapping[str, str]
    ) -> Answer:
        with logged_in(account, NotLoggedIn):
            return answered(lambda: self._calls(account).patch(_path(number), body, ids))

    def _calls(self, account: str) -> PartnerCalls[UserTokens]:
        return self._lines.line(account).calls


def _created(answer: Answer, reply: Reply) -> Created:
    """Without its number a request that was created is one that has to be looked for."""
    try:
        number = _id(resource(reply.json()))
    except (ValueError, Unreachable):
        number = ""
    if not NUMBER.fullmatch(number):
        return Created(Answer(Outcome.UNKNOWN, answer.code, "it was created without a number"))
    return Created(answer, number)


def _seen(said: Mapping[str, object]) -> Seen:
    notes = said.get("notes")
    written = [resource(note) for note in notes] if isinstance(notes, list) else []
    found = [
        SeenNote(text(note, "text"), text(note, "createdByName"), instant(note.get("createdDate")))
        for note in written
    ]
    return Seen(
        number=_id(said),
        title=text(said, "title"),
        status=named(said.get("status"), STATUSES) or "unknown",
        notes=tuple(found),
    )


def _id(said: Mapping[str, object]) -> str:
    """A number of fifteen digits, as one or as text."""
    value = said.get("id")
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) else text(said, "id")
    )


def _path(number: str) -> str:
    if not NUMBER.fullmatch(number):
        raise Missing("not the number of a service request")
    return f"{REQUESTS}/{number}"


def _ids(request_id: str, correlation_id: str) -> dict[str, str]:
    return {"MS-RequestId": request_id, "MS-CorrelationId": correlation_id}
