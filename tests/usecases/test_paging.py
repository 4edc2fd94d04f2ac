"""A page: whom it calls and when, how it is taken, what waits for the morning, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.domain.errors import BadInput, NoRole
from core.domain.events import CaseAssigned, OnCallChanged, Paged, PageOver, PageTaken, Route
from core.domain.on_call_file import OnCallRefused
from core.domain.paging import Over, Why
from core.domain.people import Ineligibility
from core.domain.plans import Reason
from core.ports.on_call import Imported
from core.usecases import cases, on_call, paging
from core.usecases.page_view import open_pages
from core.usecases.reconciling import reconcile
from storage.database import open_database
from tests.a_case import number
from tests.a_pager import MINUTE, SCHEDULE, PageDesk
from tests.installation import DATABASE
from tests.office import ADMIN, AGENT, APPROVER, READER, Desk

NIGHT = datetime(2026, 10, 13, 1, 12, tzinfo=UTC)  # 03:12 in Berlin


@pytest.fixture
def desk_at_night(desk: Desk, tmp_path: Path) -> Iterator[PageDesk]:
    database = open_database(f"sqlite:///{tmp_path / DATABASE}")
    room = PageDesk(desk, database)
    room.take_in()
    desk.now = NIGHT
    yield room
    database.close()


def test_one_after_the_other_is_called_until_somebody_takes_it(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    case = room.signalled()
    one = room.page(case)
    assert room.next_in(case) == 0
    expected = [
        (0, ["kang"], 5),
        (5, ["braun", "channel"], 5),
        (10, ["admin"], 15),
        (25, ["admin", "braun", "channel", "kang"], 15),
        (40, ["admin", "braun", "channel", "kang"], 15),
    ]
    for count, (after, who, pause) in enumerate(expected, 1):
        room.pass_time(NIGHT + after * MINUTE - room.desk.now)
        assert (room.called(one)[-1], len(room.called(one))) == (who, count)
        assert room.next_in(case) == pause
    assert [event.step for event in room.events(case, Paged)] == [0, 1, 2, 3, 4]


def test_whoever_takes_it_has_the_case_and_nobody_else_is_called(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    case, office = room.signalled(), room.desk.office
    one = room.page(case)
    room.pass_time(4 * MINUTE)
    taken = paging.take(one.page_id, AGENT, office=office)
    assert (taken.taken_by, taken.ended_why) == (room.person(AGENT), Over.TAKEN)
    now = room.again(case)
    assert (now.owner, now.responded_at) == (room.person(AGENT), room.desk.now)
    room.pass_time(timedelta(days=1))
    assert room.called(one) == [["kang"]]
    assert [event.minutes for event in room.events(case, PageTaken)] == [4]
    # The second click changes nothing, whoever's it is.
    assert paging.take(one.page_id, APPROVER, office=office) == taken
    assert len(room.events(case, CaseAssigned)) == len(room.events(case, PageTaken)) == 1


def test_a_case_stays_its_owners(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    case = room.open()
    cases.assign(number(case), APPROVER, AGENT, office=room.desk.office)
    room.pass_time(MINUTE)
    one = room.page(case)
    paging.take(one.page_id, AGENT, office=room.desk.office)
    assert room.again(case).owner == room.person(APPROVER)


def test_nobody_takes_it_who_has_no_role(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    one = room.page(room.signalled())
    with pytest.raises(NoRole):
        paging.take(one.page_id, READER, office=room.desk.office)
    with room.desk.store.reading() as work:
        assert work.pages.get(one.page_id).is_open()


def test_an_occasion_pages_once_and_another_joins_what_is_called_for(
    desk_at_night: PageDesk,
) -> None:
    room = desk_at_night
    case = room.signalled()
    one = room.page(case)
    room.pass_time(MINUTE)
    again = room.page(case)
    assert (again.page_id, len(room.pages(case))) == (one.page_id, 1)
    other = room.page(case, occasion="critical")
    assert other.ended_why is Over.JOINED
    assert [event.why for event in room.events(case, PageOver)] == ["joined"]
    paging.take(one.page_id, AGENT, office=room.desk.office)
    # What comes after it was taken calls again.
    third = room.page(case, Why.UNANSWERED, "later")
    room.pass_time(MINUTE)
    assert room.called(third) == [["kang"]]


@pytest.mark.parametrize(
    ("kind", "why", "waits"),
    [
        pytest.param(Reason.FRAUD, Why.SIGNAL, False, id="fraud"),
        pytest.param(Reason.FRAUD, Why.UNANSWERED, False, id="fraud that nobody takes up"),
        pytest.param(Reason.FRAUD, Why.STATUS, True, id="a word on how it stands"),
        pytest.param(Reason.FRAUD, Why.REFUND, True, id="a refund"),
        pytest.param(Reason.MISUSE, Why.SIGNAL, False, id="a strong sign in a case of misuse"),
        pytest.param(Reason.MISUSE, Why.UNANSWERED, True, id="misuse"),
        pytest.param(Reason.NON_PAYMENT, Why.SIGNAL, True, id="money"),
    ],
)
def test_only_what_may_be_fraud_wakes_somebody(
    desk_at_night: PageDesk, kind: Reason, why: Why, waits: bool
) -> None:
    room = desk_at_night
    one = room.page(room.open(kind), why)
    # Seven in Berlin.
    assert one.starts_at == (NIGHT.replace(hour=5, minute=0) if waits else NIGHT)
    room.pass_time(MINUTE)
    assert room.called(one) == ([] if waits else [["kang"]])
    room.pass_time(timedelta(hours=5))
    assert room.called(one)[0] == ["kang"]


def test_what_ends_with_a_word_is_joined_by_nothing_else(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    room.desk.now = NIGHT.replace(hour=9)
    case = room.open()
    room.page(case, Why.STATUS, "status")
    strong = room.page(case, Why.SIGNAL, "signal")
    room.pass_time(MINUTE)
    cases.note(number(case), "They know", AGENT, office=room.desk.office)
    assert room.called(strong) == [["kang"]]


def test_what_waits_for_the_morning_does_not_keep_fraud_waiting(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    case = room.open()
    room.page(case, Why.STATUS, "status")
    urgent = room.page(case, Why.UNANSWERED, "response")
    room.pass_time(MINUTE)
    assert room.called(urgent) == [["kang"]]


def test_nobody_on_call_means_the_administrators(desk: Desk, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / DATABASE}")
    room = PageDesk(desk, database)
    one = room.page(room.signalled())
    room.pass_time(6 * MINUTE)
    assert room.called(one) == [["admin"], ["channel"]]
    database.close()


def test_a_schedule_that_cannot_be_read_keeps_nobody_waiting(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    with room.desk.store() as work:
        work.on_call.put_in_force(Imported("v", "of = 'a later program'", "admin", NIGHT))
        work.commit()
    one = room.page(room.open(Reason.MISUSE))
    room.pass_time(timedelta(hours=5))
    assert room.called(one)[0] == ["admin"]


def test_who_cannot_act_is_skipped_and_said(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    room.without_role(AGENT)
    case = room.signalled()
    one = room.page(case)
    room.pass_time(6 * MINUTE)
    assert room.called(one) == [["braun"], ["channel"]]
    assert room.events(case, Paged)[0].skipped == ("U0KANG",)


@pytest.mark.parametrize("how", ["closed", "assigned"])
def test_it_ends_by_itself_where_nobody_is_needed(desk_at_night: PageDesk, how: str) -> None:
    room = desk_at_night
    case = room.signalled()
    one = room.page(case)
    room.pass_time(2 * MINUTE)
    if how == "closed":
        room.close(case, "false_alarm")
        assert room.pages(case)[0].ended_why is Over.CASE_CLOSED
    else:
        cases.assign(number(case), APPROVER, APPROVER, office=room.desk.office)
    room.pass_time(timedelta(hours=1))
    over = room.pages(case)[0]
    assert over.ended_why is (Over.CASE_CLOSED if how == "closed" else Over.ANSWERED)
    assert room.called(one) == [["kang"]]


def test_a_page_out_of_a_backup_goes_on(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    one = room.page(room.signalled())
    room.pass_time(MINUTE)
    with room.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM jobs")
        connection.commit()
    room.desk.now += timedelta(minutes=9)
    reconcile(office=room.desk.office)
    room.pass_time(timedelta())
    assert room.called(one) == [["kang"], ["braun", "channel"]]
    assert room.has_job(f"page_call:{one.page_id}:0:{room.person(AGENT)}:2026-10-13T01")


def test_what_slack_did_not_take_is_seen_at_the_terminal(desk_at_night: PageDesk) -> None:
    room = desk_at_night
    room.page(room.signalled())
    room.pass_time(6 * MINUTE)
    (waiting,) = open_pages(office=room.desk.office)
    assert not waiting.reached() and len(waiting.calls) == 3
    with room.desk.store() as work:
        work.pages.sent(waiting.calls[0], room.desk.now)
        work.commit()
    (waiting,) = open_pages(office=room.desk.office)
    assert waiting.reached()


# The schedule


def test_a_schedule_is_taken_in_by_an_administrator_and_once(desk: Desk) -> None:
    office = desk.office
    with pytest.raises(NoRole):
        on_call.take_in(SCHEDULE, by=AGENT.user_id, office=office, route=Route.CLI)
    with pytest.raises(BadInput):
        on_call.take_in(SCHEDULE, by="Admin", office=office, route=Route.CLI)
    with pytest.raises(OnCallRefused):
        on_call.take_in("zone = 1", by=ADMIN.user_id, office=office, route=Route.CLI)
    assert on_call.look(None, office=office) is None
    for text in (SCHEDULE, SCHEDULE, SCHEDULE.replace("22:00", "21:00")):
        on_call.take_in(text, by=ADMIN.user_id, office=office, route=Route.CLI)
    with desk.store.reading() as work:
        events = [r.event for r in work.events.since(OnCallChanged, desk.now)]
        assert [event.people for event in events if isinstance(event, OnCallChanged)] == [2, 2]
        assert work.on_call.current() is not None


def test_what_a_schedule_means_is_seen_before_it_counts(desk: Desk) -> None:
    text = SCHEDULE.replace('"U0KANG"', '"U0NOBODY", "U0READER"')
    text += 'hours = ["mon-fri 18:00-08:00"]\n'
    look = on_call.judged(text, office=desk.office)
    assert look.unfit == dict.fromkeys(["U0NOBODY", "U0READER"], Ineligibility.UNKNOWN)
    assert look.duties == ()
    assert [f"{gap.begins:%d %H:%M}" for gap in look.gaps[:2]] == ["12 08:00", "13 06:00"]
    assert on_call.look(None, office=desk.office) is None
