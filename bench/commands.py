"""A slash command, signed and answered over HTTP, beside a bare Bolt app that says nothing."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from urllib.parse import urlencode

import httpx
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bench.measuring import compare, usual
from bot.cli.demo import Demo
from bot.web import serve, web_app
from handlers.transport import SlackHttp

RUNS = 100
PATH = "/slack/events"


def measure(demo: Demo) -> None:
    secret = demo.desk.settings.slack_signing_secret.reveal()
    bare = serve(web_app(SlackHttp(_bare_app(secret), secret), {}), "127.0.0.1", 0)
    with httpx.Client(trust_env=False) as http:
        nothing = usual(_typed(http, bare.url, secret, "/standing contoso"), RUNS)
        for text in ("/standing contoso", "/overdue"):
            ours = usual(_typed(http, demo.desk.url, secret, text), RUNS)
            compare(f"{text} answered", ours, "empty listener in a bare Bolt app", nothing)
    bare.stop()


def _bare_app(secret: str) -> App:
    def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T0PARTNER", bot_user_id="U0GOODSTANDING", bot_token="none"
        )

    app = App(
        signing_secret=secret, process_before_response=True, authorize=authorize,
        client=WebClient(),
    )  # fmt: skip

    def nothing(ack: Ack) -> None:
        ack()

    app.command("/standing")(nothing)
    return app


def _typed(http: httpx.Client, url: str, secret: str, text: str) -> Callable[[], None]:
    command, _, rest = text.partition(" ")
    body = urlencode(
        {
            "command": command, "text": rest, "team_id": "T0PARTNER", "user_id": "U0LEE",
            "channel_id": "C0GENERAL", "trigger_id": "1.2.3", "response_url": "",
        }
    )  # fmt: skip

    def send() -> None:
        stamp = str(int(time.time()))
        signed = f"v0:{stamp}:{body}".encode()
        signature = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        }
        http.post(url + PATH, content=body, headers=headers).raise_for_status()

    return send
