"""Who is asked, what was written to them, and who looks at a Home tab, on every database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.domain.customers import CustomerKey
from core.domain.notifying import Preference, VoteAsk
from core.domain.people import AccountKey
from core.domain.plans import PlanState
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_plan, a_vote

A_MINUTE = timedelta(minutes=1)


def person(store: SqlStore, user: str) -> str:
    with store() as work:
        found = work.people.bind(AccountKey("T0HOME", user), user).person_id
        work.commit()
    return found


@pytest.fixture
def ann(store: SqlStore) -> str:
    return person(store, "U0ANN")


def an_ask(person_id: str, plan_id: str, **changes: object) -> VoteAsk:
    usual: dict[str, object] = {
        "plan_id": plan_id, "person_id": person_id, "user_id": "U0ANN", "channel": "D0ANN",
        "ts": "1.000001", "times": 1, "asked_at": NOW, "shows": 7,
    }  # fmt: skip
    return VoteAsk(**(usual | changes))  # type: ignore[arg-type]


def test_who_chose_nothing_is_asked(store: SqlStore, ann: str) -> None:
    with store.reading() as work:
        assert work.notifying.of(ann) == Preference(ann)
        assert work.notifying.all() == {}


def test_the_last_choice_is_kept(store: SqlStore, ann: str) -> None:
    away = Preference(ann, asked=True, back_on=date(2026, 12, 24))
    with store() as work:
        work.notifying.keep(Preference(ann, asked=False))
        work.notifying.keep(away)
        work.commit()
    with store.reading() as work:
        assert work.notifying.of(ann) == away
        assert work.notifying.all() == {ann: away}


def test_what_was_not_committed_was_not_chosen(store: SqlStore, ann: str) -> None:
    with store() as work:
        work.notifying.keep(Preference(ann, asked=False))
    with store.reading() as work:
        assert work.notifying.of(ann).asked


def test_an_ask_is_found_by_who_was_asked_and_by_its_message(store: SqlStore, ann: str) -> None:
    plan, ben = a_plan(), person(store, "U0BEN")
    first = an_ask(ann, plan.plan_id)
    other = an_ask(ben, plan.plan_id, user_id="U0BEN", channel="D0BEN")
    again = an_ask(ann, plan.plan_id, ts="2.000001", times=2, asked_at=NOW + A_MINUTE, shows=9)
    with store() as work:
        work.plans.add(plan, [])
        work.vote_asks.put(first)
        work.vote_asks.put(other)
        work.vote_asks.put(again)
        work.commit()
    with store.reading() as work:
        assert work.vote_asks.get(plan.plan_id, ann) == again
        assert work.vote_asks.get(plan.plan_id, "nobody") is None
        assert work.vote_asks.at("D0ANN", "1.000001") is None
        assert work.vote_asks.at("D0ANN", "2.000001") == again
        found = work.vote_asks.of_plan(plan.plan_id)
        assert sorted(one.person_id for one in found) == sorted((ann, ben))
        assert work.vote_asks.of_plan("another") == []


def test_what_waits_for_somebody_is_open_and_not_voted_on(store: SqlStore, ann: str) -> None:
    ben = person(store, "U0BEN")
    keys = (CustomerKey("main", f"00000000-0000-4000-8000-{n:012}") for n in range(4))
    plans = [a_plan(customer=key) for key in keys]
    with store() as work:
        for n, plan in enumerate(plans):
            work.plans.add(plan, [])
            work.vote_asks.put(an_ask(ann, plan.plan_id, ts=f"{n}.0"))
        work.commit()
    with store() as work:
        assert work.vote_asks.waiting(ann) == 4
        assert work.vote_asks.waiting(ben) == 0
        work.plans.add_vote(a_vote(plans[0], ann))
        work.plans.add_vote(a_vote(plans[1], ben))
        work.plans.move(plans[2], PlanState.WITHDRAWN, "")
        assert work.vote_asks.waiting(ann) == 2


def test_a_home_shows_what_was_drawn_until_it_is_opened_again(store: SqlStore) -> None:
    with store() as work:
        assert work.homes.shows("U0ANN") == ""
        work.homes.opened("U0ANN", NOW)
        work.homes.drawn("U0ANN", "a digest")
        assert work.homes.shows("U0ANN") == "a digest"
        work.homes.opened("U0ANN", NOW + A_MINUTE)
        assert work.homes.shows("U0ANN") == ""
        work.commit()


def test_a_home_that_nobody_opened_is_not_drawn(store: SqlStore) -> None:
    with store() as work:
        work.homes.drawn("U0ANN", "a digest")
        assert work.homes.shows("U0ANN") == "" and work.homes.since(NOW) == []
        work.commit()


def test_who_looks_is_who_opened_it_since(store: SqlStore) -> None:
    with store() as work:
        work.homes.opened("U0BEN", NOW)
        work.homes.opened("U0ANN", NOW)
        work.homes.opened("U0OLD", NOW - A_MINUTE)
        work.commit()
    with store.reading() as work:
        assert work.homes.since(NOW) == ["U0ANN", "U0BEN"]
        assert work.homes.since(NOW + A_MINUTE) == []
