"""Containments on both databases: one for each plan, and nobody has two that are not ratified."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.containment import Containment, State
from core.domain.errors import LostRace
from core.domain.plans import Reason
from core.domain.spending import Spending
from core.ports.store import Work
from storage.unit_of_work import SqlStore
from tests.builders import CONTOSO, FABRIKAM, NOW, a_plan, eur

HOUR = timedelta(hours=1)


def planned(work: Work, name: str, **changes: object) -> Containment:
    """Of a plan of its own."""
    plan = replace(a_plan(customer=None, subject=name), plan_id=name, series=name)
    work.plans.add(plan, [])
    one = Containment(
        f"c-{name}", name, CONTOSO, "case", Reason.FRAUD, "braun", NOW, NOW + 72 * HOUR,
        State.RUNNING, NOW + 72 * HOUR,
    )  # fmt: skip
    return replace(one, **changes)  # type: ignore[arg-type]


def alone(work: Work, name: str, **changes: object) -> Containment:
    facts: dict[str, object] = {
        "state": State.UNRATIFIED,
        "ratify_by": NOW + 8 * HOUR,
        "decide_by": NOW + 12 * HOUR,
        "proof": "proof",
        "next_at": NOW + 8 * HOUR,
    }
    return planned(work, name, **facts | changes)


def test_what_is_kept_comes_back(store: SqlStore) -> None:
    with store() as work:
        counted = Spending(CONTOSO, "Contoso", eur("12.5000"), None, NOW)
        one = alone(work, "one", spending=counted, asked=2, kept=1, refused_by="park")
        bare = planned(work, "bare", reason=Reason.MISUSE, customer=FABRIKAM)
        work.containments.add(bare)
        work.containments.add(one)
        assert [work.containments.get("c-one"), work.containments.hold("c-bare")] == [one, bare]
        assert work.containments.of_plan("one") == one
        assert work.containments.of_plan("other") is None
        assert work.containments.of_case("case") == [bare, one]
        assert work.containments.open() == [one, bare]
        assert work.containments.open_for(FABRIKAM) == [bare]
        assert work.containments.unratified_of("braun") == one


@pytest.mark.parametrize("first", [State.UNRATIFIED, State.UNDOING])
@pytest.mark.parametrize("second", [State.UNRATIFIED, State.UNDOING])
def test_nobody_has_two_that_are_not_ratified(store: SqlStore, first: State, second: State) -> None:
    with store() as work:
        work.containments.add(alone(work, "one", state=first))
        with pytest.raises(LostRace):
            work.containments.add(alone(work, "two", state=second, customer=FABRIKAM))
        work.containments.add(alone(work, "hers", state=second, requester="park"))


@pytest.mark.parametrize("state", [State.RUNNING, State.OVER])
def test_once_it_is_ratified_or_over_the_next_may_come(store: SqlStore, state: State) -> None:
    with store() as work:
        one = alone(work, "one")
        work.containments.add(one)
        work.containments.update(replace(one, state=state), State.UNRATIFIED)
        assert work.containments.unratified_of("braun") is None
        work.containments.add(alone(work, "two"))


def test_a_plan_contains_once(store: SqlStore) -> None:
    with store() as work:
        one = planned(work, "one")
        work.containments.add(one)
        with pytest.raises(LostRace):
            work.containments.add(replace(one, containment_id="again"))


def test_what_moved_meanwhile_is_not_overwritten(store: SqlStore) -> None:
    with store() as work:
        one = alone(work, "one")
        work.containments.add(one)
        over = replace(one, state=State.OVER, ended_at=NOW, ended_why="lifted", next_at=None)
        work.containments.update(over, State.UNRATIFIED)
        with pytest.raises(LostRace):
            work.containments.update(replace(one, state=State.RUNNING), State.UNRATIFIED)
        assert work.containments.get("c-one") == over
        assert work.containments.open() == []
