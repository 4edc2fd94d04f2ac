"""The policy run over weeks: what waits for two people, and what is remembered of each day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.approvals import Choice
from core.domain.collecting import Does, Mode
from core.domain.customers import CustomerKey
from core.domain.errors import NoRole
from core.domain.events import (
    EpisodeOver,
    StandstillBegun,
)
from core.domain.notices import LetterState
from core.domain.plans import Action, PlanState
from core.domain.policy_file import read_policy
from core.usecases.collecting import replay
from core.usecases.collecting_course import in_flight, migrate
from core.usecases.shadow import tallies, undone
from tests.a_policy import put_in_force
from tests.a_run import BRAUN, FIRST_DAY, PARK, Run, policy_text
from tests.an_agreement import a_hold

A_DAY = timedelta(days=1)


# What waits for two people


def test_nothing_leaves_before_two_people_release_the_first_list(run: Run) -> None:
    run.customer(1)
    run.owes(1)
    run.day(FIRST_DAY)
    run.days(4)
    assert run.letters() == []
    (plan,) = run.plans(Action.RELEASE_RUN)
    with run.store.reading() as work:
        assert [(one.does, one.name) for one in work.runs.shown(plan.plan_id)] == [
            (Does.LETTER, "reminder")
        ]
    run.vote(plan, BRAUN)
    run.run()
    assert run.letters() == []
    run.vote(plan, PARK)
    run.run()
    assert run.letters() == []
    run.release_words()
    run.run()
    assert [one.name for one in run.letters(LetterState.QUEUED)] == ["reminder"]


def test_a_list_that_lacks_something_is_replaced_and_one_that_shrank_is_not(run: Run) -> None:
    run.customer(1)
    run.customer(2)
    first = run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.owes(2, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    (plan,) = run.plans(Action.RELEASE_RUN)
    run.pays(first)
    run.now += timedelta(hours=1)
    run.books()
    run.run()
    assert run.plans(Action.RELEASE_RUN) == [run.again(plan)]
    run.customer(3)
    run.owes(3, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY + A_DAY)
    (newer,) = run.plans(Action.RELEASE_RUN)
    assert run.again(plan).state is PlanState.SUPERSEDED
    assert newer.content.subject != plan.content.subject


def test_a_rejected_list_is_not_shown_again_the_next_day(run: Run) -> None:
    run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    run.vote(run.plans(Action.RELEASE_RUN)[0], BRAUN, choice=Choice.REJECT)
    for offset in range(1, 7):
        run.morning(FIRST_DAY + offset * A_DAY)
        assert run.plans(Action.RELEASE_RUN) == []
    run.morning(FIRST_DAY + 7 * A_DAY)
    assert len(run.plans(Action.RELEASE_RUN)) == 1


@pytest.mark.parametrize(("customers", "asks"), [(3, False), (4, True)], ids=["three", "four"])
def test_a_day_on_which_many_would_move_asks_first(run: Run, customers: int, asks: bool) -> None:
    run.customer(0)
    run.owes(0, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    run.release()
    for number in range(1, customers + 1):
        run.customer(number)
        run.owes(number, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY + A_DAY)
    causes = [one.cause for one in run.happened(StandstillBegun)]
    assert causes == ["first_books", *(["many"] if asks else [])]
    assert bool(run.plans(Action.RELEASE_RUN)) is asks


def test_nobody_asks_again_about_those_whom_a_released_list_names(run: Run) -> None:
    for number in range(5):
        run.customer(number)
        run.owes(number, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    run.release()
    run.customer(5)
    run.owes(5, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY + A_DAY)
    assert [one.cause for one in run.happened(StandstillBegun)] == ["first_books"]
    assert run.plans(Action.RELEASE_RUN) == []


def test_a_harder_policy_asks_first(run: Run) -> None:
    run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    run.release()
    harder = read_policy(policy_text(("days_overdue = 14 }", "days_overdue = 13 }")))
    with run.store() as work:
        work.policies.keep(harder)
        published = replace(work.policies.in_force(), version=harder.version, hardened=True)
        work.policies.put_in_force(published)
        work.commit()
    run.morning(FIRST_DAY + A_DAY)
    assert [one.cause for one in run.happened(StandstillBegun)] == ["first_books", "hardened"]


def test_a_shadow_writes_down_once_what_it_would_have_done(run: Run) -> None:
    run.mode = Mode.SHADOW
    run.customer(1)
    document = run.owes(1, due=FIRST_DAY - timedelta(days=10))
    for offset in range(7):
        run.morning(FIRST_DAY + offset * A_DAY)
    assert run.letters() == []
    assert run.plans(Action.RELEASE_RUN) == []
    run.pays(document)
    run.morning(FIRST_DAY + 8 * A_DAY)
    with run.store.reading() as work:
        found = undone(work, FIRST_DAY, run.today)
    assert [(one.line.on, one.line.line.name, one.paid) for one in found] == [
        (FIRST_DAY, "reminder", False),
        (FIRST_DAY + 5 * A_DAY, "second", True),
    ]
    assert [(one.name, one.count, one.paid, one.known) for one in tallies(found)] == [
        ("reminder", 1, 0, 1),
        ("second", 1, 1, 1),
    ]


# Episodes


def test_a_case_in_flight_keeps_the_stages_that_it_began_with(run: Run) -> None:
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=3))
    run.morning(FIRST_DAY)
    softer = read_policy(policy_text(("days_overdue = 3 }", "days_overdue = 5 }")))
    put_in_force(run.store, softer, run.now)
    run.morning(FIRST_DAY + A_DAY)
    with run.store.reading() as work:
        kept = work.verdicts.get(key, FIRST_DAY + A_DAY)
    assert kept is not None
    assert (kept.stage, kept.policy != softer.version) == ("reminder", True)


def test_a_person_may_move_a_case_in_flight_to_the_policy_in_force(run: Run) -> None:
    key = run.customer(1)
    run.owes(1, due=FIRST_DAY - timedelta(days=3))
    run.morning(FIRST_DAY)
    softer = read_policy(policy_text(("days_overdue = 3 }", "days_overdue = 5 }")))
    put_in_force(run.store, softer, run.now)
    with run.store.reading() as work:
        (found,) = in_flight(work)
    with pytest.raises(NoRole):
        migrate([found.episode.episode_id], by="U0KANG", office=run.office)
    assert migrate([found.episode.episode_id], by="U0BRAUN", office=run.office) == 1
    run.morning(FIRST_DAY + A_DAY)
    with run.store.reading() as work:
        kept = work.verdicts.get(key, FIRST_DAY + A_DAY)
        assert in_flight(work) == []
    assert kept is not None
    assert (kept.stage, kept.policy) == ("", softer.version)


def test_an_episode_ends_with_payment_and_a_late_document_begins_another(run: Run) -> None:
    key = run.customer(1)
    first = run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY)
    run.pays(first)
    run.morning(FIRST_DAY + A_DAY)
    assert [one.why for one in run.happened(EpisodeOver)] == ["paid"]
    run.owes(1, due=FIRST_DAY - timedelta(days=10))
    run.morning(FIRST_DAY + 2 * A_DAY)
    with run.store.reading() as work:
        episode = work.episodes.open(key)
    assert episode is not None
    assert episode.began_on == FIRST_DAY + 2 * A_DAY


def is_on_hold(run: Run, key: CustomerKey) -> None:
    with run.store() as work:
        hold = a_hold(customer=key, since=FIRST_DAY, until=FIRST_DAY + timedelta(days=30))
        work.holds.add([hold])
        work.commit()


def test_a_past_day_is_found_again_as_it_was(run: Run) -> None:
    """Through payments, a hold, a reply and another policy."""
    key, _ = run.at_suspension()
    run.customer(2)
    second = run.owes(2, due=FIRST_DAY - timedelta(days=2))
    happens: dict[int, Callable[[], None]] = {
        2: lambda: run.pays(second, "300.00"),
        3: lambda: is_on_hold(run, key),
        5: lambda: put_in_force(run.store, read_policy(policy_text(("= 14 }", "= 15 }"))), run.now),
        6: lambda: run.pays(second),
    }
    for offset in range(1, 9):
        happens.get(offset, lambda: None)()
        run.morning(FIRST_DAY + offset * A_DAY)
    with run.store.reading() as work:
        kept = work.verdicts.since(date(2026, 1, 1))
        assert len(kept) > 12
        assert len({one.state for one in kept}) > 2
        for one in kept:
            verdict = replay(work, one.customer, one.on)
            assert verdict is not None
            assert one.same_as(verdict)
