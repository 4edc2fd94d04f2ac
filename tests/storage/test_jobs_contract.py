"""What every binding of the engine promises."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest

from core.ports.engine import Delivery, Job, Later, Priority
from tests.storage.bindings import MONDAY, SOON, Binding, Diary, binding_of

BOTH = ("begins", "ends")


@pytest.fixture
def desk(desk_url: str) -> Iterator[Binding]:
    made = binding_of(desk_url)
    yield made
    made.close()


@pytest.fixture
def diary() -> Diary:
    return Diary()


def work(key: str, lane: str | None = None, priority: Priority = Priority.CHANGE) -> Job:
    return Job("work", key, {"name": key}, lane=lane, priority=priority)


def name_of(delivery: Delivery) -> str:
    return str(delivery.payload["name"])


# Delivered, once where it can be


def test_a_committed_job_reaches_its_handler_with_its_payload(desk: Binding) -> None:
    seen: list[Delivery] = []
    desk.does("work", seen.append)
    desk.engine.start()

    desk.enqueue(Job("work", "k", {"plan": "p1", "step": 7}))

    assert desk.engine.idle(SOON)
    assert seen == [Delivery("work", {"plan": "p1", "step": 7}, 1)]
    assert desk.engine.counts() == {"ready": 0, "running": 0, "done": 1, "dead": 0}


def test_a_job_dies_with_its_transaction(desk: Binding, diary: Diary) -> None:
    desk.does("work", lambda delivery: diary.write(name_of(delivery)))
    with desk.transaction() as (queue, _):
        assert queue.enqueue(work("dropped"))
    desk.enqueue(work("kept"))
    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert diary.lines == ["kept"]


def test_a_known_key_is_one_job_at_most_even_when_that_is_history(
    desk: Binding, diary: Diary
) -> None:
    desk.does("work", lambda delivery: diary.write(name_of(delivery)))
    desk.engine.start()

    assert desk.enqueue(work("k"), work("k")) == [True, False]
    assert desk.engine.idle(SOON)
    assert desk.enqueue(work("k")) == [False]
    assert desk.engine.tidy(MONDAY + timedelta(days=1)) == 1

    assert desk.enqueue(work("k")) == [False]
    assert desk.engine.idle(SOON)
    assert diary.lines == ["k"]
    assert desk.engine.counts()["done"] == 0


def test_after_a_death_the_job_is_done_again_and_says_so(desk: Binding, diary: Diary) -> None:
    desk.does("work", lambda delivery: diary.write(f"{name_of(delivery)} {delivery.attempt}"))
    desk.enqueue(work("first"), work("second"))
    desk.let_a_worker_die()
    assert desk.engine.counts()["running"] == 1

    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert sorted(diary.lines) == ["first 2", "second 1"]


# When


def test_never_before_its_time_and_then_without_delay(desk: Binding, diary: Diary) -> None:
    desk.does("work", lambda delivery: diary.write(name_of(delivery)))
    due = MONDAY + timedelta(hours=24)
    desk.engine.start()
    desk.enqueue(Job("work", "reminder", {"name": "reminder"}, run_at=due), work("now"))
    assert desk.engine.idle(SOON)

    desk.move(timedelta(hours=23, minutes=59, seconds=59))
    assert desk.engine.idle(SOON)
    assert diary.lines == ["now"]

    desk.move(timedelta(seconds=1))
    assert diary.wait_for(2) == ["now", "reminder"]


def test_a_scheduled_job_with_a_lane_is_refused(desk: Binding) -> None:
    with desk.transaction() as (queue, _), pytest.raises(ValueError, match="lane"):
        queue.enqueue(Job("work", "k", run_at=MONDAY, lane="card"))


def test_a_rescue_waits_behind_no_backlog_and_a_change_behind_no_card(
    desk: Binding, diary: Diary
) -> None:
    desk.engine = desk.another_engine(threads=1)
    desk.does("work", lambda delivery: diary.write(name_of(delivery)))
    late, early = (MONDAY - timedelta(hours=ago) for ago in (1, 2))
    desk.enqueue(
        work("bulk", priority=Priority.BULK),
        Job("work", "late", {"name": "late"}, run_at=late),
        Job("work", "early", {"name": "early"}, run_at=early),
        work("card", priority=Priority.CARD),
        work("vote", priority=Priority.VOTE),
    )

    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert diary.lines == ["vote", "early", "late", "card", "bulk"]


# Lanes


def test_a_lane_does_one_job_at_a_time_in_order_while_others_go_on(
    desk: Binding, diary: Diary
) -> None:
    went_on = threading.Event()

    def handle(delivery: Delivery) -> None:
        diary.write(f"{name_of(delivery)} begins")
        if delivery.payload["name"] == "elsewhere":
            went_on.set()
        assert went_on.wait(SOON)
        diary.write(f"{name_of(delivery)} ends")

    desk.does("work", handle)
    names = [f"{lane}{number}" for number in range(4) for lane in "ab"]
    desk.enqueue(*(work(name, lane=name[0]) for name in names), work("elsewhere"))

    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert diary.lines.index("elsewhere begins") <= 2
    for lane in "ab":
        ours = [line for line in diary.lines if line[0] == lane]
        assert ours == [f"{lane}{number} {what}" for number in range(4) for what in BOTH]


def test_a_retry_that_waits_holds_its_lane(desk: Binding, diary: Diary) -> None:
    def handle(delivery: Delivery) -> None:
        diary.write(f"{name_of(delivery)} {delivery.attempt}")
        if name_of(delivery) == "first" and delivery.attempt == 1:
            raise ConnectionError("cut")
        if name_of(delivery) == "first" and delivery.attempt == 2:
            raise Later(0.2)

    desk.does("work", handle)
    desk.enqueue(work("first", "card"), work("second", "card"), work("elsewhere"))

    desk.engine.start()

    assert desk.engine.idle(SOON)
    ours = [line for line in diary.lines if line != "elsewhere 1"]
    assert ours == ["first 1", "first 2", "first 3", "second 1"]
    assert diary.lines.index("elsewhere 1") < diary.lines.index("first 3")


def test_a_dead_job_lets_its_lane_go_on(desk: Binding, diary: Diary) -> None:
    def handle(delivery: Delivery) -> None:
        if name_of(delivery) == "bad":
            raise ConnectionError("cut")
        diary.write(name_of(delivery))

    desk.does("work", handle, max_attempts=1)
    desk.enqueue(work("bad", "card"), work("good", "card"))

    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert diary.lines == ["good"]


# Again


def test_later_is_obeyed_and_is_no_failure(desk: Binding, diary: Diary) -> None:
    times: list[float] = []

    def handle(delivery: Delivery) -> None:
        times.append(time.monotonic())
        if len(times) < 4:
            raise Later(0.15, "Retry-After")

    desk.does("work", handle, max_attempts=1)
    desk.enqueue(work("k"))

    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert desk.engine.counts()["done"] == 1
    pauses = [after - before for before, after in pairwise(times)]
    assert len(pauses) == 3
    assert all(0.14 < pause < SOON for pause in pauses)


def test_what_always_fails_is_dead_and_told_once(
    desk: Binding, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    def handle(delivery: Delivery) -> None:
        diary.write(str(delivery.attempt))
        raise ConnectionError("the password is hunter2")

    desk.does("work", handle, max_attempts=3)
    desk.enqueue(work("k"))

    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert diary.lines == ["1", "2", "3"]
    assert desk.engine.counts() == {"ready": 0, "running": 0, "done": 0, "dead": 1}
    [(kind, why)] = desk.dead
    assert kind == "work"
    assert why.startswith("ConnectionError, ticket ")
    [error] = [line for line in caplog.records if line.levelname == "ERROR"]
    assert error.exc_info
    assert error.exc_info[0] is ConnectionError


# Leases and endings


def test_who_lost_the_lease_cannot_finish(desk: Binding, diary: Diary) -> None:
    successor_began, zombie_may_end = threading.Event(), threading.Event()

    def handle(delivery: Delivery) -> None:
        diary.write(f"{delivery.attempt} begins")
        if delivery.attempt == 1:
            assert zombie_may_end.wait(SOON)
            diary.write("1 ends")
            return
        successor_began.set()
        diary.wait_for(3)
        raise Later(0.05) if delivery.attempt == 2 else ConnectionError("cut")

    desk.engine.handler("work", handle, max_attempts=2, timeout=0.2)
    desk.enqueue(work("k"))
    desk.engine.start()
    assert successor_began.wait(SOON)

    zombie_may_end.set()

    assert desk.engine.idle(SOON)
    assert diary.lines[:3] == ["1 begins", "2 begins", "1 ends"]
    assert desk.engine.counts() == {"ready": 0, "running": 0, "done": 0, "dead": 1}


def test_stopping_lets_handlers_end_and_begins_nothing(desk: Binding, diary: Diary) -> None:
    desk.engine = desk.another_engine(threads=1)
    stopping = threading.Event()

    def handle(delivery: Delivery) -> None:
        diary.write(f"{name_of(delivery)} begins")
        assert stopping.wait(SOON)
        diary.write(f"{name_of(delivery)} ends")

    desk.does("work", handle)
    desk.enqueue(work("first"), work("second"))
    running = threading.Thread(target=desk.engine.run)
    running.start()
    diary.wait_for(1)

    threading.Timer(0.1, stopping.set).start()
    desk.engine.stop()

    running.join(SOON)
    assert not running.is_alive()
    assert diary.lines == ["first begins", "first ends"]
    assert desk.engine.counts() == {"ready": 1, "running": 0, "done": 1, "dead": 0}
