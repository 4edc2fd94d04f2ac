"""The one door of the Web API: token, faults, rates, then the method itself."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

from flask import Blueprint, Request, Response, jsonify, request

from sandbox.clock import Clock
from sandbox.faults import Fault, Faults
from sandbox.partner_center.connection import hang_up
from sandbox.slack.allowance import Allowance
from sandbox.slack.journal import Journal
from sandbox.slack.keys import Keys
from sandbox.slack.refusals import MISTAKES, SlackRefusal
from sandbox.slack.web_api.arguments import Arguments, read_arguments
from sandbox.slack.web_api.files import Files

# What people get to see; a file alone is none of it.
SHOWS = frozenset(
    {"chat.postMessage", "chat.postEphemeral", "chat.update"}
    | {f"views.{verb}" for verb in ("open", "push", "update", "publish")}
)
# What the app was granted when it was installed; each good answer names it.
GRANTED = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "groups:read",
    "im:write",
    "users:read",
)
NEWEST = ("data_table", "data_visualization")
Method = Callable[[Arguments], dict[str, Any]]


class Endpoint:
    """Answers every Web API call, and writes each one down."""

    def __init__(
        self,
        methods: Mapping[str, Method],
        *,
        keys: Keys,
        journal: Journal,
        faults: Faults,
        clock: Clock,
        allowance: Allowance,
    ) -> None:
        self._methods = methods
        self._keys = keys
        self._journal = journal
        self._faults = faults
        self._allowance = allowance
        self._clock = clock

    def serve(self, method: str) -> Response:
        """Dated by the business clock."""
        fault = self._faults.take("slack", method=method, path=request.path)
        response = self._served(method, fault)
        off = fault.seconds if fault and fault.kind == "misdated" else 0.0
        said = self._clock.now() - timedelta(seconds=off)
        response.headers["Date"] = format_datetime(said, usegmt=True)
        return response

    def _served(self, method: str, fault: Fault | None) -> Response:
        if fault is None or fault.kind == "misdated":
            return self._answer(method)
        if fault.kind == "older":
            return self._older(method)
        if fault.kind in ("slow", "timeout_before"):
            self._faults.hold(fault.seconds)
        if fault.kind in ("timeout_before", "reset_before"):
            return self._lost(method, fault)
        if fault.kind in ("ratelimited", "error", "status"):
            return self._asked_answer(method, fault)
        response = self._answer(method)
        if fault.kind == "timeout_after":
            self._faults.hold(fault.seconds)
        return response if fault.kind == "slow" else hang_up(request.environ)

    def _answer(self, method: str) -> Response:
        sent = Arguments({})
        try:
            sent = read_arguments(request)
            self._check_token(request, method)
            if method not in self._methods:
                raise SlackRefusal("unknown_method")
            wait = self._allowance.seconds_to_wait(method, str(sent.sent.get("channel")))
            if wait:
                return self._too_many(method, sent.sent, wait)
            answer = self._methods[method](sent)
        except SlackRefusal as refusal:
            return self._refused(method, sent.sent, refusal)
        warnings = answer.get("response_metadata", {}).get("warnings", [])
        for warning in warnings:
            self._journal.violated(method, warning)
        if method in SHOWS:
            self._journal.shown(method, sent.sent)
        self._journal.called(method, sent.sent, error=None, warnings=warnings)
        response = jsonify({"ok": True, **answer})
        response.headers["X-OAuth-Scopes"] = ",".join(GRANTED)
        return response

    def _check_token(self, sent: Request, method: str) -> None:
        token = self._keys.token_for(method)
        given = sent.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        given = given or sent.form.get("token", "")
        if not given:
            raise SlackRefusal("not_authed")
        if not token or not hmac.compare_digest(given.encode(), token.encode()):
            raise SlackRefusal("invalid_auth")

    def _refused(self, method: str, sent: dict[str, Any], refusal: SlackRefusal) -> Response:
        self._journal.called(method, sent, error=refusal.error, warnings=refusal.messages)
        if refusal.error in MISTAKES:
            what = " ".join([refusal.error, *refusal.messages])
            self._journal.violated(method, what)
        answer: dict[str, Any] = {"ok": False, "error": refusal.error}
        if refusal.messages:
            answer["errors"] = refusal.messages
            answer["response_metadata"] = {"messages": refusal.messages}
        return jsonify(answer)

    def _too_many(self, method: str, sent: dict[str, Any], seconds: int) -> Response:
        self._journal.called(method, sent, error="ratelimited", warnings=[])
        response = jsonify(ok=False, error="ratelimited")
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
        return response

    def _asked_answer(self, method: str, fault: Fault) -> Response:
        sent = _readable_arguments()
        if fault.kind == "ratelimited":
            return self._too_many(method, sent, fault.retry_after)
        error = fault.error if fault.kind == "error" else f"http {fault.status}"
        self._journal.called(method, sent, error=error, warnings=["a fault that was asked for"])
        if fault.kind == "error":
            return jsonify(ok=False, error=fault.error)
        body = fault.body if isinstance(fault.body, str) else ""
        return Response(body or "upstream error", status=fault.status, mimetype="text/plain")

    def _older(self, method: str) -> Response:
        """A workspace that does not have the newest blocks yet refuses them, and nothing else."""
        sent = _readable_arguments()
        blocks = sent.get("blocks")
        kinds = [b.get("type") for b in blocks if isinstance(b, dict)] if blocks else []
        unknown = [f"unsupported type: {kind}" for kind in kinds if kind in NEWEST]
        if not unknown:
            return self._answer(method)
        self._journal.called(method, sent, error="invalid_blocks", warnings=unknown)
        return jsonify(ok=False, error="invalid_blocks", errors=unknown)

    def _lost(self, method: str, fault: Fault) -> Response:
        sent = _readable_arguments()
        self._journal.called(method, sent, error=fault.kind, warnings=["never looked at"])
        return hang_up(request.environ)


def _readable_arguments() -> dict[str, Any]:
    """For the record of a call that is not looked at any further."""
    try:
        return read_arguments(request).sent
    except SlackRefusal:
        return {}


def web_api_blueprint(endpoint: Endpoint, files: Files) -> Blueprint:
    routes = Blueprint("slack_web_api", __name__)

    @routes.route("/slack/api/<method>", methods=["GET", "POST"])
    def call(method: str) -> Response:
        return endpoint.serve(method)

    @routes.post("/slack/upload/<id>")
    def upload(id: str) -> Response:
        is_form = request.mimetype == "multipart/form-data"
        sent = next(iter(request.files.values()), None) if is_form else None
        wrong = files.receive(id, sent.read() if sent else request.get_data())
        return Response(wrong or f"OK - {request.content_length}", status=400 if wrong else 200)

    @routes.get("/slack/files/<id>")
    def download(id: str) -> Response:
        file = files.stored(id)
        if file is None or file.content is None:
            return Response("no such file", status=404)
        is_picture = file.name.endswith(".png")
        kind = "image/png" if is_picture else "application/octet-stream"
        response = Response(file.content, mimetype=kind)
        response.headers.set("Content-Disposition", "attachment", filename=file.name)
        return response

    return routes
