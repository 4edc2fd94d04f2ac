"""Cron lines and their slots: as people write them, over both changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

import pytest

from core.domain.errors import BadInput
from core.domain.schedules import read_cron, read_zone, slots

START = datetime(2026, 10, 12, 8, tzinfo=UTC)


def names(line: str, zone: str, after: datetime = START, count: int = 3) -> list[str]:
    return [slot.name for slot in islice(slots(read_cron(line), zone, after), count)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("0 9 * * mon-fri", ["2026-10-13T09:00", "2026-10-14T09:00", "2026-10-15T09:00"]),
        ("0 9 * * 1-5", ["2026-10-13T09:00", "2026-10-14T09:00", "2026-10-15T09:00"]),
        ("30 8,16 * * 1", ["2026-10-12T16:30", "2026-10-19T08:30", "2026-10-19T16:30"]),
        ("0 9 * * 0", ["2026-10-18T09:00", "2026-10-25T09:00", "2026-11-01T09:00"]),
        ("0 9 * * 7", ["2026-10-18T09:00", "2026-10-25T09:00", "2026-11-01T09:00"]),
        ("0 9 * * fri-sun", ["2026-10-16T09:00", "2026-10-17T09:00", "2026-10-18T09:00"]),
        ("0 9 1 * *", ["2026-11-01T09:00", "2026-12-01T09:00", "2027-01-01T09:00"]),
        ("0 9 13 * fri", ["2026-10-13T09:00", "2026-10-16T09:00", "2026-10-23T09:00"]),
        ("*/20 11 * * *", ["2026-10-12T11:00", "2026-10-12T11:20", "2026-10-12T11:40"]),
        ("0 9 29 feb *", ["2028-02-29T09:00", "2032-02-29T09:00"]),
    ],
)
def test_a_line_means_what_it_means_in_cron(line: str, expected: list[str]) -> None:
    assert names(line, "Europe/Berlin", count=len(expected)) == expected


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("", "five are needed"),
        ("0 9 * *", "five are needed"),
        ("60 9 * * *", "60 is no minute"),
        ("0 24 * * *", "24 is no hour"),
        ("0 9 * * fun", "fun is no weekday"),
        ("0 9 * * 5-1", "5-1 is no weekday"),
        ("0 9 * * 1,", "a weekday is missing"),
        ("*/0 9 * * *", "*/0 is no minute"),
        ("0 9 31 2 *", "never comes"),
        ("0 9 * * \uff15", "is no weekday"),
    ],
)
def test_what_is_wrong_is_named(line: str, wrong: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_cron(line)
    facts = refusal.value.facts
    assert wrong in str(facts["problem"]).format_map(facts)


def test_a_zone_must_exist() -> None:
    assert read_zone("Asia/Seoul") == "Asia/Seoul"
    for wrong in ("", "Mars/Olympus", "../etc/passwd"):
        with pytest.raises(BadInput):
            read_zone(wrong)


def test_the_doubled_hour_is_one_slot() -> None:
    cron = read_cron("30 2 * * *")
    found = list(islice(slots(cron, "Europe/Berlin", datetime(2026, 10, 24, 12, tzinfo=UTC)), 2))
    assert [s.at for s in found] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
    ]


def test_the_missing_hour_comes_at_the_next_minute_that_exists() -> None:
    cron = read_cron("30 2 * * *")
    first = next(slots(cron, "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC)))
    assert (first.name, first.at) == ("2026-03-29T02:30", datetime(2026, 3, 29, 1, 0, tzinfo=UTC))


def test_a_slot_that_is_due_now_is_not_in_the_future() -> None:
    at = datetime(2026, 10, 12, 7, tzinfo=UTC)
    assert names("0 9 * * *", "Europe/Berlin", at, 1) == ["2026-10-13T09:00"]


def test_what_spring_puts_to_one_instant_is_one_slot() -> None:
    """On 29 March 2026 the clock goes from 02:00 to 03:00."""
    after = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    found = names("0,30 1-3 * * *", "Europe/Berlin", after, 3)
    assert found == ["2026-03-29T01:00", "2026-03-29T01:30", "2026-03-29T03:00"]
