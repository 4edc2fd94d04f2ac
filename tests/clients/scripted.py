"""Another system made of answers that were written down beforehand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TypeAlias

import httpx

from clients.http import Timeouts
from clients.partner_accounts import PartnerCenterAccount
from clients.partner_center import PartnerCenterClient
from core.domain.customers import CustomerKey, ReadBack
from core.domain.secret import Secret

Step: TypeAlias = httpx.Response | Exception

BASE = "http://127.0.0.1:9/api"
LOGIN = "http://127.0.0.1:9/login/oauth2/token"
TENANT = "11111111-2222-4333-8444-555555555555"
OTHER = "99999999-2222-4333-8444-555555555555"
KEY = CustomerKey("main", TENANT)
SUBSCRIPTION = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
RESOURCE = {
    "Id": SUBSCRIPTION,
    "offerId": "CFQ7TTC0LCHC:0002:CFQ7TTC0L26W",
    "status": "active",
    "quantity": 45,
    "autoRenewEnabled": True,
    "somethingNew": {"Inner": [1, {"Deep": None}]},
    "attributes": {"etag": "eyJ2IjoxfQ==", "objectType": "Subscription"},
}
CUSTOMER = {
    "id": TENANT,
    "companyProfile": {"tenantId": TENANT, "domain": "contoso.example", "companyName": "Contoso"},
    "relationshipToPartner": "reseller",
}
IDS = {
    "request_id": "12121212-3434-4565-8787-909090909090",
    "correlation_id": "56565656-3434-4565-8787-909090909090",
}
SHORT = Timeouts(connect=1.0, read=0.5, write=1.0, pool=1.0)


class Script:
    """Gives its answers in order and the last one again and again; remembers what was asked."""

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        if isinstance(step, Exception):
            raise step
        return httpx.Response(step.status_code, headers=step.headers, content=step.content)


class PartnerScript(Script):
    """The same, with a token endpoint that always grants."""

    def __init__(self, *steps: Step) -> None:
        super().__init__(*steps)
        self.sign_ins: list[httpx.Request] = []
        self.expires_in = "3600"

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/oauth2/token"):
            return super()._answer(request)
        self.sign_ins.append(request)
        token = f"token-{len(self.sign_ins)}"
        return said({"access_token": token, "expires_in": self.expires_in})

    def client(self) -> PartnerCenterClient:
        return PartnerCenterClient([account()], transport=self.transport, resolve=addresses())


def account(base: str = BASE, login: str = LOGIN) -> PartnerCenterAccount:
    return PartnerCenterAccount("main", base, login, "client", Secret("very-secret"), "global")


def said(body: object, status: int = 200, *, bom: str = "", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, content=(bom + json.dumps(body)).encode())


def refusal(status: int, code: str, words: str = "No.", **headers: str) -> httpx.Response:
    body = {"code": code, "description": words, "data": [], "source": "PartnerAPI"}
    return said(body, status, **headers)


def listed(items: Iterable[object], **links: object) -> dict[str, object]:
    return {"items": list(items), "links": links, "attributes": {"objectType": "Collection"}}


def addresses(*found: str) -> Callable[[str, int], list[str]]:
    """A name service that knows one answer."""
    return lambda host, port: list(found) or [host]


def read_then(*steps: Step) -> tuple[PartnerScript, PartnerCenterClient, ReadBack]:
    """A subscription that was read; the steps answer what comes after."""
    script = PartnerScript(said(RESOURCE), *steps)
    client = script.client()
    return script, client, client.read(KEY, SUBSCRIPTION)
