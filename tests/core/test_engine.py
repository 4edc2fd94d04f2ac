"""What follows from how a job went."""

from __future__ import annotations

import logging
from random import Random

import pytest

from core.engine import (
    MOST_POSTPONEMENTS,
    Again,
    Dead,
    Done,
    Failed,
    Postponed,
    Record,
    backoff,
    run_delivery,
    verdict,
)
from core.ports.engine import Delivery, Later

DELIVERY = Delivery("work", {}, 2)


def twice(failures: int) -> float:
    return failures * 2.0


def test_a_handler_that_returns_is_done() -> None:
    seen: list[Delivery] = []

    assert run_delivery(seen.append, DELIVERY) == Done()
    assert seen == [DELIVERY]


def test_later_is_passed_on_as_it_was_said() -> None:
    def handle(_: Delivery) -> None:
        raise Later(17.5, "throttled")

    assert run_delivery(handle, DELIVERY) == Postponed(17.5, "throttled")


def test_a_failure_is_logged_with_a_ticket_and_its_message_is_not_stored(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def handle(_: Delivery) -> None:
        raise ConnectionError("the password is hunter2")

    with caplog.at_level(logging.WARNING):
        result = run_delivery(handle, DELIVERY)

    assert isinstance(result, Failed)
    assert isinstance(result.error, ConnectionError)
    name, _, ticket = result.text.partition(", ticket ")
    assert name == "ConnectionError"
    [line] = caplog.records
    assert ticket in line.getMessage()
    assert line.exc_info


@pytest.mark.parametrize(
    ("result", "record", "expected"),
    [
        (Done(), Record(1, 0, 1), Done()),
        (Postponed(9, "busy"), Record(1, 0, 1), Again(9, "busy", 0)),
        (Postponed(-1, "busy"), Record(1, 0, 1), Again(0, "busy", 0)),
        (Postponed(9, "busy"), Record(99, 0, 1), Again(9, "busy", 0)),
        (Postponed(9, "busy"), Record(120, 0, 1), Again(12, "busy", 0)),
        (Postponed(9, "busy"), Record(120, 40, 50), Again(9, "busy", 40)),
        (Postponed(9, "busy"), Record(MOST_POSTPONEMENTS, 0, 1), Again(60, "busy", 0)),
        (Postponed(90, "busy"), Record(MOST_POSTPONEMENTS, 0, 1), Again(90, "busy", 0)),
        (
            Postponed(9, "busy"),
            Record(MOST_POSTPONEMENTS + 1, 0, 1),
            Dead(f"postponed {MOST_POSTPONEMENTS} times: busy", None),
        ),
        (Failed("no"), Record(1, 0, 3), Again(2, "no", 1)),
        (Failed("no"), Record(40, 1, 3), Again(4, "no", 2)),
        (Failed("no"), Record(3, 2, 3), Dead("no", None)),
    ],
)
def test_the_verdict(
    result: Done | Postponed | Failed, record: Record, expected: Done | Again | Dead
) -> None:
    assert verdict(result, record, twice) == expected


def test_pauses_double_up_to_a_minute_and_are_spread() -> None:
    chance = Random(1)
    for failures, seconds in enumerate((1, 2, 4, 8, 16, 32), start=1):
        pauses = {backoff(failures, chance) for _ in range(50)}
        assert seconds * 0.8 <= min(pauses) < max(pauses) <= seconds * 1.2
    assert backoff(7, chance) <= 60
    assert backoff(5000, chance) == 60


def test_an_outage_of_half_a_day_is_outlasted() -> None:
    pauses = (verdict(Postponed(5, "down"), Record(n, 0, 1), twice) for n in range(1, 1001))
    seconds = [again.seconds for again in pauses if isinstance(again, Again)]
    assert (len(seconds), max(seconds)) == (1000, 60)
    assert sum(seconds) > 11 * 3600
