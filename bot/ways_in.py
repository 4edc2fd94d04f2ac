"""How Slack reaches a desk: by requests that it signs, or by lines that the desk opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from bot.config import Settings
from bot.web import Check, Metrics, Server, Told, Webhooks, serve, web_app
from bot.webhooks import PartnerWebhooks
from core.ports.outside import Unreachable
from handlers.socket import SlackSocket
from handlers.transport import SlackHttp
from handlers.ways import Way


class NoAddress(Exception):
    """HOST and PORT cannot be listened on; the text says why."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """The web server, where every process tells of its health, and what Slack comes in by where
    it comes in."""

    server: Server
    slack: Way | None
    webhooks: PartnerWebhooks | None = None

    def __str__(self) -> str:
        """What the process does and where it is found, in words."""
        if isinstance(self.slack, SlackHttp):
            return f"hears Slack at {self.server.url}/slack/events"
        does = "hears Slack by Socket Mode" if self.slack else "works"
        return f"{does}, its health is at {self.server.url}/readyz"

    def stop(self) -> None:
        if isinstance(self.slack, SlackSocket):
            self.slack.stop()
        self.server.stop()
        if self.webhooks is not None:
            self.webhooks.close()


def open_ways_in(
    slack: Way | None,
    settings: Settings,
    ready: Mapping[str, Check],
    metrics: Metrics | None,
    webhooks: PartnerWebhooks | None = None,
    books: Webhooks | None = None,
) -> WaysIn:
    """Raises NoAddress, and Unreachable where a socket is not let in."""
    if not isinstance(slack, SlackSocket):
        app = web_app(slack, ready, metrics, webhooks, books)
        return WaysIn(_serve(app, settings), slack, webhooks)
    ready = {**ready, "slack socket": lambda: Told(slack.trouble())}
    server = _serve(web_app(None, ready, metrics, webhooks, books), settings)
    try:
        slack.start()
    except Unreachable:
        server.stop()
        raise
    return WaysIn(server, slack, webhooks)


def _serve(app: Flask, settings: Settings) -> Server:
    try:
        return serve(app, settings.host, settings.port)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise NoAddress(f"{where}: {error.strerror or error}") from None
