"""Data clocks on both databases: one runs for each subscription, each alarm has its turn once, and
none is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core import clocks
from core.domain.clocks import Alarm, Mark
from core.domain.customers import Generation
from core.domain.errors import LostRace
from core.domain.events import ClockMoved
from core.ports.store import Work
from storage.unit_of_work import SqlStore
from tests.builders import (
    CONTOSO,
    EXCHANGE,
    FABRIKAM,
    NOW,
    TEAMS,
    a_customer,
    a_subscription,
    a_suspension,
)
from tests.domain.test_clocks import BEGAN, a_clock
from tests.office import Desk


def known(work: Work, **status: str) -> None:
    """Contoso with Exchange and Teams, in these states."""
    work.customers.save([a_customer()])
    for one, name in ((EXCHANGE, "exchange"), (TEAMS, "teams")):
        found = a_subscription(subscription_id=one, status=status.get(name, "active"))
        work.customers.save_subscription(found)


def test_what_is_kept_comes_back(store: SqlStore) -> None:
    full = replace(
        a_clock(), plan_id="plan", case_id="case", next_at=NOW, let_go_at=NOW, letter="5 Dec",
        link="https://desk.example", found=True,
    )  # fmt: skip
    bare = replace(a_clock(None), clock_id="bare", subscription_id=TEAMS)
    with store() as work:
        work.clocks.add(bare)
        work.clocks.add(full)
        assert [work.clocks.get("clock"), work.clocks.hold("bare")] == [full, bare]
        assert work.clocks.running() == [full, bare]
        assert work.clocks.running(FABRIKAM) == []
        assert work.clocks.of(CONTOSO, EXCHANGE) == full
        assert work.clocks.of_plan("plan") == [full]
        work.clocks.link("clock", "")
        assert work.clocks.get("clock").link == ""


def test_one_runs_for_each_subscription_and_what_has_ended_stays_so(store: SqlStore) -> None:
    with store() as work:
        work.clocks.add(a_clock())
        with pytest.raises(LostRace):
            work.clocks.add(replace(a_clock(), clock_id="second"))
        work.clocks.update(replace(a_clock(), ended_at=NOW, ended_why="reinstated"))
        with pytest.raises(LostRace):
            work.clocks.update(replace(a_clock(), owner="lee"))
        work.clocks.add(replace(a_clock(), clock_id="second", plan_id="plan"))
        assert [clock.clock_id for clock in work.clocks.running()] == ["second"]


def test_an_alarm_has_its_turn_once(store: SqlStore) -> None:
    half, week = Alarm(Mark.HALF, BEGAN), Alarm(Mark.WEEK, BEGAN + timedelta(days=1))
    with store() as work:
        work.clocks.add(a_clock())
        assert work.clocks.ring("clock", half, NOW, said=False)
        assert not work.clocks.ring("clock", half, NOW, said=True)
        assert work.clocks.ring("clock", week, NOW, said=True)
        assert work.clocks.heard("clock") == {"half", "week"}


def test_a_suspension_without_a_clock_is_found_whoever_suspended(store: SqlStore) -> None:
    with store() as work:
        known(work, teams="suspended")
        work.customers.add_suspension(a_suspension())
        assert work.clocks.missing() == [(CONTOSO, EXCHANGE), (CONTOSO, TEAMS)]
        work.clocks.add(a_clock())
        assert work.clocks.missing() == [(CONTOSO, TEAMS)]
        work.clocks.add(replace(a_clock(), clock_id="second", subscription_id=TEAMS))
        assert work.clocks.missing() == []


def test_a_clock_whose_subscription_is_on_is_found_unless_we_suspended_it(store: SqlStore) -> None:
    with store() as work:
        known(work)
        work.clocks.add(a_clock())
        assert work.clocks.idle() == [a_clock()]
        work.customers.add_suspension(a_suspension())
        assert work.clocks.idle() == []


def test_a_renewed_term_moves_the_end_and_is_told(store: SqlStore) -> None:
    desk = Desk(store, now=NOW)
    with store() as work:
        begun = clocks.start_for(work, a_subscription(), office=desk.office, owner="kang")
        later = a_subscription(commitment_ends=NOW + timedelta(days=400))
        moved = clocks.start_for(work, later, office=desk.office)
        unread = a_subscription(generation=Generation.UNKNOWN)
        again = clocks.start_for(work, unread, office=desk.office)
        told = work.events.since(ClockMoved, NOW)
    assert begun.gone_from is not None and begun.next_at is not None
    assert moved.clock_id == begun.clock_id and moved.owner == "kang"
    assert moved.gone_from == (NOW + timedelta(days=400)).date()
    assert moved.next_at is not None and moved.next_at > begun.next_at
    assert again == moved, "what is unknown moves nothing"
    assert len(told) == 1
