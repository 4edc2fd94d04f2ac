"""response_url: a few late answers to one interaction."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.slack.refusals import SlackRefusal

MOST_USES = 5
LIFETIME = timedelta(minutes=30)


@dataclass(slots=True)
class ResponseUrl:
    """Where the answers go: a channel, for one person, perhaps about one message."""

    user: str
    channel: str
    made: datetime
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """Each address works five times within half an hour of business time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._urls: dict[str, ResponseUrl] = {}

    def make(self, url: ResponseUrl) -> str:
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._urls[token] = url
        return token

    def use(self, token: str, *, now: datetime) -> ResponseUrl:
        with self._lock:
            url = self._urls.get(token)
            if url is None:
                raise SlackRefusal("invalid_url")
            if now - url.made > LIFETIME:
                raise SlackRefusal("expired_url")
            if url.uses >= MOST_USES:
                raise SlackRefusal("used_url")
            url.uses += 1
            return url
