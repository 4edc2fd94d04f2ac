"""What the policy run remembers, on both databases."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from core.domain.collecting import Cause, Does, Found, Judged, WouldHave
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.verdicts import State
from core.dossiers import dossier_of
from core.ports.store import Work
from storage.unit_of_work import SqlStore
from tests.a_verdict import (
    TODAY,
    a_filing,
    a_judged,
    a_line,
    a_preview,
    a_standstill,
    all_facts,
    an_episode,
)
from tests.builders import CONTOSO, FABRIKAM, NOW, a_plan, eur

A_DAY = timedelta(days=1)
NOBODY = replace(FABRIKAM, tenant_id="7c1e0000-0000-4000-8000-00000000ffff")


def keep(work: Work, one: Judged) -> None:
    work.verdicts.keep(one)
    work.verdicts.seen((one.customer, one.on, date(2026, 1, 5)))


def without_facts(one: Judged) -> Found:
    return Found(**{field.name: getattr(one, field.name) for field in fields(Found)})


def test_a_verdict_comes_back_with_every_fact_it_was_found_from(store: SqlStore) -> None:
    full = a_judged(facts=all_facts(), stops_selling=True)
    bare = a_judged(
        customer=FABRIKAM, state=State.STALE, stage="", currency="", days=None, overdue={}, doing=()
    )
    with store() as work:
        keep(work, full)
        keep(work, bare)
        work.commit()
    with store.reading() as work:
        assert work.verdicts.get(CONTOSO, TODAY) == full
        assert work.verdicts.get(FABRIKAM, TODAY) == bare
        assert work.verdicts.get(CONTOSO, TODAY - A_DAY) is None
        assert work.verdicts.newest() == [without_facts(full), without_facts(bare)]
        assert work.verdicts.announced() == [full]
        assert work.verdicts.to_do() == [without_facts(full)]


def test_the_histories_of_customers_begin_on_a_day_and_go_on_by_day(store: SqlStore) -> None:
    days = [a_judged(on=TODAY - n * A_DAY) for n in range(4)]
    theirs, old = a_judged(customer=FABRIKAM), replace(days[3], customer=NOBODY)
    with store() as work:
        for one in (*days, theirs, old):
            keep(work, one)
        work.commit()
    with store.reading() as work:
        found = work.verdicts.histories([CONTOSO, FABRIKAM, NOBODY], TODAY - 2 * A_DAY)
        assert found == {CONTOSO: days[2::-1], FABRIKAM: [theirs]}


def test_the_last_verdict_of_a_day_holds_and_the_newest_are_those_of_the_last_day(
    store: SqlStore,
) -> None:
    before, later = a_judged(on=TODAY - A_DAY), a_judged(stage="formal notice")
    with store() as work:
        keep(work, before)
        keep(work, a_judged())
        keep(work, later)
        assert work.verdicts.last(CONTOSO) == later
        assert work.verdicts.lasts([CONTOSO, NOBODY]) == {CONTOSO: without_facts(later)}
        assert work.verdicts.newest() == [without_facts(later)]
        assert work.verdicts.since(TODAY - A_DAY) == [before, later]
        # Judged, and nothing worth a row.
        work.verdicts.seen((CONTOSO, TODAY + A_DAY, TODAY))
        assert work.verdicts.newest() == []


def test_a_customer_is_known_since_the_earliest_day_that_was_said(store: SqlStore) -> None:
    with store() as work:
        assert dossier_of(work, CONTOSO).acquainted is None
        work.verdicts.seen((CONTOSO, TODAY, date(2026, 3, 2)))
        work.verdicts.seen((CONTOSO, TODAY + A_DAY, date(2026, 5, 2)))
        work.verdicts.seen((FABRIKAM, TODAY, date(2026, 4, 2)))
        assert dossier_of(work, CONTOSO).acquainted == (date(2026, 3, 2), TODAY)
        assert work.verdicts.seen_on() == {CONTOSO: TODAY + A_DAY, FABRIKAM: TODAY}


def test_a_customer_has_one_open_episode(store: SqlStore) -> None:
    first = an_episode()
    with store() as work:
        work.episodes.begin(first)
        work.episodes.begin(an_episode(customer=FABRIKAM))
        work.commit()
    with store() as work, pytest.raises(LostRace):
        work.episodes.begin(an_episode())
    with store() as work:
        moved = replace(first, stage="reminder", stage_at=NOW, policy="v8")
        work.episodes.update(moved)
        assert work.episodes.open(CONTOSO) == moved
        assert work.episodes.moved_since(NOW - A_DAY) == {CONTOSO}
        assert work.episodes.moved_since(NOW) == set()
        over = replace(moved, ended_on=TODAY, ended_why="paid")
        work.episodes.update(over)
        assert work.episodes.get(first.episode_id) == over
        assert work.episodes.open(CONTOSO) is None
        assert [one.customer for one in work.episodes.all_open()] == [FABRIKAM]
        work.episodes.begin(an_episode())
        work.commit()
    with store() as work, pytest.raises(LostRace):
        work.episodes.update(over)


def test_what_is_done_once_has_one_row(store: SqlStore) -> None:
    with store() as work:
        assert work.episodes.first(a_filing("suspend:1", ref="p1"))
        assert not work.episodes.first(a_filing("suspend:1", ref="p2"))
        assert work.episodes.first(a_filing("suspend:2"))
        assert work.episodes.first(a_filing("suspend:3", customer=FABRIKAM))
        found = work.episodes.filings(CONTOSO, "suspend:")
        assert [(one.key, one.ref) for one in found] == [("suspend:1", "p1"), ("suspend:2", "")]
        assert work.episodes.filings(CONTOSO, "suspend_") == []


def test_a_standstill_stands_until_it_is_released(store: SqlStore) -> None:
    first, second = a_standstill(), a_standstill(cause=Cause.MANY, about="4")
    with store() as work:
        work.runs.halt(first)
        work.runs.halt(second)
        assert work.runs.standing() == [first, second]
        released = replace(first, plan_id="p", released_at=NOW)
        work.runs.update(released)
        assert work.runs.standing() == [second]
        assert work.runs.history() == [released, second]


def test_the_list_that_is_decided_on_is_kept_in_its_order(store: SqlStore) -> None:
    plan = a_plan(customer=None)
    lines = [
        a_line(),
        a_line(customer=FABRIKAM, does=Does.SUSPEND, amount=eur("0")),
        a_line(name="final", amount=None),
    ]
    with store() as work:
        work.plans.add(plan, [])
        work.runs.show(plan.plan_id, lines)
        assert work.runs.shown(plan.plan_id) == lines
        assert work.runs.shown("another") == []


def test_what_would_have_been_done_is_kept_once_in_an_episode(store: SqlStore) -> None:
    first = WouldHave("e1", TODAY, a_line())
    with store() as work:
        work.runs.would_have([])
        work.runs.would_have([first, WouldHave("e2", TODAY, a_line(customer=FABRIKAM))])
        work.runs.would_have([WouldHave("e1", TODAY + A_DAY, a_line(days=36))])
        assert work.runs.undone(TODAY)[0] == first
        assert customers(work, TODAY) == [CONTOSO, FABRIKAM]
        assert customers(work, TODAY + A_DAY) == []


def customers(work: Work, since: date) -> list[CustomerKey]:
    return [one.line.customer for one in work.runs.undone(since)]


def test_words_are_shown_once_and_released_once(store: SqlStore) -> None:
    asked = a_preview()
    released = replace(asked, released_by="braun", released_at=NOW)
    with store() as work:
        assert work.runs.ask(asked)
        assert not work.runs.ask(a_preview(text="Another customer's."))
        assert work.runs.preview("reminder", "en", "v1") == asked
        assert work.runs.preview("reminder", "ko", "v1") is None
        assert work.runs.unread() == [asked]
        work.runs.release(released)
        assert work.runs.preview("reminder", "en", "v1") == released
        assert work.runs.unread() == []
        work.commit()
    with store() as work, pytest.raises(LostRace):
        work.runs.release(replace(released, released_by="park"))
