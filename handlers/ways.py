"""Which way Slack comes in: with an app token over a socket, else by requests that it signs."""

from __future__ import annotations

from slack_bolt import App

from handlers.socket import SlackSocket, socket_mode
from handlers.transport import SlackHttp

Way = SlackHttp | SlackSocket


def way_in(app: App, api_url: str, *, signing_secret: str, app_token: str) -> Way:
    if app_token:
        return socket_mode(app, app_token, api_url)
    return SlackHttp(app, signing_secret)
