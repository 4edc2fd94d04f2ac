"""What holds for every customer under every policy, whatever happened in whatever order."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.domain.calendar import add_business_days
from core.domain.exposure import COUNTED_STATUSES, Kind, Presence
from core.domain.facts import SILENCING, Delivered, Facts
from core.domain.forecast import next_stage
from core.domain.ladder import Rules, Stage
from core.domain.money import Money
from core.domain.plans import Action
from core.domain.positions import begins_on, positions
from core.domain.verdicts import State, Verdict, judge
from tests.a_ladder import ON
from tests.any_facts import credit_of, customers, ladders

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))
OFTEN = settings(SLOW, max_examples=500)
SELDOM = settings(SLOW, max_examples=100)
ONE_DAY = timedelta(days=1)


def severity(verdict: Verdict) -> int:
    """What only announces a document is no worse than nothing."""
    stage = verdict.stage
    return -1 if stage is None or stage.when.is_upcoming() else verdict.place()


def with_letters(facts: Facts, rules: Rules, on: date) -> tuple[Facts, Verdict]:
    """The day's verdict when every letter that was due by then has been delivered."""
    while (verdict := judge(facts, rules, on)).letters:
        told = tuple(Delivered(stage.notice, on) for stage in verdict.letters)
        facts = replace(facts, notices=facts.notices + told)
    return facts, verdict


@OFTEN
@given(customers(known=True), ladders(), st.sets(st.integers(0, 90), max_size=15))
def test_time_makes_it_worse_or_leaves_it(facts: Facts, rules: Rules, runs: set[int]) -> None:
    """On whatever days somebody looks, while nothing is paid and no hold begins."""
    last = -1
    rules = replace(rules, segments=())
    for offset in sorted(runs):
        facts, verdict = with_letters(facts, rules, ON + offset * ONE_DAY)
        assert severity(verdict) >= last
        last = severity(verdict)


@OFTEN
@given(customers(), ladders(), st.integers(0, 30))
def test_nobody_is_suspended_who_was_not_told(facts: Facts, rules: Rules, later: int) -> None:
    on = ON + later * ONE_DAY
    verdict = judge(facts, rules, on)
    if verdict.stage is None or verdict.stage.propose is not Action.SUSPEND:
        return
    assert not [h for h in facts.holds if h.runs(on) and h.kind in SILENCING | {"protected"}]
    told = [one for one in facts.notices if one.on <= on]
    assert all(one.access_from is None or one.access_from <= on for one in told)
    assert any(was_told_in_time(one, verdict.stage, facts, rules, verdict) for one in told)


def was_told_in_time(
    notice: Delivered, stage: Stage, facts: Facts, rules: Rules, verdict: Verdict
) -> bool:
    after, code = stage.after_notice, verdict.currency
    assert after is not None
    assert code is not None
    decreed = rules.timing.decreed
    aged = add_business_days(notice.on, after.business_days, facts.country, decreed)
    return (
        notice.name == after.name
        and notice.on >= episode_of(facts, rules, code)
        and (verdict.on - notice.on).days >= after.days
        and aged <= verdict.on
    )


def episode_of(facts: Facts, rules: Rules, code: str) -> date:
    """When the oldest document began of which something is left, added up by hand."""
    mine = [doc for doc in facts.documents if doc.open.currency == code]
    credits = (doc for doc in mine if doc.kind is Kind.PAYMENT_UNAPPLIED)
    left_over = (
        -doc.open.amount
        for doc in credits
        if doc.status in COUNTED_STATUSES and doc.presence is Presence.PRESENT
    )
    credit = sum(left_over, start=Decimal(0))
    begins = []
    for doc in sorted((d for d in mine if d.counts()), key=lambda d: (d.due, d.document_id)):
        left = doc.open.amount - doc.disputed.amount
        used = min(left, credit)
        credit -= used
        if left > used:
            begins.append(begins_on(doc, rules.timing, facts.country))
    return min(begins)


@OFTEN
@given(customers(known=True), ladders(), st.randoms(use_true_random=True))
def test_a_partial_payment_never_makes_it_worse(facts: Facts, rules: Rules, chance: Random) -> None:
    before = judge(facts, rules, ON)
    invoices = [doc for doc in facts.documents if doc.kind is Kind.INVOICE]
    assume(invoices)
    doc = chance.choice(invoices)
    share = doc.open.amount * chance.choice([Decimal("0.01"), Decimal("0.5"), Decimal(1)])
    paid = Money(share.quantize(Decimal("0.01"), ROUND_DOWN), doc.open.currency)
    rest = doc.open - paid
    settled = replace(doc, open=rest, disputed=min(doc.disputed, rest))
    others = tuple(one for one in facts.documents if one is not doc)
    for documents in ((*others, settled), (*facts.documents, credit_of(paid))):
        after = judge(replace(facts, documents=documents), rules, ON)
        assert severity(after) <= severity(before)
        assert not (before.state is State.CLEAR and after.state is State.CHASING)
        assert before.stops_selling() or not after.stops_selling()


@OFTEN
@given(customers(plain=True), customers(plain=True, currencies=("GBP",)), ladders())
def test_currencies_never_mix(ours: Facts, others: Facts, rules: Rules) -> None:
    floors = rules.floors and {**rules.floors, "GBP": Money(Decimal(60), "GBP")}
    rules = replace(rules, floors=floors)
    both = replace(ours, documents=ours.documents + others.documents)
    apart = [
        positions(replace(ours, documents=d), rules, ON) for d in (ours.documents, others.documents)
    ]
    assert {p.currency: p for p in positions(both, rules, ON)} == {
        p.currency: p for found in apart for p in found
    }
    alone = [
        judge(replace(ours, documents=d), rules, ON) for d in (ours.documents, others.documents)
    ]
    if all(one.state in {State.CHASING, State.CLEAR} for one in alone):
        assert severity(judge(both, rules, ON)) == max(map(severity, alone))


def mixed(found: tuple[Any, ...], chance: Random) -> tuple[Any, ...]:
    return tuple(chance.sample(found, len(found)))


@OFTEN
@given(customers(), ladders(), st.randoms(use_true_random=True))
def test_the_order_in_which_facts_are_listed_does_not_matter(
    facts: Facts, rules: Rules, chance: Random
) -> None:
    other = replace(
        facts,
        documents=mixed(facts.documents, chance),
        promises=mixed(facts.promises, chance),
        holds=mixed(facts.holds, chance),
        notices=mixed(facts.notices, chance),
    )
    assert judge(other, rules, ON) == judge(facts, rules, ON)


@SELDOM
@given(customers(), ladders())
def test_judging_leaves_no_trace(facts: Facts, rules: Rules) -> None:
    before = deepcopy((facts, rules))
    first = judge(facts, rules, ON)
    next_stage(facts, rules, first)
    assert (facts, rules) == before
    assert judge(*before, ON) == first


@SELDOM
@given(customers(), ladders())
def test_next_is_the_first_day_on_which_the_stage_differs(facts: Facts, rules: Rules) -> None:
    verdict = judge(facts, rules, ON)
    found = next_stage(facts, rules, verdict)
    assume(verdict.state is not State.UNKNOWN)
    present = verdict.stage and verdict.stage.name
    facts, _ = with_letters(facts, rules, ON)
    for offset in range(1, 150):
        on = ON + offset * ONE_DAY
        facts, day = with_letters(facts, rules, on)
        if day.stage is not None and day.stage.name != present:
            assert found is not None
            assert (found.stage, found.on) == (day.stage, on)
            return
    assert found is None or found.on >= ON + 150 * ONE_DAY
