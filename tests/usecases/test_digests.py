"""Digests: each slot is posted once, whatever was down; unclear posts are left to a person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.domain.digests import Schedule, SlotState
from core.domain.errors import BadInput, LostRace, NoRole, ScheduleOver, UnknownSchedule
from core.domain.events import DigestsMissed, DigestUnsure
from core.usecases import digest_posting, digests, schedules
from core.usecases.schedules import Wish
from tests.office import ADMIN, AGENT, MONDAY, Desk

WEEKDAYS = Wish("0 9 * * mon-fri", "Europe/Berlin", "C0GENERAL")


def scheduled(desk: Desk, wish: Wish = WEEKDAYS) -> Schedule:
    return schedules.schedule(wish, ADMIN, office=desk.office)


def tick(desk: Desk, now: str) -> None:
    desk.now = datetime.fromisoformat(now)
    schedules.tick(office=desk.office)


def begin(desk: Desk, schedule: Schedule, slot: str) -> bool:
    return digest_posting.begin(schedule, slot, office=desk.office)


def state(desk: Desk, schedule: Schedule, slot: str) -> SlotState:
    with desk.store.reading() as work:
        return work.schedules.posting(schedule.schedule_id, slot).state


def test_the_next_three_times_are_shown_before_anything_is_saved(desk: Desk) -> None:
    shown = schedules.preview(WEEKDAYS, ADMIN, office=desk.office)
    assert [slot.name for slot in shown.next] == [
        "2026-10-13T09:00", "2026-10-14T09:00", "2026-10-15T09:00",
    ]  # fmt: skip
    assert schedules.listed(AGENT, office=desk.office) == []


@pytest.mark.parametrize(
    "wish",
    [
        Wish("0 9 * *", "Europe/Berlin", "C0GENERAL"),
        Wish("0 9 * * *", "Mars/Olympus", "C0GENERAL"),
        Wish("0 9 * * *", "Europe/Berlin", ""),
    ],
)
def test_what_cannot_be_kept_is_refused(desk: Desk, wish: Wish) -> None:
    with pytest.raises(BadInput):
        scheduled(desk, wish)


def test_an_agent_may_look_and_not_schedule(desk: Desk) -> None:
    with pytest.raises(NoRole):
        schedules.schedule(WEEKDAYS, AGENT, office=desk.office)
    made = scheduled(desk)
    (listed,) = schedules.listed(AGENT, office=desk.office)
    assert listed.schedule == made


def test_a_slot_is_claimed_once_when_it_has_come(desk: Desk) -> None:
    made = scheduled(desk)
    tick(desk, "2026-10-13T06:59:59+00:00")
    with pytest.raises(LookupError):
        state(desk, made, "2026-10-13T09:00")
    tick(desk, "2026-10-13T07:00:00+00:00")
    tick(desk, "2026-10-13T07:00:01+00:00")
    assert state(desk, made, "2026-10-13T09:00") is SlotState.QUEUED
    assert begin(desk, made, "2026-10-13T09:00")
    first = digests.view(made.schedule_id, "2026-10-13T09:00", office=desk.office)
    digest_posting.posted(first, "1.1", office=desk.office)
    assert state(desk, made, "2026-10-13T09:00") is SlotState.POSTED
    assert not begin(desk, made, "2026-10-13T09:00")


def test_after_a_downtime_the_newest_slot_is_posted_late_and_the_others_are_missed(
    desk: Desk,
) -> None:
    made = scheduled(desk)
    tick(desk, "2026-10-16T10:00:00+00:00")
    missed = [state(desk, made, f"2026-10-{day}T09:00") for day in (13, 14, 15)]
    assert missed == [SlotState.MISSED] * 3
    with desk.store.reading() as work:
        newest = work.schedules.posting(made.schedule_id, "2026-10-16T09:00")
        events = [r.event for r in work.events.since(DigestsMissed, MONDAY)]
    assert (newest.state, newest.late) == (SlotState.QUEUED, True)
    assert [e.count for e in events if isinstance(e, DigestsMissed)] == [3]


@pytest.mark.parametrize(
    ("start", "ticks", "slots"),
    [
        # Both hours from 02:00 to 03:00 of autumn, tick by tick, are one slot.
        (
            "2026-10-24T12:00:00+00:00",
            ["2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"],
            {"2026-10-25T02:30"},
        ),
        # The hour that spring leaves out comes at 03:00, which is 01:00 UTC.
        (
            "2027-03-27T12:00:00+00:00",
            ["2027-03-28T00:59:00+00:00", "2027-03-28T01:00:00+00:00", "2027-03-28T01:30:00+00:00"],
            {"2027-03-28T02:30"},
        ),
    ],
    ids=["autumn", "spring"],
)
def test_a_changing_clock_makes_one_slot(
    desk: Desk, start: str, ticks: list[str], slots: set[str]
) -> None:
    desk.now = datetime.fromisoformat(start)
    made = scheduled(desk, Wish("30 2 * * *", "Europe/Berlin", "C0GENERAL"))
    for now in ticks:
        tick(desk, now)
    with desk.store.reading() as work:
        (schedule,) = work.schedules.all()
        for slot in slots:
            assert work.schedules.posting(made.schedule_id, slot).state is SlotState.QUEUED
    assert schedule.next_slot[:10] > max(slots)[:10]


def test_a_post_that_was_never_answered_is_not_sent_again_by_itself(desk: Desk) -> None:
    made = scheduled(desk)
    tick(desk, "2026-10-13T07:00:00+00:00")
    where = (made.schedule_id, "2026-10-13T09:00")
    assert begin(desk, made, where[1])
    # The process died here; the job comes again.
    assert not begin(desk, made, where[1])
    assert state(desk, made, where[1]) is SlotState.PERHAPS
    with desk.store.reading() as work:
        assert len(work.events.since(DigestUnsure, MONDAY)) == 1
    digest_posting.post_again(*where, AGENT, office=desk.office)
    with pytest.raises(LostRace):
        digest_posting.post_again(*where, AGENT, office=desk.office)
    assert begin(desk, made, where[1])


def test_a_muted_digest_is_silent_and_comes_back(desk: Desk) -> None:
    made = scheduled(desk)
    schedules.mute("1", 2, ADMIN, office=desk.office)
    tick(desk, "2026-10-13T07:00:00+00:00")
    assert state(desk, made, "2026-10-13T09:00") is SlotState.MUTED
    tick(desk, "2026-10-14T07:00:00+00:00")
    assert state(desk, made, "2026-10-14T09:00") is SlotState.QUEUED


def test_a_removed_one_is_over_and_an_unknown_one_is_named(desk: Desk) -> None:
    scheduled(desk)
    with pytest.raises(UnknownSchedule):
        schedules.run_now("2", AGENT, office=desk.office)
    schedules.remove("#1", ADMIN, office=desk.office)
    tick(desk, "2026-10-14T07:00:00+00:00")
    assert schedules.listed(AGENT, office=desk.office) == []
    with pytest.raises(BadInput):
        schedules.run_now("1", AGENT, office=desk.office)


def test_what_is_asked_for_again_within_a_second_is_posted_again(desk: Desk) -> None:
    made = scheduled(desk)
    asked = [desk.now, desk.now + timedelta(milliseconds=400)]
    for desk.now in asked:
        schedules.run_now("1", AGENT, office=desk.office)
    slots = [schedules.slot_asked_for(moment) for moment in asked]
    assert len(set(slots)) == 2
    assert {state(desk, made, slot) for slot in slots} == {SlotState.QUEUED}


def test_what_is_in_doubt_is_not_posted_again_once_it_was_removed(desk: Desk) -> None:
    made = scheduled(desk)
    tick(desk, "2026-10-13T07:00:00+00:00")
    where = (made.schedule_id, "2026-10-13T09:00")
    assert begin(desk, made, where[1])
    digest_posting.unsure(*where, office=desk.office)
    schedules.remove("1", ADMIN, office=desk.office)
    with pytest.raises(ScheduleOver):
        digest_posting.post_again(*where, AGENT, office=desk.office)
    assert state(desk, made, where[1]) is SlotState.PERHAPS


def test_a_mute_ends_at_midnight_where_the_digest_is_read(desk: Desk) -> None:
    """Late on Monday in UTC is Tuesday in Seoul: one day ends on Wednesday there."""
    scheduled(desk, Wish("0 9 * * *", "Asia/Seoul", "C0GENERAL"))
    desk.now = datetime.fromisoformat("2026-10-12T16:00:00+00:00")
    muted = schedules.mute("1", 1, ADMIN, office=desk.office)
    assert muted.muted_until == datetime.fromisoformat("2026-10-14T00:00:00+09:00")


def test_the_digest_ties_to_the_books_and_is_compared_with_the_last(desk: Desk) -> None:
    made = scheduled(desk)
    tick(desk, "2026-10-13T07:00:00+00:00")
    first = digests.view(made.schedule_id, "2026-10-13T09:00", office=desk.office)
    assert first.before is None and not first.is_quiet()
    assert digests.totals_of(first.figures()) == first.overview.totals
    begin(desk, made, "2026-10-13T09:00")
    digest_posting.posted(first, "1.1", office=desk.office)
    tick(desk, "2026-10-14T07:00:00+00:00")
    second = digests.view(made.schedule_id, "2026-10-14T09:00", office=desk.office)
    assert second.before is not None and second.before.posted_at == desk.now - timedelta(days=1)
    assert digests.totals_of(second.before.figures) == first.overview.totals
    assert second.since.cleared == ()
