"""A stand-in of Business Central, as far as somebody reads the receivables of one company there.

It signs applications in as the v2.0 endpoint of Entra does, and refuses in the words of Business
Central."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, Response, request

from sandbox.accounting.business_central_truth import Truth
from sandbox.accounting.odata import Refused, answered, size_wished, written

LIFETIME = 3599
WINDOW = timedelta(minutes=5)

Trouble = Callable[[str, Response], Response]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was heard, below the environment."""

    path: str
    query: Mapping[str, str]
    size: int
    authorization: str


class BusinessCentral:
    """Serves one truth. `trouble` sees each answer before it leaves, and may give another. By so
    much all are dated `ahead` of its time."""

    def __init__(self, truth: Truth, now: Callable[[], datetime]) -> None:
        self.truth = truth
        self.trouble: Trouble = lambda path, response: response
        self.asked: list[Asked] = []
        self.sign_ins = 0
        # What nobody else may ever see: the application's secret, and each token.
        self.confidential = [truth.client_secret]
        self._now = now
        self.ahead = timedelta()
        self._tokens: dict[str, datetime] = {}
        self._recent: deque[datetime] = deque()
        self.blueprint = _blueprint(self)

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def sign_in(self, tenant: str, form: Mapping[str, str]) -> Response:
        self.sign_ins += 1
        if complaint := _complaint(self.truth, tenant, form):
            return _no_token(*complaint)
        token = secrets.token_urlsafe(32)
        self.confidential.append(token)
        self._tokens[token] = self._now() + timedelta(seconds=LIFETIME)
        body = {"token_type": "Bearer", "expires_in": LIFETIME, "ext_expires_in": LIFETIME}
        return written({**body, "access_token": token})

    def answer(self, tenant: str, environment: str, path: str) -> Response:
        query, size = request.args.to_dict(), size_wished(request.headers.get("Prefer", ""))
        self.asked.append(Asked(path, query, size, request.headers.get("Authorization", "")))
        try:
            self._let_in(tenant, environment)
            if b"+" in request.query_string:
                raise Refused(400, "BadRequest", "The query is not valid: a blank is %20.")
            table = self.truth.table(path)
            if size > self.truth.slow_above:
                raise Refused(408, "Unknown", "The operation was canceled: it took too long.")
            url = request.host_url + quote(request.path[1:], safe="/()'")
            page = answered(table, query, min(size, self.truth.max_page_size), url)
            response = written(page)
        except Refused as no:
            response = no.response
        return self.trouble(path, response)

    def dated(self, response: Response) -> Response:
        response.headers["Date"] = format_datetime(self._now() + self.ahead, usegmt=True)
        return response

    def _let_in(self, tenant: str, environment: str) -> None:
        truth, now = self.truth, self._now()
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        ends = self._tokens.get(token) if scheme == "Bearer" else None
        if ends is None or ends <= now or not truth.enabled:
            words = "The server has rejected the client credentials."
            raise Refused(401, "Authentication_InvalidCredentials", words)
        if (tenant, environment) != (truth.tenant, truth.environment):
            raise Refused(404, "NoEnvironment", "Environment does not exist.")
        self._count(now)

    def _count(self, now: datetime) -> None:
        """So many in the last five minutes; those that are refused count too."""
        while self._recent and self._recent[0] <= now - WINDOW:
            self._recent.popleft()
        self._recent.append(now)
        if len(self._recent) > self.truth.limit:
            words = f"Too many requests reached. Actual ({len(self._recent)})."
            away = self.truth.retry_after
            raise Refused(
                429,
                "Application_TooManyRequests",
                words,
                {"Retry-After": str(away)} if away else {},
            )


def _complaint(
    truth: Truth, tenant: str, form: Mapping[str, str]
) -> tuple[int, str, int, str] | None:
    """Status, error, AADSTS number and words, where no token is issued."""
    if tenant != truth.tenant:
        return 400, "invalid_request", 90002, f"Tenant '{tenant}' not found."
    if "resource" in form:
        return 400, "invalid_request", 901002, "The 'resource' parameter is not supported."
    if form.get("grant_type") != "client_credentials":
        return 400, "unsupported_grant_type", 70003, "The grant is not supported."
    if form.get("client_id") != truth.client_id:
        return 400, "unauthorized_client", 700016, "The application was not found."
    if form.get("client_secret") != truth.client_secret:
        return 401, "invalid_client", 7000215, "Invalid client secret provided."
    if not form.get("scope", "").endswith("/.default"):
        return 400, "invalid_scope", 1002012, "The scope is not valid."
    return None


def _no_token(status: int, error: str, number: int, words: str) -> Response:
    trace = str(uuid4())
    body = {
        "error": error,
        "error_description": f"AADSTS{number}: {words} Trace ID: {trace}",
        "error_codes": [number],
        "trace_id": trace,
    }
    return written(body, status)


def _blueprint(stand_in: BusinessCentral) -> Blueprint:
    routes = Blueprint("business_central", __name__)
    routes.after_request(stand_in.dated)

    @routes.post("/<tenant>/oauth2/v2.0/token")
    def token(tenant: str) -> Response:
        return stand_in.sign_in(tenant, request.form.to_dict())

    @routes.get("/v2.0/<tenant>/<environment>/<path:rest>")
    def read(tenant: str, environment: str, rest: str) -> Response:
        return stand_in.answer(tenant, environment, rest)

    return routes
