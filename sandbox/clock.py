"""Business time of the sandbox: it runs with real time and can be moved forward, never back."""

from __future__ import annotations

import math
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, answer_wrong_calls, query_number, sent_object

START = datetime(2026, 10, 12, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
LONGEST_WAIT = 25.0
PATIENCE_WITH_READERS = 2.0

_DURATION = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?"
)


class Clock:
    """A clock that several threads read and anybody may move forward."""

    def __init__(self, start: datetime | None = None) -> None:
        self._turn = threading.Condition()
        self._base = (start or START).astimezone(UTC)
        self._origin = time.monotonic()
        self._moves = 0
        self._waiting: Counter[str] = Counter()
        self._seen: dict[str, int] = {}
        self._closed = False
        self.blueprint = _blueprint(self)

    @property
    def moves(self) -> int:
        return self._moves

    def now(self) -> datetime:
        with self._turn:
            return self._now()

    def advance(self, by: timedelta) -> None:
        """Move forward, and return once the readers that were waiting have seen it."""
        with self._turn:
            self._move(lambda: self._now() + by)

    def move_to(self, moment: datetime) -> None:
        """Move forward to an instant, and return once the waiting readers have seen it."""
        if moment.tzinfo is None:
            raise WrongCall(f"{moment.isoformat()} has no offset; write 2026-10-19T07:05:00Z")
        with self._turn:
            self._move(lambda: moment.astimezone(UTC))

    def wait(self, after: int, seconds: float, *, reader: str = "") -> None:
        """Return as soon as there were more moves than `after`, or when the wait is over."""
        deadline = time.monotonic() + seconds
        with self._turn:
            if reader:
                self._seen[reader] = after
                self._waiting[reader] += 1
                self._turn.notify_all()
            while self._moves <= after and not self._closed and time.monotonic() < deadline:
                self._turn.wait(deadline - time.monotonic())
            if reader:
                self._waiting[reader] -= 1

    def is_waiting(self, reader: str) -> bool:
        with self._turn:
            return self._waiting[reader] > 0

    def close(self) -> None:
        """Let every waiting reader go: the sandbox stops."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()

    def to_json(self) -> dict[str, Any]:
        with self._turn:
            return {"now": as_text(self._now()), "moves": self._moves}

    def load_json(self, state: Mapping[str, Any]) -> None:
        with self._turn:
            self._base = datetime.fromisoformat(state["now"]).astimezone(UTC)
            self._origin = time.monotonic()
            self._moves = int(state["moves"])
            self._turn.notify_all()

    def _now(self) -> datetime:
        return self._base + timedelta(seconds=time.monotonic() - self._origin)

    def _move(self, target: Callable[[], datetime]) -> None:
        now = self._now()
        try:
            moment = target()
        except OverflowError:
            raise WrongCall("that is beyond the year 9999") from None
        if moment < now:
            raise WrongCall(f"the clock never moves back: it is {as_text(now)} already")
        self._base, self._origin = moment, time.monotonic()
        self._moves += 1
        self._wait_for_readers(self._moves)

    def _wait_for_readers(self, moves: int) -> None:
        expected = [name for name, count in self._waiting.items() if count > 0]
        self._turn.notify_all()
        self._turn.wait_for(
            lambda: self._closed or all(self._seen[name] >= moves for name in expected),
            timeout=PATIENCE_WITH_READERS,
        )


def as_text(moment: datetime) -> str:
    """An instant as the sandbox writes it: UTC, microseconds, a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def duration(text: str) -> timedelta:
    """An ISO 8601 duration; years and months are refused, their length is not fixed."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise WrongCall(f"{text!r} is no duration of weeks to seconds; write PT4H30M or P1DT2H")
    parts = {unit: float(n.replace(",", ".")) for unit, n in found.groupdict().items() if n}
    try:
        return timedelta(**parts)
    except OverflowError:
        raise WrongCall(f"{text} is too long") from None


def _seconds(number: object) -> timedelta:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise WrongCall(f"advance_seconds must be a number, not {number!r}")
    if not math.isfinite(number) or not 0 <= number < 1e11:
        raise WrongCall("advance_seconds must be zero or above, the clock never moves back")
    return timedelta(seconds=number)


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise WrongCall(f"{text!r} is no instant; write 2026-10-19T07:05:00Z") from None


def _move_as_asked(clock: Clock, body: Mapping[str, Any]) -> None:
    match body:
        case {"advance": str(text), **rest} if not rest:
            clock.advance(duration(text))
        case {"advance_seconds": number, **rest} if not rest:
            clock.advance(_seconds(number))
        case {"to": str(text), **rest} if not rest:
            clock.move_to(_instant(text))
        case _:
            raise WrongCall('say one of {"advance": "PT4H30M"}, {"advance_seconds": 60} or {"to"}')


def _blueprint(clock: Clock) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("clock", __name__))

    @routes.get("/clock")
    def read() -> ResponseReturnValue:
        if "after" in request.args:
            seconds = min(query_number("wait", LONGEST_WAIT), LONGEST_WAIT)
            after = int(query_number("after", 0))
            clock.wait(after, seconds, reader=request.args.get("reader", ""))
        return jsonify(clock.to_json())

    @routes.post("/clock")
    def move() -> ResponseReturnValue:
        _move_as_asked(clock, sent_object())
        return jsonify(clock.to_json())

    return routes
