"""Who looks after a late customer and until when it is off the digests' list, on record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.domain.errors import NoRole
from core.domain.events import Event, RowOwned, RowSnoozed
from core.domain.follow_up_errors import NothingLate, SnoozeUnfit
from core.usecases import digests, follow_ups, overdue, schedules
from core.usecases.overdue import Row
from core.usecases.schedules import Wish
from tests.office import ADMIN, AGENT, APPROVER, MONDAY, READER, Desk

TOMORROW, NEXT_WEEK = date(2026, 10, 13), date(2026, 10, 19)


def rows(desk: Desk) -> list[Row]:
    """Contoso is the worst of the demo's."""
    return list(overdue.overview(ADMIN, office=desk.office).rows)


def digest(desk: Desk) -> digests.View:
    with desk.store.reading() as work:
        known = work.schedules.all()
    wish = Wish("0 9 * * *", "Europe/Berlin", "C0GENERAL")
    (made,) = known or [schedules.schedule(wish, ADMIN, office=desk.office)]
    schedules.run_now("1", ADMIN, office=desk.office)
    slot = schedules.slot_asked_for(desk.now)
    return digests.view(made.schedule_id, slot, office=desk.office)


def told(desk: Desk, kind: type[Event]) -> list[Event]:
    with desk.store.reading() as work:
        return [recorded.event for recorded in work.events.since(kind, MONDAY)]


def test_whoever_takes_one_over_is_its_owner_until_somebody_else_is(desk: Desk) -> None:
    worst = rows(desk)[0]
    assert follow_ups.look(worst.owner, AGENT, office=desk.office).owner == ""
    for _ in range(2):
        found = follow_ups.own(worst.owner, AGENT, office=desk.office)
        assert found.mine and found.owner == "Mina Kang"
    assert list(digest(desk).listed[0].people.values()) == ["Mina Kang"]
    theirs = follow_ups.own(worst.owner, APPROVER, office=desk.office)
    assert theirs.mine and theirs.owner != "Mina Kang"
    assert not follow_ups.look(worst.owner, AGENT, office=desk.office).mine
    for _ in range(2):
        assert follow_ups.give_back(worst.owner, AGENT, office=desk.office).owner == ""
    events = [e for e in told(desk, RowOwned) if isinstance(e, RowOwned)]
    assert [bool(e.owner) for e in events] == [True, True, False]
    assert {(e.row, e.customer) for e in events} == {(worst.key, str(worst.customer))}


def test_a_snoozed_customer_is_off_the_list_and_in_every_sum(desk: Desk) -> None:
    before, worst = digest(desk), rows(desk)[0]
    follow_ups.snooze(worst.owner, NEXT_WEEK, AGENT, office=desk.office)
    after = digest(desk)
    assert [row.key for row in after.listed] == [row.key for row in before.listed[1:]]
    assert after.shown is not None
    assert [(one.row.key, one.until, one.by) for one in after.shown.put_off] == [
        (worst.key, NEXT_WEEK, "Mina Kang")
    ]
    assert after.overview.totals == before.overview.totals
    assert after.figures() == before.figures()
    (event,) = told(desk, RowSnoozed)
    assert isinstance(event, RowSnoozed) and event.until == "2026-10-19"


def test_a_snooze_ends_by_itself_on_its_day(desk: Desk) -> None:
    worst = rows(desk)[0]
    follow_ups.snooze(worst.owner, TOMORROW, AGENT, office=desk.office)
    assert worst.key not in {row.key for row in digest(desk).listed}
    desk.now += timedelta(days=1)
    again = digest(desk)
    assert worst.key in {row.key for row in again.listed}
    assert again.shown is not None and again.shown.put_off == again.shown.woken == ()
    assert follow_ups.look(worst.owner, AGENT, office=desk.office).snooze is None


def test_whoever_got_worse_is_back_before_the_day(desk: Desk) -> None:
    mild = next(row for row in rows(desk) if row.standing > 1 and row.exposure.days_overdue() > 14)
    follow_ups.snooze(mild.owner, date(2026, 11, 10), AGENT, office=desk.office)
    desk.now += timedelta(days=28)
    again = digest(desk)
    assert again.shown is not None
    assert mild.key in {one.row.key for one in again.shown.woken}
    assert mild.key in {row.key for row in again.listed}


def test_a_person_puts_one_back_on_the_list(desk: Desk) -> None:
    worst = rows(desk)[0]
    follow_ups.snooze(worst.owner, NEXT_WEEK, AGENT, office=desk.office)
    for _ in range(2):
        assert follow_ups.wake(worst.owner, APPROVER, office=desk.office).snooze is None
    assert worst.key in {row.key for row in digest(desk).listed}
    events = told(desk, RowSnoozed)
    assert [e.until for e in events if isinstance(e, RowSnoozed)] == ["2026-10-19", ""]


@pytest.mark.parametrize("days", [0, -1, 32])
def test_a_day_too_near_or_too_far_is_refused(desk: Desk, days: int) -> None:
    worst, day = rows(desk)[0], date(2026, 10, 12) + timedelta(days=days)
    with pytest.raises(SnoozeUnfit):
        follow_ups.snooze(worst.owner, day, AGENT, office=desk.office)
    assert told(desk, RowSnoozed) == []


def test_what_is_not_late_is_looked_after_by_nobody_and_readers_may_not(desk: Desk) -> None:
    late = {row.customer for row in rows(desk)}
    with desk.store.reading() as work:
        paid = next(one.key for one in work.customers.all() if one.key not in late)
    with pytest.raises(NothingLate):
        follow_ups.own(paid, AGENT, office=desk.office)
    worst = rows(desk)[0]
    for act in (follow_ups.own, follow_ups.give_back, follow_ups.wake):
        with pytest.raises(NoRole):
            act(worst.owner, READER, office=desk.office)
    with pytest.raises(NoRole):
        follow_ups.snooze(worst.owner, NEXT_WEEK, READER, office=desk.office)


def test_an_account_that_is_nobodys_yet_is_looked_after_as_well(desk: Desk) -> None:
    page = next(row for row in rows(desk) if not row.confirmed)
    assert follow_ups.own(page.owner, AGENT, office=desk.office).mine
    (event,) = told(desk, RowOwned)
    assert isinstance(event, RowOwned) and (event.row, event.customer) == (page.key, "")
