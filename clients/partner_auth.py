"""App-only tokens for one partner account, kept until shortly before they end."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from clients.http import Call, HttpClient, Reply
from clients.partner_errors import one_line
from clients.secret import Secret
from core.ports.outside import Unreachable

EARLY = 300.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the account's registered application signs in with, and for which API."""

    client_id: str
    client_secret: Secret
    resource: str


class AppTokens:
    """One token at a time, whoever asks; its age is measured by the machine's own clock."""

    def __init__(self, http: HttpClient, credentials: Credentials) -> None:
        self._http = http
        self._credentials = credentials
        self._lock = threading.Lock()
        self._token: Secret | None = None
        self._renew_at = 0.0
        # Why there was no token when one was last asked for.
        self.refused = ""

    def token(self) -> Secret:
        """A token that holds. Raises Unreachable where none is to be had."""
        with self._lock:
            if self._token is None or time.monotonic() >= self._renew_at:
                self._renew()
            assert self._token is not None
            return self._token

    def _renew(self) -> None:
        asked_at = time.monotonic()
        try:
            self._token, lifetime = _granted(self._http.ask(self._request()))
        except Unreachable as error:
            self.refused = error.why
            raise
        self.refused = ""
        self._renew_at = asked_at + max(lifetime - EARLY, lifetime / 2)

    def drop(self, token: Secret) -> None:
        """Partner Center no longer takes this token; a newer one stays."""
        with self._lock:
            if self._token == token:
                self._token = None

    def _request(self) -> Call:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.client_secret.reveal(),
            "resource": self._credentials.resource,
        }
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return Call("POST", self._http.base_url, headers, urlencode(form).encode())


def _granted(reply: Reply) -> tuple[Secret, float]:
    """The token and how many seconds it holds; numbers come as text."""
    try:
        answer = reply.json()
    except ValueError:
        answer = None
    match answer:
        case {"access_token": str(token), "expires_in": str() | int() as lifetime} if token:
            if reply.status == 200 and str(lifetime).isdecimal():
                return Secret(token), float(lifetime)
        case {"error": str(error), "error_description": str(words)}:
            said = words.partition(" Trace ID")[0]
            raise Unreachable(one_line(f"sign-in refused: {error}: {said}"))
    raise Unreachable(f"sign-in answered {reply.status} without a token")
