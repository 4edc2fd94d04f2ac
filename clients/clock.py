"""Business time of the demo: real time plus what the sandbox's clock was moved by."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

from clients.http import Call, CallFailed, HttpClient, Reply, Timeouts
from core.faults import Way
from core.ports.outside import Unreachable

log = logging.getLogger(__name__)

LONGEST_WAIT = 25.0
PAUSE_AFTER_FAILURE = 1.0
# Above what a slow answer shifts, below what anybody would move the clock by.
DRIFT = timedelta(seconds=2)


class BusinessClock:
    """A Clock that follows `GET /clock` of the sandbox; reading it calls nobody.

    The sandbox answers a move only when its readers came back, and this one comes back only
    after it has taken the new time over: who moved the clock knows that the bot has seen it.
    """

    def __init__(self, url: str, *, wait: float = LONGEST_WAIT) -> None:
        self._url = url
        self._wait = wait
        self.reader = f"bot-{os.getpid()}-{uuid4().hex[:8]}"
        self._http = HttpClient(url, timeouts=Timeouts(read=wait + 10.0))
        self._stopping = threading.Event()
        self._anchor: tuple[datetime, float] | None = None
        self._moves = 0
        self._told: list[Callable[[], None]] = []

    def __call__(self) -> datetime:
        if self._anchor is None:
            raise RuntimeError("the business clock was not started")
        base, origin = self._anchor
        return base + timedelta(seconds=time.monotonic() - origin)

    def start(self, on_move: Callable[[], None]) -> None:
        """Read the time once, then follow it; `on_move` is called after every move, and is quick.

        Raises Unreachable where there is no clock at that address.
        """
        self._take_over(self._http.ask(Call("GET", self._url, way=Way.CLOCK)))
        self.tell(on_move)
        threading.Thread(target=self._follow, name="business-clock", daemon=True).start()

    def tell(self, on_move: Callable[[], None]) -> None:
        """Call this, too, after every move: who moved the clock waits for it a short while."""
        self._told.append(on_move)

    def stop(self) -> None:
        """No more moves are reported; the thread ends with the poll it is in."""
        self._stopping.set()

    def _follow(self) -> None:
        while not self._stopping.is_set():
            try:
                moved = self._take_over(self._http.once(self._poll()))
            except (CallFailed, Unreachable) as error:
                log.warning("clock unreadable why=%s", error)
                self._stopping.wait(PAUSE_AFTER_FAILURE)
                continue
            for on_move in tuple(self._told) if moved else ():
                if not self._stopping.is_set():
                    on_move()
        self._http.close()

    def _poll(self) -> Call:
        asked = {"reader": self.reader, "after": self._moves, "wait": self._wait}
        return Call("GET", f"{self._url}?{urlencode(asked)}", way=Way.CLOCK)

    def _take_over(self, reply: Reply) -> bool:
        """Set the time anew where it was moved; else small delays would make it jitter."""
        now, moves = _read(reply)
        moved = moves != self._moves
        if self._anchor is None or moved or abs(now - self()) > DRIFT:
            self._anchor = now, time.monotonic()
        self._moves = moves
        return moved


def _read(reply: Reply) -> tuple[datetime, int]:
    try:
        match reply.json():
            case {"now": str(text), "moves": int(moves)} if reply.status == 200:
                return datetime.fromisoformat(text).astimezone(UTC), moves
    except ValueError:
        pass
    raise Unreachable(f"answered {reply.status} without a time")
