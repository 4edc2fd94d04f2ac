"""The WSGI app: Slack's requests, and whether this process lives and is ready."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from flask import Flask, Response, request
from waitress import wasyncore
from waitress.server import create_server

log = logging.getLogger(__name__)

THREADS = 8
LARGEST_BODY = 1024 * 1024
LARGEST_HINT = 256 * 1024
HINTS, BOOK_HINTS = "/webhooks/partner-center", "/webhooks/books"
EVERY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
PATIENCE = 10.0

# A check answers with what is wrong, or with nothing.
Check = Callable[[], str]
# Answers with metrics as Prometheus reads them.
Metrics = Callable[[], str]
TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Told(str):
    """What is wrong, in words that whoever asks may read."""

    __slots__ = ()


class WayIn(Protocol):
    """What answers Slack's requests."""

    def answer(
        self, method: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], str]: ...


class Webhooks(Protocol):
    """What takes hints of Partner Center's, or of books, for whichever the address names, if it
    does."""

    def answer(
        self, account: str, method: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], str]: ...


def web_app(
    slack: WayIn | None,
    ready: Mapping[str, Check],
    metrics: Metrics | None = None,
    webhooks: Webhooks | None = None,
    books: Webhooks | None = None,
) -> Flask:
    """Slack's address unless it comes by a socket, those for hints, two of health, and metrics
    where they are wanted; everything else is not found, and no error page tells more than that."""
    app = Flask(__name__, static_folder=None)

    def readyz() -> Response:
        troubles = {name: trouble for name, check in ready.items() if (trouble := check())}
        if troubles:
            log.warning("not ready troubles=%s", troubles)
        text = "".join(f"{_shown(name, said)}\n" for name, said in troubles.items()) or "ok\n"
        return Response(text, 503 if troubles else 200, mimetype="text/plain")

    app.add_url_rule("/healthz", "healthz", lambda: Response("ok\n", mimetype="text/plain"))
    app.add_url_rule("/readyz", view_func=readyz)
    if metrics is not None:
        app.add_url_rule("/metrics", "metrics", lambda: Response(metrics(), mimetype=TEXT))
    if slack is not None:
        _let_in(app, slack)
    for address, hinted in ((HINTS, webhooks), (BOOK_HINTS, books)):
        if hinted is not None:
            _take_hints(app, address, hinted)
    return app


def _let_in(app: Flask, slack: WayIn) -> None:
    def slack_events() -> Response:
        # One byte more than is allowed is enough to know that it is too much.
        body = request.stream.read(LARGEST_BODY + 1)
        status, headers, text = slack.answer(request.method, dict(request.headers), body)
        return Response(text, status, headers)

    app.add_url_rule(
        "/slack/events", view_func=slack_events, methods=EVERY, provide_automatic_options=False
    )


def _take_hints(app: Flask, address: str, webhooks: Webhooks) -> None:
    def take(account: str = "") -> Response:
        body = request.stream.read(LARGEST_HINT + 1)
        status, headers, text = webhooks.answer(
            account, request.method, dict(request.headers), body
        )
        return Response(text, status, headers)

    for rule in (address, f"{address}/<account>"):
        app.add_url_rule(
            rule, address, view_func=take, methods=EVERY, provide_automatic_options=False
        )


def _shown(name: str, trouble: str) -> str:
    """Names only, as a rule: whoever asks from outside learns nothing about the inside."""
    return f"{name}: {trouble}" if isinstance(trouble, Told) else name


class Server:
    """A running web server; `url` says where, with the port that it was given."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        # A name may mean several addresses; the first is taken, so that there is one port.
        address = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
        self._sockets: dict[int, object] = {}
        self._server = create_server(
            app,
            host=address,
            port=port,
            threads=THREADS,
            map=self._sockets,
            ident="",
            max_request_body_size=2 * LARGEST_BODY,
        )
        shown = f"[{address}]" if ":" in address else address
        self.url = f"http://{shown}:{self._server.effective_port}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._poll, name="web", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let what is being answered end, then close every connection and the port."""
        self._server.task_dispatcher.shutdown(timeout=PATIENCE)
        self._over.set()
        self._server.pull_trigger()
        self._thread.join(PATIENCE)
        # Not while the other thread polls: it could close the trigger that is being pulled.
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()  # closes the file of a large answer too, which close() leaves
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _poll(self) -> None:
        while not self._over.is_set() or self._has_more_to_say():
            wasyncore.loop(timeout=1, use_poll=True, map=self._sockets, count=1)

    def _has_more_to_say(self) -> bool:
        """An answer that is written, and has not left yet."""
        return any(getattr(one, "total_outbufs_len", 0) for one in self._sockets.values())


def serve(app: Flask, host: str, port: int) -> Server:
    """Serve in the background until stop() is called; port 0 takes a free one."""
    server = Server(app, host, port)
    server.start()
    return server
