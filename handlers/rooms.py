"""Whether outsiders sit in a channel: customers' money is not spoken of in front of them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from core.faults import Way
from core.ports.boundary import outside
from handlers.directory import NO_ANSWER, without_retries
from handlers.payload import Payload
from handlers.request import Room

log = logging.getLogger(__name__)

PATIENCE = 1
REMEMBERED = 300.0
FLAGS = ("is_ext_shared", "is_pending_ext_shared")


class SlackRooms:
    """The port `handlers.request.Rooms` over conversations.info. An answer holds five minutes, or
    until any process hears that the sharing of the channel changed: `changed` tells one such time
    from another. Public channels are ours where they are `named`."""

    def __init__(
        self,
        client: WebClient,
        named: Collection[str] = (),
        changed: Callable[[str], str] = lambda channel: "",
    ) -> None:
        self._client = without_retries(client, PATIENCE)
        self._named, self._changed = frozenset(named), changed
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Room, float, str]] = {}

    def look(self, channel: str) -> Room:
        """A direct message is between us and one of our people, who is shown what is theirs."""
        if channel.startswith("D"):
            return Room.OURS
        changed = self._changed(channel)
        with self._lock:
            room, until, then = self._known.get(channel, (Room.UNSEEN, 0.0, ""))
        if time.monotonic() < until and changed == then:
            return room
        room = self._ask(channel)
        if room in (Room.OURS, Room.SHARED, Room.PUBLIC):
            with self._lock:
                self._known[channel] = room, time.monotonic() + REMEMBERED, changed
        return room

    def forget(self, channel: str) -> None:
        with self._lock:
            self._known.pop(channel, None)

    def _ask(self, channel: str) -> Room:
        try:
            with outside(Way.SLACK_ROOM):
                data = self._client.conversations_info(channel=channel).data
        except SlackApiError as error:
            code = error.response.get("error") or error.response.status_code
            log.warning("a channel was not seen channel=%s why=%s", channel, code)
            return Room.GONE if code == "channel_not_found" else Room.UNSEEN
        except NO_ANSWER as error:
            log.warning("a channel was not seen channel=%s why=%s", channel, type(error).__name__)
            return Room.UNSEEN
        found = Payload(data if isinstance(data, dict) else {}).within("channel")
        flags = [found.flag(name) for name in FLAGS if name in found.body]
        if found.flag("is_ext_shared") is None:
            return Room.UNSEEN
        if any(flags):
            return Room.SHARED
        if found.flag("is_member") is False:
            return Room.APART
        is_ours = found.flag("is_private") or channel in self._named
        return Room.OURS if is_ours else Room.PUBLIC
