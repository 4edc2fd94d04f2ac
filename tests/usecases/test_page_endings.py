"""A page ends by itself once somebody did what it asks for, though nobody clicked on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.cases import Case
from core.domain.containment import State
from core.domain.paging import Over, Why
from core.usecases import cases
from core.usecases.case_waits import wait
from tests.a_case import CaseDesk, number
from tests.a_pager import MINUTE, PageDesk
from tests.office import AGENT, APPROVER
from tests.usecases.test_case_checklists import held_in


@pytest.fixture
def pager(room: CaseDesk) -> PageDesk:
    made = PageDesk(room.desk, room.database)
    made.take_in()
    return made


def says_how_it_stands(room: PageDesk, case: Case) -> None:
    cases.note(number(case), "Still mining", AGENT, office=room.desk.office)


def waits_for_information(room: PageDesk, case: Case) -> None:
    until = room.desk.now.date() + timedelta(days=3)
    wait(number(case), until, "their host", AGENT, office=room.desk.office)


def asks_for_the_refund(room: PageDesk, case: Case) -> None:
    room.tick_all(case, "refund_asked")


def ratifies(room: PageDesk, case: Case) -> None:
    with room.desk.store() as work:
        (one,) = work.containments.of_case(case.case_id)
        work.containments.update(replace(one, state=State.RUNNING), State.UNRATIFIED)
        work.commit()


def keeps_it_on(room: PageDesk, case: Case) -> None:
    with room.desk.store() as work:
        (one,) = work.containments.of_case(case.case_id)
        later = room.desk.now + timedelta(days=3)
        work.containments.update(replace(one, until=later), State.RUNNING)
        work.commit()


@pytest.mark.parametrize(
    ("why", "state", "done"),
    [
        pytest.param(Why.STATUS, None, says_how_it_stands, id="a word on how it stands"),
        pytest.param(Why.STATUS, None, waits_for_information, id="it waits"),
        pytest.param(Why.REFUND, None, asks_for_the_refund, id="a refund"),
        pytest.param(Why.UNRATIFIED, State.UNRATIFIED, ratifies, id="a ratification"),
        pytest.param(Why.CONTAINED, State.RUNNING, keeps_it_on, id="a containment"),
    ],
)
def test_who_did_what_a_page_asks_for_is_called_no_more(
    pager: PageDesk,
    why: Why,
    state: State | None,
    done: Callable[[PageDesk, Case], None],
) -> None:
    """Although the case was taken up long before."""
    room = pager
    case = room.open()
    cases.assign(number(case), APPROVER, AGENT, office=room.desk.office)
    if state is not None:
        held = held_in(room, case, state)
        with room.desk.store() as work:
            work.containments.update(replace(held, until=room.desk.now), state)
            work.commit()
    room.pass_time(MINUTE)
    one = room.page(case, why, "why")
    room.pass_time(6 * MINUTE)
    assert len(room.called(one)) == 2, "nobody has done anything yet"
    done(room, case)
    room.pass_time(timedelta(hours=2))
    assert len(room.called(one)) == 2
    (over,) = [page for page in room.pages(case) if page.occasion == "why"]
    assert over.ended_why is Over.ANSWERED
