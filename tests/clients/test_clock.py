"""Business time follows the sandbox's clock, and a move is seen before it is answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from clients.clock import BusinessClock
from core.ports.outside import Unreachable
from sandbox.clock import Clock

LATER = datetime(2026, 10, 19, 7, 5, tzinfo=UTC)


class Desk:
    """A sandbox clock behind a server, and whether it is out of order."""

    def __init__(self) -> None:
        self.clock, self.broken, self.polls = Clock(), False, 0
        app = Flask("clock")
        app.register_blueprint(self.clock.blueprint)
        app.before_request(self._before)
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}/clock"
        self.http = httpx.Client(trust_env=False)

    def _before(self) -> tuple[str, int] | None:
        self.polls += "reader" in request.args
        return ("broken", 500) if self.broken else None

    def move_to(self, moment: datetime) -> None:
        assert self.http.post(self.url, json={"to": moment.isoformat()}).status_code == 200

    def time(self) -> datetime:
        return datetime.fromisoformat(self.http.get(self.url).json()["now"])


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.clock.close()
    made.http.close()
    made.server.shutdown()
    thread.join(5)
    made.server.server_close()


@pytest.fixture
def clock(desk: Desk) -> Iterator[BusinessClock]:
    made = BusinessClock(desk.url)
    yield made
    made.stop()
    desk.clock.close()
    until(lambda: not followers())


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline, "waited 5 s in vain"
        time.sleep(0.001)


def followers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "business-clock"]


def follow(clock: BusinessClock, desk: Desk, on_move: Callable[[], None]) -> None:
    """Start it, and wait until it is a reader that a move waits for."""
    clock.start(on_move)
    until(lambda: desk.clock.is_waiting(clock.reader))


def test_it_shows_the_time_of_the_sandbox_from_the_start(desk: Desk, clock: BusinessClock) -> None:
    clock.start(lambda: None)

    before, now, after = clock(), desk.time(), clock()

    assert before.tzinfo is UTC
    assert before <= now
    assert now - after < timedelta(seconds=1)
    assert clock() > before


def test_a_move_is_in_place_before_it_is_answered(desk: Desk, clock: BusinessClock) -> None:
    seen: list[datetime] = []
    follow(clock, desk, lambda: seen.append(clock()))

    for days in range(3):
        target = LATER + timedelta(days=days)
        desk.move_to(target)
        assert clock() >= target
        assert len(seen) == days + 1 and seen[-1] >= target


def test_everybody_is_told_of_a_move_before_it_is_answered(
    desk: Desk, clock: BusinessClock
) -> None:
    told: list[str] = []
    follow(clock, desk, lambda: told.append("first"))
    clock.tell(lambda: told.append("second"))
    desk.move_to(LATER)
    assert told == ["first", "second"]


def test_reading_it_calls_nobody(desk: Desk, clock: BusinessClock) -> None:
    follow(clock, desk, lambda: None)
    threads = threading.active_count()

    readings = [clock() for _ in range(10_000)]

    assert readings == sorted(readings)
    assert threading.active_count() <= threads


def test_a_poll_that_ends_without_a_move_reports_none(desk: Desk) -> None:
    clock, moves = BusinessClock(desk.url, wait=0.01), list[str]()
    clock.start(lambda: moves.append("moved"))
    until(lambda: desk.polls > 5)

    assert moves == []
    desk.move_to(LATER)
    until(lambda: moves == ["moved"])
    clock.stop()
    until(lambda: not followers())


def test_after_stop_no_move_is_reported(desk: Desk, clock: BusinessClock) -> None:
    moves = list[str]()
    follow(clock, desk, lambda: moves.append("moved"))

    clock.stop()
    desk.move_to(LATER)

    until(lambda: not followers())
    assert moves == []


def test_without_a_clock_at_the_address_it_does_not_start(desk: Desk) -> None:
    clock = BusinessClock(f"{desk.url}/nothing")

    with pytest.raises(Unreachable):
        clock.start(lambda: None)
    with pytest.raises(RuntimeError):
        clock()


def test_another_machine_is_no_clock() -> None:
    with pytest.raises(Unreachable, match="another machine"):
        BusinessClock("http://192.0.2.1/clock").start(lambda: None)


def test_it_finds_the_clock_again_after_an_outage(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    clock, moves = BusinessClock(desk.url, wait=0.01), list[str]()
    clock.start(lambda: moves.append("moved"))
    desk.broken = True
    until(lambda: "clock unreadable" in caplog.text)

    desk.broken = False
    desk.move_to(LATER)

    until(lambda: moves == ["moved"])
    assert clock() >= LATER
    clock.stop()
    until(lambda: not followers())
