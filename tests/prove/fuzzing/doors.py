"""What stands between the network and the desk: any request may come, and each is answered."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.web import web_app
from clients.partner_webhooks import Deliveries, Turned
from clients.webhook_certificates import Certificates, Roots
from handlers.registry import all_commands, dispatch
from handlers.transport import FORM, JSON, SlackHttp
from tests.clients.a_key import NOW
from tests.clients.a_signer import HOST, Host, Sent, chain, root
from tests.clients.scripted import addresses
from tests.office import TEAM
from tests.prove.fuzzing.desk import TOKEN, a_desk, nothing_fails
from tests.prove.fuzzing.texts import Feed, text_of
from tests.sandbox.slack_desk import SECRET

METHODS = ("POST", "POST", "POST", "GET", "PUT", "DELETE", "OPTIONS", "POST")
KINDS = (FORM, JSON, f"{FORM}; charset=utf-8", "application/JSON", "text/plain", "")
PATHS = ("/slack/events", "/slack/events", "/", "/slack/events/", "/readyz", "/webhooks/x")
PEOPLE = ("U0KANG", "U0ADMIN", "U0BRAUN", "U0GUEST")


def guard(folder: Path) -> Feed:
    """Method, kind, path and whether it is signed are four bytes; a line of headers and a body
    follow. Nothing that the guard lets through means anything to this app."""
    ours = AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-1")
    app = App(signing_secret=SECRET, authorize=lambda: ours)
    wsgi = web_app(SlackHttp(app, SECRET), {})

    def feed(data: bytes) -> None:
        knobs, rest = data[:4].ljust(4, b"\0"), data[4:]
        line, _, body = rest.partition(b"\n")
        environ = _environ(knobs, line.decode("latin-1"), body)
        with nothing_fails():
            status, said = _answered(wsgi, environ)
        assert status < 500 and b"Traceback" not in said

    return feed


def _environ(knobs: bytes, line: str, body: bytes) -> dict[str, Any]:
    method, kind, path, signed = knobs
    stamp = str(int(time.time()))
    environ: dict[str, Any] = {
        "REQUEST_METHOD": METHODS[method % len(METHODS)],
        "CONTENT_TYPE": KINDS[kind % len(KINDS)],
        "PATH_INFO": PATHS[path % len(PATHS)],
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp,
        "HTTP_X_SLACK_SIGNATURE": _signature(stamp, body),
        "wsgi.input": io.BytesIO(body),
    }
    if signed % 2:
        name, _, value = line.partition(":")
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    setup_testing_defaults(environ)
    return environ


def _signature(stamp: str, body: bytes) -> str:
    signed = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()


def _answered(wsgi: Callable[..., Any], environ: dict[str, Any]) -> tuple[int, bytes]:
    heard: list[str] = []
    said = b"".join(wsgi(environ, lambda status, headers, error=None: heard.append(status)))
    return int(heard[0].split()[0]), said


def router(folder: Path, filled: Path | None = None) -> Feed:
    """Any JSON object, as a click, a form or an event brings it."""
    app, token = a_desk(folder, filled)

    def feed(data: bytes) -> None:
        try:
            payload = json.loads(data.decode("utf-8").replace(TOKEN, token))
        except (ValueError, RecursionError):
            return
        if isinstance(payload, dict):
            event = payload.get("type") == "event_callback"
            body = json.dumps(payload)
            _answers(app, body if event else urlencode({"payload": body}), JSON if event else FORM)

    return feed


def commands(folder: Path, filled: Path | None = None) -> Feed:
    """Two bytes pick a command and who types it; every other time it is a mention."""
    app, _ = a_desk(folder, filled)
    names = [command.name for command in all_commands()]

    def feed(data: bytes) -> None:
        which, who = data[:2].ljust(2, b"\0")
        name, user = names[which % len(names)], PEOPLE[who % len(PEOPLE)]
        text = text_of(data[2:]).encode("utf-8", "replace").decode()
        fields = {"team_id": TEAM, "user_id": user, "channel_id": "C0CASES", "command": name}
        fields |= {"text": text, "trigger_id": str(time.time_ns())}
        _answers(app, urlencode(fields), FORM)
        said = {"type": "app_mention", "team": TEAM, "user": user, "channel": "C0CASES"}
        said |= {"text": f"<@U0BOT> {name} {text}", "ts": "1.2"}
        event = {"type": "event_callback", "team_id": TEAM, "event_id": str(time.time_ns())}
        _answers(app, json.dumps(event | {"event": said}), JSON)

    return feed


def _answers(app: App, body: str, kind: str) -> None:
    stamp = str(int(time.time()))
    headers = {"content-type": kind, "x-slack-request-timestamp": stamp}
    headers["x-slack-signature"] = _signature(stamp, body.encode())
    with nothing_fails():
        answer = dispatch(app, body, headers)
    assert answer.status < 500


def webhooks(folder: Path) -> Feed:
    """A byte says what is right: all, the signature alone, or nothing. A line of a header and a
    body follow."""
    host = Host()
    host.serve(chain())
    certificates = Certificates(
        [HOST],
        Roots(root()),
        clock=lambda: NOW,
        transport=host.transport,
        resolve=addresses("93.184.216.34"),
    )
    deliveries = Deliveries(certificates, lambda: NOW)

    def feed(data: bytes) -> None:
        line, _, body = data[1:].partition(b"\n")
        headers = _headers(data[:1], line.decode("latin-1"), body)
        try:
            notice = deliveries.read("main", headers, body)
        except Turned as turned:
            assert turned.status in (400, 401)
            return
        assert notice.account == "main" and notice.event and notice.changed_at.tzinfo

    return feed


def _headers(knob: bytes, line: str, body: bytes) -> Mapping[str, str]:
    right = dict(Sent(body).headers) if knob[:1] < b"\xc0" else {}
    if knob[:1] < b"\x40":
        return right
    name, _, value = line.partition(":")
    return right | {name: value}
