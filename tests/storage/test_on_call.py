"""Who is on call, and pages: kept as they were written, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.errors import LostRace
from core.domain.on_call_file import version_of
from core.domain.paging import CHANNEL, Call, Over, Page, Why
from core.domain.plans import Reason
from core.ports.on_call import Imported
from core.ports.store import Store
from tests.a_pager import SCHEDULE
from tests.builders import NOW, a_case

LATER = NOW + timedelta(minutes=5)


def a_page(case_id: str, page_id: str = "page", occasion: str = "high") -> Page:
    facts = (("seats added", "400"), ("domain", "a,b\nc"))
    return Page(page_id, case_id, occasion, Why.SIGNAL, facts, NOW, LATER, LATER)


def test_the_last_schedule_is_in_force(store: Store) -> None:
    other = SCHEDULE.replace("22:00", "21:00")
    with store() as work:
        assert (work.on_call.current(), work.on_call.in_force()) == (None, None)
        for text in (other, SCHEDULE):
            work.on_call.put_in_force(Imported(version_of(text), text, "admin", NOW))
        assert work.on_call.in_force() == Imported(version_of(SCHEDULE), SCHEDULE, "admin", NOW)
        schedule = work.on_call.current()
        assert schedule is not None and schedule.people() == ("U0KANG", "U0BRAUN")


def test_a_case_has_one_page_for_each_occasion(store: Store) -> None:
    case = a_case(kind=Reason.FRAUD)
    first, other = a_page(case.case_id), a_page(case.case_id, "other", "critical")
    with store() as work:
        work.cases.add(case)
        assert work.pages.add(first)
        assert not work.pages.add(replace(first, page_id="again"))
        assert work.pages.add(other)
        assert work.pages.get("page") == work.pages.hold("page") == first
        assert work.pages.open() == work.pages.of_case(case.case_id) == [other, first]
        assert work.pages.between(NOW, LATER) == [other, first]
        assert work.pages.between(LATER, LATER) == []


def test_what_ended_is_not_ended_again(store: Store) -> None:
    case = a_case(kind=Reason.FRAUD)
    page = a_page(case.case_id)
    taken = replace(
        page, step=2, next_at=None, taken_by="kang", ended_at=LATER, ended_why=Over.TAKEN
    )
    with store() as work:
        work.cases.add(case)
        work.pages.add(page)
        work.pages.update(replace(page, step=1))
        work.pages.update(taken)
        assert work.pages.get("page") == taken
        assert work.pages.open() == work.pages.open_of(case.case_id) == []
        with pytest.raises(LostRace):
            work.pages.update(replace(taken, taken_by="park"))


def test_calls_are_kept_in_their_order(store: Store) -> None:
    case = a_case(kind=Reason.FRAUD)
    calls = [Call("page", 0, "kang"), Call("page", 1, "braun"), Call("page", 1, CHANNEL)]
    with store() as work:
        work.cases.add(case)
        work.pages.add(a_page(case.case_id))
        work.pages.add_calls(calls[1:])
        work.pages.add_calls(calls[:1])
        work.pages.add_calls([])
        assert work.pages.calls("page") == calls
        work.pages.sent(calls[1], LATER)
        assert work.pages.calls("page")[1] == replace(calls[1], sent_at=LATER)
        assert [call.sent_at for call in work.pages.calls("page")] == [None, LATER, None]
