"""The sandbox on one loopback port: workspace, Partner Center, clock, faults and the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, request, send_from_directory
from werkzeug.routing import Map, Rule
from werkzeug.routing.rules import RuleFactory

from sandbox.books import Books
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.mail.control import mail_blueprint
from sandbox.mail.mailbox import Mailbox
from sandbox.partner_center.app import PartnerCenter
from sandbox.serving import HOST, Serving
from sandbox.slack.app import Slack
from sandbox.slack.keys import Keys
from sandbox.slack.manifest import read_manifest
from sandbox.state import Part, SavedState
from sandbox.telephones import Telephones

THREADS = 32
PAGE = Path(__file__).parent / "slack" / "page"
_OWN_NAMES = ("127.0.0.1", "localhost")


class _Matched(Rule):
    """Nobody asks the sandbox for the address of a route, and what would answer is most of the
    work of adding one."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        return _no_address


def _no_address(*_: object, **__: object) -> tuple[str, str]:
    raise NotImplementedError("the sandbox has no addresses of its routes")


class _Routes(Map):
    """Every sandbox of a process has the same ones: what is known is not added again."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[tuple[object, ...]] = set()

    def add(self, rulefactory: RuleFactory) -> None:
        for rule in rulefactory.get_rules(self):
            same = rule.rule, rule.endpoint, frozenset(rule.methods or ())
            if same not in self._known:
                super().add(rule)
                self._known.add(same)


_ROUTES = _Routes()


class _App(Flask):
    url_rule_class = _Matched

    def __init__(self) -> None:
        super().__init__("sandbox", static_folder=None)
        self.url_map = _ROUTES


class Sandbox:
    """A running sandbox; `bot_url` may be set once the bot has an address."""

    def __init__(
        self,
        port: int = 0,
        bot_url: str = "",
        signing_secret: str = "",
        bot_token: str = "",
        app_token: str = "",
        config_token: str = "",
        clock_start: datetime | None = None,
        state_folder: Path | str | None = None,
        manifest: Path | str | None = None,
    ) -> None:
        self.clock = Clock(clock_start)
        self.faults = Faults()
        keys = Keys(bot_token, signing_secret, app_token, config_token)
        self.slack = Slack(self.clock, self.faults, read_manifest(manifest), keys)
        self.partner_center = PartnerCenter(self.clock, self.faults)
        self.books = Books(self.clock)
        self.telephones = Telephones(self.clock)
        folder = Path(state_folder) if state_folder else None
        self.mailbox = Mailbox(self.clock, folder and folder / "maildir")
        self.bot_url, self._asked_port = bot_url, port
        parts: dict[str, Part] = {"slack": self.slack, "clock": self.clock}
        parts |= {"partner_center": self.partner_center, "books": self.books}
        parts |= {"mailbox": self.mailbox, "telephones": self.telephones}
        self._saved = SavedState(folder, parts) if folder else None
        self._serving: Serving | None = None

    @property
    def bot_url(self) -> str:
        return self.slack.requests.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.slack.requests.bot_url = url

    @property
    def port(self) -> int:
        if self._serving is None:
            raise ValueError("the sandbox is not running")
        return self._serving.port

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> Sandbox:
        if self._saved:
            self._saved.load()
        self._serving = Serving(self._app(), port=self._asked_port, threads=THREADS, name="sandbox")
        self.slack.start(self.url)
        self.partner_center.start(self.url)
        self.mailbox.start()
        if self._saved:
            self._saved.keep_saving()
        return self

    def stop(self) -> None:
        """Let everything that waits go, save, and free the port."""
        if self._serving is None:
            return
        self.slack.let_go()
        self.faults.close()
        self.clock.close()
        self.partner_center.close()
        self._serving.stop()
        self.slack.close()
        self.mailbox.stop()
        self._serving = None
        if self._saved:
            self._saved.stop()

    def _app(self) -> Flask:
        app = _App()
        app.before_request(_refuse_strangers)
        for blueprint in (
            self.clock.blueprint,
            self.faults.blueprint,
            self.books.blueprint,
            self.telephones.blueprint,
            mail_blueprint(self.mailbox),
            self.partner_center.blueprint,
            *self.partner_center.controls,
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
