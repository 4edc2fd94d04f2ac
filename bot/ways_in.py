"""How Slack reaches a desk: by requests that it signs, or by lines that the desk opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.config import Settings
from bot.web import Check, Metrics, Server, Told, serve, web_app
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


def open_ways_in(
    slack: Way | None, settings: Settings, ready: Mapping[str, Check], metrics: Metrics | None
) -> WaysIn:
    """Raises NoAddress, and Unreachable where a socket is not let in."""
    if not isinstance(slack, SlackSocket):
        return WaysIn(_serve(slack, settings, ready, metrics), slack)
    ready = {**ready, "slack socket": lambda: Told(slack.trouble())}
    server = _serve(None, settings, ready, metrics)
    try:
        slack.start()
    except Unreachable:
        server.stop()
        raise
    return WaysIn(server, slack)


def _serve(
    slack: SlackHttp | None,
    settings: Settings,
    ready: Mapping[str, Check],
    metrics: Metrics | None,
) -> Server:
    try:
        return serve(web_app(slack, ready, metrics), settings.host, settings.port)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise NoAddress(f"{where}: {error.strerror or error}") from None
