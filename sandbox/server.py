"""The sandbox on one loopback port: workspace, Partner Center, clock, faults and the page."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request, send_from_directory
from waitress import wasyncore
from waitress.server import create_server

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.partner_center.app import PartnerCenter
from sandbox.slack.app import Slack
from sandbox.state import Part, SavedState

HOST = "127.0.0.1"
THREADS = 32
PAGE = Path(__file__).parent / "slack" / "page"
_OWN_NAMES = ("127.0.0.1", "localhost")
_PATIENCE = 10.0


class Sandbox:
    """A running sandbox; `bot_url` may be set once the bot has an address."""

    def __init__(
        self,
        port: int = 0,
        bot_url: str = "",
        signing_secret: str = "",
        bot_token: str = "",
        clock_start: datetime | None = None,
        state_folder: Path | str | None = None,
    ) -> None:
        if not signing_secret or not bot_token:
            raise ValueError("the sandbox needs the signing_secret and the bot_token of the bot")
        self.clock = Clock(clock_start)
        self.faults = Faults()
        self.slack = Slack(
            self.clock, self.faults, signing_secret=signing_secret, bot_token=bot_token
        )
        self.partner_center = PartnerCenter(self.clock, self.faults)
        self.bot_url = bot_url
        self._asked_port = port
        parts: dict[str, Part] = {
            "slack": self.slack,
            "clock": self.clock,
            "partner_center": self.partner_center,
        }
        self._saved = SavedState(Path(state_folder), parts) if state_folder else None
        # A map of its own: servers of one process would otherwise close each other's sockets.
        self._sockets: dict[int, Any] = {}
        self._server: Any = None
        self._thread: threading.Thread | None = None

    @property
    def bot_url(self) -> str:
        return self.slack.courier.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.slack.courier.bot_url = url

    @property
    def port(self) -> int:
        return int(self._server.effective_port)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> Sandbox:
        if self._saved:
            self._saved.load()
        self._server = create_server(
            self._app(),
            host=HOST,
            port=self._asked_port,
            threads=THREADS,
            ident="sandbox",
            map=self._sockets,
        )
        self.slack.workspace.url = self.url
        self._thread = threading.Thread(target=self._server.run, name="sandbox", daemon=True)
        self._thread.start()
        if self._saved:
            self._saved.keep_saving()
        return self

    def stop(self) -> None:
        """Let everything that waits go, save, and free the port."""
        if self._thread is None:
            return
        self.slack.let_go()
        self.faults.close()
        self.clock.close()
        # First what is being answered, then the sockets: an answer needs the trigger.
        self._server.task_dispatcher.shutdown(timeout=_PATIENCE)
        with suppress(OSError):  # a server that closed itself has no trigger any more
            self._server.trigger.pull_trigger(self._close)
        self._thread.join(_PATIENCE)
        self.slack.close()
        self._thread = None
        if self._saved:
            self._saved.stop()

    def _close(self) -> None:
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _app(self) -> Flask:
        app = Flask("sandbox", static_folder=None)
        app.before_request(_refuse_strangers)
        for blueprint in (
            self.clock.blueprint,
            self.faults.blueprint,
            self.partner_center.blueprint,
            self.partner_center.control,
            *self.slack.blueprints,
        ):
            app.register_blueprint(blueprint)
        _add_page(app)
        return app


def _refuse_strangers() -> Response | None:
    """Only local callers: no other host name, no page of another origin."""
    if (urlsplit(f"//{request.host}").hostname or "") not in _OWN_NAMES:
        return Response("the sandbox answers only to 127.0.0.1 and localhost", status=403)
    own = request.host_url.rstrip("/")
    is_change = request.method not in ("GET", "HEAD", "OPTIONS")
    if is_change and request.headers.get("Origin", own).rstrip("/") != own:
        return Response("the sandbox takes no calls from other origins", status=403)
    return None


def _add_page(app: Flask) -> None:
    @app.get("/")
    def page() -> Response:
        return _fresh(send_from_directory(PAGE, "index.html"))

    @app.get("/page/<path:file>")
    def page_file(file: str) -> Response:
        return _fresh(send_from_directory(PAGE, file))

    @app.get("/archives/<channel>/<message>")
    def permalink(channel: str, message: str) -> Response:
        ts = f"{message[1:-6]}.{message[-6:]}"
        place = f"/#channel={channel}&message={ts}"
        if thread := request.args.get("thread_ts"):
            place += f"&thread={thread}"
        return Response(status=302, headers={"Location": place})


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
