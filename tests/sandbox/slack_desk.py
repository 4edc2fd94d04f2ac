"""A running sandbox with a tiny bot of its own, which answers as a test tells it to."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx

from sandbox.calling import caller
from sandbox.server import Sandbox
from sandbox.serving import Serving

SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "xoxb-sandbox"
PATIENCE = 10.0
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """One request as the bot received it."""

    payload: Json
    body: bytes
    headers: dict[str, str]

    @property
    def is_signed(self) -> bool:
        signed = b"v0:" + self.headers["TIMESTAMP"].encode() + b":" + self.body
        expected = "v0=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        is_fresh = abs(time.time() - int(self.headers["TIMESTAMP"])) < 60
        return is_fresh and hmac.compare_digest(expected, self.headers["SIGNATURE"])


class Bot:
    """Remembers what it hears; `answer` is a body, or a function of the payload."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.answer: Any = ""
        self.status = "200 OK"

    def __call__(self, environ: Json, start: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        heard = Heard(_payload(body, environ["CONTENT_TYPE"]), body, _slack_headers(environ))
        self.heard.append(heard)
        answer = self.answer(heard.payload) if callable(self.answer) else self.answer
        is_text = isinstance(answer, str)
        start(self.status, [("Content-Type", "text/plain" if is_text else "application/json")])
        return [(answer if is_text else json.dumps(answer)).encode()]


def _payload(body: bytes, content_type: str) -> Json:
    if content_type == "application/json":
        return dict(json.loads(body))
    form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    return dict(json.loads(form["payload"])) if "payload" in form else form


def _slack_headers(environ: Json) -> Json:
    names = {
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": "TIMESTAMP",
        "HTTP_X_SLACK_SIGNATURE": "SIGNATURE",
        "HTTP_X_SLACK_RETRY_NUM": "RETRY_NUM",
        "HTTP_X_SLACK_RETRY_REASON": "RETRY_REASON",
    }
    return {ours: environ[theirs] for theirs, ours in names.items() if theirs in environ}


class Desk:
    """Acts as people and as the app, over HTTP."""

    def __init__(self, sandbox: Sandbox, bot: Bot) -> None:
        self.sandbox = sandbox
        self.bot = bot
        self.http = caller(PATIENCE, base_url=sandbox.url)

    def api(self, method: str, **arguments: Any) -> Json:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return dict(self.http.post(f"/slack/api/{method}", json=arguments, headers=headers).json())

    def post(self, blocks: list[Json] | None = None, **more: Any) -> Json:
        """A message of the bot's in #cases."""
        sent = {"channel": "C0CASES", "text": "Standing", "blocks": blocks or []} | more
        answer = self.api("chat.postMessage", **sent)
        assert answer["ok"], answer
        return answer

    def act(self, name: str, user: str = "U0KANG", **asked: Any) -> Json:
        answer = self.http.post(f"/sandbox/slack/{name}", json={"user": user, **asked})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def refused(self, name: str, user: str = "U0KANG", **asked: Any) -> httpx.Response:
        answer = self.http.post(f"/sandbox/slack/{name}", json={"user": user, **asked})
        assert answer.status_code in (400, 404), answer.text
        return answer

    def read(self, name: str, **query: Any) -> Any:
        answer = self.http.get(f"/sandbox/slack/{name}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def messages(self, user: str = "U0KANG", channel: str = "C0CASES", **query: Any) -> list[Json]:
        return list(self.read("messages", channel=channel, user=user, **query))

    def violations(self) -> list[str]:
        return [violation["what"] for violation in self.read("violations")]

    def fault(self, **asked: Any) -> None:
        assert self.http.post("/sandbox/faults", json=asked).status_code == 200

    def move_clock(self, seconds: float) -> None:
        moved = self.http.post("/clock", json={"advance_seconds": seconds})
        assert moved.status_code == 200, moved.text

    def open_modal(self, view: Json, user: str = "U0KANG") -> Json:
        """Let the bot open a modal in answer to a command."""

        def answer(payload: Json) -> str:
            opened = self.api("views.open", trigger_id=payload["trigger_id"], view=view)
            assert opened["ok"], opened
            return ""

        self.bot.answer = answer
        shown = self.act("commands", user, channel="C0CASES", text="/suspend contoso")
        self.bot.answer = ""
        return dict(shown["views"][-1])


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """A WSGI app on a free port."""
    served = Serving(app, port=0, threads=8, name="test")
    try:
        yield f"http://127.0.0.1:{served.port}"
    finally:
        served.stop()


@contextmanager
def running(
    state_folder: Path | None = None, manifest: Path | None = None
) -> Iterator[Desk]:
    bot = Bot()
    with serving(bot) as bot_url:
        sandbox = Sandbox(
            bot_url=bot_url,
            signing_secret=SECRET,
            bot_token=TOKEN,
            state_folder=state_folder,
            manifest=manifest,
        ).start()
        desk = Desk(sandbox, bot)
        try:
            yield desk
        finally:
            desk.http.close()
            sandbox.stop()
