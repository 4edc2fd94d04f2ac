"""However many changes wait, one hand of each process is left for all else; on both engines."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from core.ports.engine import Delivery, Job, Priority
from tests.storage.bindings import SOON, Binding, Diary, binding_of


@pytest.fixture
def desk(desk_url: str) -> Iterator[Binding]:
    made = binding_of(desk_url)
    yield made
    made.close()


def test_changes_that_wait_leave_a_hand_to_all_else(desk: Binding) -> None:
    desk.engine = desk.another_engine(threads=3)
    over, diary = threading.Event(), Diary()

    def wait(delivery: Delivery) -> None:
        diary.write(str(delivery.payload["name"]))
        assert over.wait(SOON)

    desk.does("change", wait)
    desk.does("work", lambda delivery: diary.write(str(delivery.payload["name"])))
    desk.enqueue(*(Job("change", f"c{n}", {"name": "change"}) for n in range(3)))
    desk.engine.start()
    assert diary.wait_for(2) == ["change", "change"]

    desk.enqueue(
        Job("work", "card", {"name": "card"}, priority=Priority.CARD),
        Job("work", "bulk", {"name": "bulk"}, priority=Priority.BULK),
    )

    assert set(diary.wait_for(4)[2:]) == {"card", "bulk"}
    over.set()
    assert desk.engine.idle(SOON)
    assert diary.lines.count("change") == 3
