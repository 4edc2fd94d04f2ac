"""The movable clock: forward only, and a move waits for its readers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sandbox.clock import Clock, as_text, duration

MONDAY = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Clock]:
    made = Clock()
    yield made
    made.close()


@pytest.fixture
def http(clock: Clock) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(clock.blueprint)
    return app.test_client()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline, "waited 5 s in vain"
        time.sleep(0.001)


def test_it_starts_on_a_monday_morning_in_berlin_and_runs(clock: Clock) -> None:
    first = clock.now()

    until(lambda: clock.now() > first)

    assert timedelta() <= first - MONDAY < timedelta(seconds=5)
    assert first.utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT4H30M", timedelta(hours=4, minutes=30)),
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("P2W", timedelta(weeks=2)),
        ("PT0.5S", timedelta(milliseconds=500)),
        ("PT90M", timedelta(minutes=90)),
    ],
)
def test_durations_are_understood(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "P", "PT", "P1DT", "1D", "P1M", "P1Y", "-PT1H", "PT1H "])
def test_what_is_no_duration_is_refused(http: FlaskClient, text: str) -> None:
    answer = http.post("/clock", json={"advance": text})

    assert answer.status_code == 400
    assert "PT4H30M" in answer.get_json()["error"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"advance": "P1DT2H"}, MONDAY + timedelta(days=1, hours=2)),
        ({"advance_seconds": 90}, MONDAY + timedelta(seconds=90)),
        ({"to": "2026-10-19T07:05:00Z"}, datetime(2026, 10, 19, 7, 5, tzinfo=UTC)),
        ({"to": "2026-10-19T09:05:00+02:00"}, datetime(2026, 10, 19, 7, 5, tzinfo=UTC)),
    ],
)
def test_it_moves_forward(
    http: FlaskClient, clock: Clock, body: dict[str, object], expected: datetime
) -> None:
    state = http.post("/clock", json=body).get_json()

    assert state["moves"] == clock.moves == 1
    assert timedelta() <= datetime.fromisoformat(state["now"]) - expected < timedelta(seconds=5)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"advance": 5},
        {"advance_seconds": -1},
        {"advance_seconds": True},
        {"advance_seconds": float("nan")},
        {"advance": "P99999999999D"},
        {"advance": "P9000000D"},
        {"to": "tomorrow"},
        {"to": "2026-10-19T07:05:00"},
        {"to": "2026-10-12T07:59:59Z"},
        {"advance": "PT1H", "advance_seconds": 5},
    ],
)
def test_a_wrong_move_is_refused_and_moves_nothing(
    http: FlaskClient, clock: Clock, body: dict[str, object]
) -> None:
    answer = http.post("/clock", json=body)

    assert answer.status_code == 400
    assert answer.get_json()["error"]
    assert clock.moves == 0
    assert clock.now() < MONDAY + timedelta(minutes=1)


def test_moving_back_is_a_value_error(clock: Clock) -> None:
    with pytest.raises(ValueError, match="never moves back"):
        clock.move_to(MONDAY - timedelta(seconds=1))


def test_a_long_poll_ends_with_the_move(clock: Clock, http: FlaskClient) -> None:
    answers: list[int] = []

    def poll() -> None:
        answers.append(http.get("/clock?reader=bot&after=0&wait=25").get_json()["moves"])

    reader = threading.Thread(target=poll)
    reader.start()
    until(lambda: clock.is_waiting("bot"))
    clock.advance(timedelta(hours=1))
    reader.join(5)

    assert answers == [1]


def test_a_long_poll_ends_with_its_wait(http: FlaskClient) -> None:
    assert http.get("/clock?reader=bot&after=0&wait=0.01").get_json()["moves"] == 0


def test_a_move_returns_after_the_waiting_reader_came_back(clock: Clock) -> None:
    """The reader works for a while after it heard of the move; the mover waits for that."""
    finished = threading.Event()
    came_back = threading.Event()

    def read() -> None:
        clock.wait(0, 25, reader="bot")
        finished.wait(5)
        came_back.set()
        clock.wait(1, 25, reader="bot")

    reader = threading.Thread(target=read)
    reader.start()
    until(lambda: clock.is_waiting("bot"))
    mover = threading.Thread(target=clock.advance, args=(timedelta(hours=1),))
    mover.start()
    until(lambda: clock.moves == 1)
    moved_early = not mover.is_alive()
    finished.set()
    mover.join(5)

    assert not moved_early
    assert came_back.is_set()
    clock.close()
    reader.join(5)


def test_a_reader_that_disappeared_delays_one_move_only(clock: Clock) -> None:
    reader = threading.Thread(target=clock.wait, args=(0, 25), kwargs={"reader": "gone"})
    reader.start()
    until(lambda: clock.is_waiting("gone"))

    started = time.monotonic()
    clock.advance(timedelta(hours=1))
    first = time.monotonic() - started
    started = time.monotonic()
    clock.advance(timedelta(hours=1))
    second = time.monotonic() - started

    assert 1.5 < first < 4
    assert second < 1
    reader.join(5)


def test_it_goes_on_where_it_stopped(clock: Clock) -> None:
    clock.advance(timedelta(days=3))
    later = Clock()

    later.load_json(clock.to_json())

    assert later.moves == 1
    assert timedelta() <= later.now() - MONDAY - timedelta(days=3) < timedelta(seconds=10)
    assert as_text(MONDAY) == "2026-10-12T08:00:00.000000Z"
