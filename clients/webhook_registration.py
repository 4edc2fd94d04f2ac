"""Where Partner Center delivers an account's events: asked, told, and tried out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx

from clients.addresses import Resolve, resolve
from clients.grants import Application, TokenAddress
from clients.http import Call, CallFailed, HttpClient, Reply
from clients.partner_accounts import PartnerCenterAccount
from clients.partner_auth import AppTokens
from clients.partner_calls import FIXED
from clients.partner_errors import one_line, refused_read
from clients.partner_fields import items, resource, text
from core.domain.customers import is_guid
from core.ports.outside import Clock, Missing, Unreachable

ROOT = "/webhooks/v1/registration"


@dataclass(frozen=True, slots=True)
class Registration:
    """The one address of a tenant, and the events that go there."""

    url: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of Microsoft's to deliver a test: what we answered, or what stood in the way."""

    code: str
    message: str
    trouble: str
    at: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A test and what became of it so far."""

    status: str
    url: str
    attempts: tuple[Attempt, ...]


class WebhookRegistrations:
    """The registration of one account. All of it raises Unreachable."""

    def __init__(
        self,
        account: PartnerCenterAccount,
        *,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self._api, self._sign_in = (
            HttpClient(url, transport=transport, resolve=resolve)
            for url in (account.base_url, account.token_url)
        )
        application = Application(account.client_id, account.proof, self._api.base_url)
        self._tokens = AppTokens(TokenAddress(self._sign_in, application, clock))

    def events(self) -> tuple[str, ...]:
        """Which events there are. Microsoft adds some from time to time."""
        found = _json(self._ask("/events"))
        if not isinstance(found, list):
            raise Unreachable("the answer is not a list")
        return tuple(one_line(str(name)) for name in found)

    def current(self) -> Registration | None:
        """What is registered now, if anything is."""
        try:
            return _registration(resource(_json(self._ask(""))))
        except Missing:
            return None

    def register(self, url: str, events: Sequence[str]) -> Registration:
        """Instead of what was registered before: there is one for each tenant."""
        method = "POST" if self.current() is None else "PUT"
        # Proxies keep Authorization to themselves, so the signature gets a header of its own.
        wish = {
            "WebhookUrl": url,
            "WebhookEvents": list(events),
            "SignatureTokenToMsSignatureHeader": True,
        }
        return _registration(resource(_json(self._tell(method, "", wish))))

    def try_out(self) -> str:
        """Have a test event delivered; the number under which its result is kept."""
        said = resource(_json(self._tell("POST", "/validationEvents", None)))
        number = text(said, "correlationId").lower()
        if not is_guid(number):
            raise Unreachable("the answer has no number to ask with")
        return number

    def trial(self, number: str) -> Trial:
        try:
            said = resource(_json(self._ask(f"/validationEvents/{number}")))
        except Missing:
            return Trial("", "", ())
        return Trial(
            text(said, "status").lower(),
            one_line(text(said, "callbackUrl")),
            tuple(map(_attempt, items(said.get("results") or []))),
        )

    def close(self) -> None:
        self._api.close()
        self._sign_in.close()

    def _ask(self, path: str) -> Reply:
        """Raises Missing, too."""
        return _good(self._api.ask(self._call("GET", path, None)))

    def _tell(self, method: str, path: str, said: Mapping[str, object] | None) -> Reply:
        with _told():
            return _good(self._api.once(self._call(method, path, said)))

    def _call(self, method: str, path: str, said: Mapping[str, object] | None) -> Call:
        ids = {"MS-RequestId": str(uuid4()), "MS-CorrelationId": str(uuid4())}
        kind = {} if said is None else {"Content-Type": "application/json"}
        return Call(
            method,
            f"{self._api.base_url}{ROOT}{path}",
            {**FIXED, **ids, **kind},
            b"" if said is None else json.dumps(said).encode(),
            self._tokens.token(),
            ids["MS-CorrelationId"],
        )


@contextmanager
def _told() -> Iterator[None]:
    """A registration that perhaps arrived does no harm: whoever reads it sees what holds."""
    try:
        yield
    except CallFailed as failed:
        raise Unreachable(str(failed), failed.retry_after) from None
    except Missing as missing:
        raise Unreachable(str(missing)) from None


def _good(reply: Reply) -> Reply:
    if not 200 <= reply.status < 300:
        raise refused_read(reply)
    return reply


def _json(reply: Reply) -> object:
    try:
        return reply.json()
    except ValueError:
        raise Unreachable("the answer cannot be read") from None


def _registration(said: Mapping[str, object]) -> Registration:
    listed = said.get("webhookEvents")
    events = listed if isinstance(listed, list) else []
    return Registration(
        one_line(text(said, "webhookUrl")), tuple(one_line(str(name)) for name in events)
    )


def _trouble(said: object) -> str:
    """Only that there was some, or in words."""
    return one_line(said) if isinstance(said, str) else "system error" if said else ""


def _attempt(said: Mapping[str, object]) -> Attempt:
    code = said.get("responseCode")
    return Attempt(
        one_line(str(code)) if code else "",
        one_line(text(said, "responseMessage")),
        _trouble(said.get("systemError")),
        one_line(text(said, "dateTimeUtc")),
    )
