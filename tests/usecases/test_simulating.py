"""The policy in force and edited ones over the customers in the books, and over what was recorded
of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cli.policy_simulate import scheme_of
from bot.config import POLICY
from core.domain.collecting import judged
from core.domain.comparing import Since
from core.domain.customers import CustomerKey
from core.domain.errors import BadInput
from core.domain.facts import Delivered, Facts
from core.domain.verdicts import judge
from core.usecases import simulating
from core.usecases.explanations import Place, explain
from tests.a_portfolio import facts as some_facts
from tests.a_portfolio import invoice
from tests.office import AGENT, Desk, contoso

TODAY = date(2026, 10, 12)
TEXT = Path(POLICY).read_text(encoding="utf-8")


# The last letter leaves on day 24 instead of 28, and a suspension is proposed from day 31 on.
SOONER = scheme_of(
    TEXT.replace("days_overdue = 28, not_tags", "days_overdue = 24, not_tags")
    .replace("days_overdue = 21 }", "days_overdue = 17 }")
    .replace("days_overdue = 35, overdue", "days_overdue = 31, overdue")
)


def test_every_confirmed_customer_with_something_open_is_there_once(desk: Desk) -> None:
    found = simulating.simulate(None, office=desk.office).outlook
    keys = [one.key for one in found.journeys]
    assert len(keys) == len(set(keys)) > 10
    assert str(contoso(desk)) in keys
    assert (found.since, found.days, len(found.by_day())) == (TODAY, 30, 30)


def test_what_is_simulated_of_a_customer_is_what_is_explained_of_it(desk: Desk) -> None:
    found = simulating.simulate(None, office=desk.office).outlook
    journey = next(one for one in found.journeys if one.key == str(contoso(desk)))
    place = explain("contoso.example", AGENT, office=desk.office).place
    assert isinstance(place, Place)
    assert journey.starts == (place.verdict.stage.name if place.verdict.stage else "")
    if place.following is not None:
        reached = [(one.reached, one.on) for one in journey.moments if one.reached]
        assert reached[0] == (place.following.stage.name, place.following.on)


def test_nothing_is_written(desk: Desk) -> None:
    with desk.store.reading() as work:
        before = work.events.last_at()
    simulating.simulate(SOONER, office=desk.office)
    with desk.store.reading() as work:
        assert work.events.last_at() == before
        assert list(work.plans.open()) == []


def test_an_edited_policy_stands_beside_the_one_in_force(desk: Desk) -> None:
    found = simulating.simulate(SOONER, office=desk.office)
    assert found.edited is not None and found.changes is not None
    assert found.edited.scheme.version == SOONER.version != found.outlook.scheme.version
    assert {one.what for one in found.changes.proposals} <= {"suspend"}
    assert all((one.days() or -1) < 0 for one in found.changes.proposals)


@pytest.mark.parametrize("prefix", ["", "00ff", "%", "zz"])
def test_a_policy_that_was_never_kept_is_refused(desk: Desk, prefix: str) -> None:
    with pytest.raises(BadInput):
        simulating.kept_policy(prefix, office=desk.office)


# The story of an edited policy over recorded facts


def recorded(desk: Desk, due: date, until: date, paid_on: date | None) -> CustomerKey:
    """Contoso owes one invoice from its due date until it pays or today; each day was judged under
    the policy in force, and its letters were delivered."""
    key = contoso(desk)
    with desk.store() as work:
        policy = work.policies.current()
        known = replace(some_facts(invoice(due=due, left="8000")), customer=key.tenant_id)
        for on, facts in days_of(known, due, until, paid_on, desk):
            verdict = judge(facts, policy.rules, on)
            work.verdicts.keep(judged(verdict, key, facts, policy.version, desk.now))
        work.verdicts.seen((key, until, due))
        work.commit()
    return key


def days_of(
    known: Facts, due: date, until: date, paid_on: date | None, desk: Desk
) -> Iterator[tuple[date, Facts]]:
    told: list[Delivered] = []
    with desk.store.reading() as work:
        rules = work.policies.current().rules
    for number in range((until - due).days + 1):
        on = due + timedelta(days=number)
        fresh = replace(known, notices=tuple(told), as_of=some_facts(on=on).as_of)
        if paid_on is not None and paid_on <= on:
            yield on, replace(fresh, documents=())
            continue
        yield on, fresh
        letters = judge(fresh, rules, on).letters
        told += [Delivered(letters[0].notice, on)] if letters else []


@pytest.mark.parametrize(
    ("paid_after", "became"),
    [
        pytest.param(33, {Since.PAID: 1}, id="would-have-paid-anyway"),
        pytest.param(None, {Since.NOT_PAID: 1}, id="never-paid"),
    ],
)
def test_the_sooner_policy_over_recorded_days(
    desk: Desk, paid_after: int | None, became: dict[Since, int]
) -> None:
    due = TODAY - timedelta(days=60)
    paid_on = due + timedelta(days=paid_after) if paid_after else None
    key = recorded(desk, due, TODAY, paid_on)
    past = simulating.simulate(SOONER, office=desk.office).past
    assert past is not None and (past.since, past.until, past.customers) == (due, TODAY, 1)
    (proposal,) = [one for one in past.comparison.proposals if one.what == "suspend"]
    assert proposal.key == str(key) and proposal.is_harder()
    assert past.comparison.extra == became


def test_without_recorded_days_the_past_is_empty(desk: Desk) -> None:
    past = simulating.simulate(SOONER, office=desk.office).past
    assert past is not None and past.since is None
    assert simulating.simulate(SOONER, office=desk.office, back=0).past is None
