"""A clock that is behind what the trail already says: every limit of time would be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.freezes import current_freeze
from core.usecases import schedules
from tests.office import ADMIN, Desk


def why_frozen(desk: Desk) -> str:
    with desk.store.reading() as work:
        freeze = current_freeze(work, now=desk.now, office=desk.office)
    return freeze.why if freeze else ""


def test_a_clock_behind_the_trail_freezes_until_it_has_caught_up(desk: Desk) -> None:
    wish = schedules.Wish("0 9 * * *", "Europe/Berlin", "C0GENERAL")
    schedules.schedule(wish, ADMIN, office=desk.office)
    assert why_frozen(desk) == ""
    desk.now -= timedelta(seconds=4)
    assert why_frozen(desk) == ""
    desk.now -= timedelta(seconds=2)
    assert why_frozen(desk) == "clock"
    desk.now += timedelta(seconds=6)
    assert why_frozen(desk) == ""


def test_what_is_written_down_meanwhile_makes_no_clock_right(desk: Desk) -> None:
    wish = schedules.Wish("0 9 * * *", "Europe/Berlin", "C0GENERAL")
    schedules.schedule(wish, ADMIN, office=desk.office)
    desk.now -= timedelta(hours=2)
    schedules.schedule(replace(wish, channel="C0CASES"), ADMIN, office=desk.office)
    assert why_frozen(desk) == "clock"
