"""Our messages: the buttons in them, and where each is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from core.ports.records import Button, Posted


class Buttons(Protocol):
    def mint(self, button: Button, at: datetime) -> str:
        """A new token of 128 random bits; only its hash is stored."""

    def find(self, token: str) -> Button | None: ...
    def place(self, token: str, channel: str, ts: str) -> None: ...
    def placed(self, purpose: str) -> list[Button]:
        """Those that stand in a message, oldest first."""

    def forget(self, channel: str, ts: str) -> None:
        """No button of this message means anything any more."""

    def sweep(self, before: datetime, fleeting: Collection[str] = ()) -> None:
        """Remove what was minted before that, if its message was redrawn since or was private, or
        if its purpose is `fleeting`."""


class Posts(Protocol):
    def get(self, key: str) -> Posted | None: ...
    def put(self, post: Posted) -> None: ...
    def newest_in(self, channel: str, most: int) -> list[Posted]:
        """Messages of ours there, the newest first."""

    def renumber(self, before: str, after: str) -> None:
        """A channel has another id: messages, buttons, threads and digests go with it."""

