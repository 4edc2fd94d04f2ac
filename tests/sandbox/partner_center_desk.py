"""A running Partner Center stand-in, and a caller that signs in and keeps its words short."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
from flask import Flask

from sandbox.calling import caller
from sandbox.clock import Clock
from sandbox.data import partner
from sandbox.faults import Faults
from sandbox.partner_center.app import PartnerCenter
from sandbox.serving import Serving

PATIENCE = 10.0


CREDENTIALS = {
    "main": (partner.MAIN_TENANT, partner.MAIN_CLIENT, partner.MAIN_SECRET),
    "china": (partner.CHINA_TENANT, partner.CHINA_CLIENT, partner.CHINA_SECRET),
    "us": (partner.US_TENANT, partner.US_CLIENT, partner.US_SECRET),
}


class Desk:
    """Calls one account of one stand-in over HTTP."""

    def __init__(
        self, url: str, stand_in: PartnerCenter, faults: Faults, account: str = "main"
    ) -> None:
        self.account = account
        self.url = url
        self.stand_in = stand_in
        self.stop_holding = faults.close
        self.http = caller(PATIENCE, base_url=url)
        self.token = self.sign_in().json()["access_token"]

    def sign_in(self, **form: str) -> httpx.Response:
        tenant, client_id, secret = CREDENTIALS[self.account]
        usual = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret,
            "resource": f"{self.url}/partner-center/{self.account}",
        }
        return self.http.post(f"/login/{self.account}/{tenant}/oauth2/token", data=usual | form)

    def sign_in_as_a_person(self) -> None:
        """App+User: press the button of the page, and use that token from now on."""
        tenant, client_id, secret = CREDENTIALS[self.account]
        verifier, back = "v" * 43, "http://127.0.0.1/back"
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "client_id": client_id,
            "redirect_uri": back,
            "state": "s",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        }
        login = f"/login/{self.account}/{tenant}/oauth2"
        pressed = self.http.post(f"{login}/authorize", data=asked)
        code = parse_qs(urlsplit(pressed.headers["Location"]).query)["code"][0]
        form = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "client_secret": secret,
            "resource": f"{self.url}/partner-center/{self.account}",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": back,
        }
        self.token = self.http.post(f"{login}/token", data=form).json()["access_token"]

    def move_clock(self, **asked: str) -> None:
        """Move business time, and sign in anew: the old token may have ended by it."""
        assert self.http.post("/clock", json=asked).status_code == 200
        self.token = self.sign_in().json()["access_token"]

    def get(self, path: str, *, account: str = "", **headers: str) -> httpx.Response:
        asked = {"Authorization": f"Bearer {self.token}"} | headers
        return self.http.get(f"/partner-center/{account or self.account}/v1/{path}", headers=asked)

    def post(self, path: str, body: object = None, *, request_id: str = "") -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "MS-RequestId": request_id or str(uuid4()),
        }
        address = f"/partner-center/{self.account}/v1/{path}"
        return self.http.post(address, json=body, headers=headers)

    def read(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def patch(
        self,
        resource: dict[str, Any],
        *,
        customer: str,
        request_id: str = "",
        etag: str = "",
        timeout: float = PATIENCE,
        **changed: Any,
    ) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "MS-RequestId": request_id or str(uuid4()),
            "If-Match": etag or f'"{resource["attributes"]["etag"]}"',
        }
        base = f"/partner-center/{self.account}/v1/customers"
        path = f"{base}/{customer}/subscriptions/{resource['id']}"
        sent = resource | changed
        return self.http.patch(path, json=sent, headers=headers, timeout=timeout)

    def fault(self, kind: str, **fields: Any) -> str:
        asked = {"target": "partner-center", "kind": kind} | fields
        answer = self.http.post("/sandbox/faults", json=asked)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def control(self, path: str) -> Any:
        return self.http.get(f"/sandbox/partner-center/{path}").json()

    def portal(self, **asked: Any) -> httpx.Response:
        return self.http.post("/sandbox/partner-center/portal", json=asked)

    def options(self, **asked: Any) -> httpx.Response:
        asked = {"account": self.account} | asked
        return self.http.post("/sandbox/partner-center/options", json=asked)

    def subscription(self, domain: str, offer: str) -> tuple[str, dict[str, Any]]:
        """The tenant id and the stored resource of what a customer bought."""
        for customer in self.control("customers"):
            if customer["companyProfile"]["domain"].startswith(domain):
                for subscription in customer["subscriptions"]:
                    if subscription["offerName"].startswith(offer):
                        return customer["id"], subscription
        raise LookupError(f"{domain} has no {offer}")


@contextmanager
def running(account: str = "main") -> Iterator[Desk]:
    """One stand-in on a free port of its own, on a server as the demo uses it."""
    clock, faults = Clock(), Faults()
    stand_in = PartnerCenter(clock, faults)
    app = Flask("partner-center")
    for blueprint in (clock.blueprint, faults.blueprint, stand_in.blueprint, *stand_in.controls):
        app.register_blueprint(blueprint)
    served = Serving(app, port=0, threads=8, name="partner-center")
    url = f"http://127.0.0.1:{served.port}"
    stand_in.start(url)
    desk = Desk(url, stand_in, faults, account)
    try:
        yield desk
    finally:
        desk.http.close()
        faults.close()
        clock.close()
        stand_in.close()
        served.stop()
