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
    """The web server, which always tells of the desk's health, and the socket where there is
    one."""

    server: Server
    socket: SlackSocket | None

    @property
    def where(self) -> str:
        """Where Slack's requests are taken, in words."""
        return "by Socket Mode" if self.socket else f"at {self.server.url}/slack/events"

    def stop(self) -> None:
        if self.socket is not None:
            self.socket.stop()
        self.server.stop()


def open_ways_in(
    way: Way, settings: Settings, ready: Mapping[str, Check], metrics: Metrics | None = None
) -> WaysIn:
    """Raises NoAddress, and Unreachable where a socket is not let in."""
    if isinstance(way, SlackHttp):
        return WaysIn(_serve(way, settings, ready, metrics), None)
    ready = {**ready, "slack socket": lambda: Told(way.trouble())}
    server = _serve(None, settings, ready, metrics)
    try:
        way.start()
    except Unreachable:
        server.stop()
        raise
    return WaysIn(server, way)


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
