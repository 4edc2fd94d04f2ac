"""The gate heeds what was agreed on: holds and promises end a plan, and a hold may name a voter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.holds import HoldKind
from core.domain.plans import Action, Line, PlanState, Reason, Verb
from core.domain.promises import Running
from core.domain.release import Debt
from core.gate import GateFacts, Ruling, Verdict, Why, judge
from tests.an_agreement import a_hold, a_promise
from tests.builders import eur
from tests.core.a_gate import NOW, a_ledger, a_person, a_plan, facts_of

PROMISED = (Running(a_promise(), eur("500")),)
K = HoldKind


def why(facts: GateFacts) -> tuple[Verdict, Why]:
    ruling = judge(facts)
    return ruling.verdict, ruling.why


def held(kind: HoldKind, action: Action = Action.SUSPEND, **changes: object) -> GateFacts:
    verb = Verb.STOP_RENEWAL if action is Action.STOP_RENEWAL else Verb.SUSPEND
    plan = a_plan(action=action, lines=(Line("s", verb, "Exchange", 10),), quorum=1)
    return facts_of(plan, holds=(a_hold(kind=kind, until=None, **changes),))


@pytest.mark.parametrize("kind", sorted(set(K) - {K.VIP}))
def test_a_hold_withdraws_a_suspension_under_its_own_name(kind: HoldKind) -> None:
    assert why(held(kind)) == (Verdict.END, Why(kind.value))
    under_way = held(kind)
    started = replace(under_way, plan=replace(under_way.plan, state=PlanState.EXECUTING))
    assert why(started) == (Verdict.END, Why(kind.value))


@pytest.mark.parametrize("kind", sorted(set(K) - {K.VIP, K.PROTECTED}))
def test_a_hold_leaves_renewals_alone_as_well(kind: HoldKind) -> None:
    assert why(held(kind, Action.STOP_RENEWAL)) == (Verdict.END, Why(kind.value))


def test_protected_is_protected_from_cuts_alone() -> None:
    assert judge(held(K.PROTECTED, Action.STOP_RENEWAL)) == Ruling(Verdict.GO)


def test_a_hold_counts_on_its_days_and_no_longer() -> None:
    today = NOW.date()
    over = held(K.HARDSHIP, ended_on=today)
    assert judge(over).verdict is Verdict.GO
    tomorrow = held(K.HARDSHIP, since=today + timedelta(days=1))
    assert judge(tomorrow).verdict is Verdict.GO


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_fraud_and_misuse_know_no_hold(reason: Reason) -> None:
    plan = a_plan(reason=reason)
    facts = facts_of(plan, holds=(a_hold(kind=K.LEGAL, until=None),), promised=PROMISED)
    assert judge(facts).verdict is Verdict.GO


def test_an_open_promise_withdraws_a_plan() -> None:
    assert why(facts_of(a_plan(), promised=PROMISED)) == (Verdict.END, Why.PROMISED)


def test_who_has_paid_is_told_so_before_all_else() -> None:
    holds = (a_hold(kind=K.LEGAL, until=None),)
    facts = facts_of(a_plan(), ledger=a_ledger(debt=Debt.PAID), holds=holds, promised=PROMISED)
    assert why(facts) == (Verdict.END, Why.PAID)


def test_a_hold_ends_a_plan_also_while_the_books_are_unknown() -> None:
    holds = (a_hold(kind=K.INSOLVENCY, until=None),)
    facts = facts_of(a_plan(), ledger=a_ledger(debt=Debt.UNKNOWN), holds=holds)
    assert why(facts) == (Verdict.END, Why.INSOLVENCY)


def test_reinstating_knows_no_hold() -> None:
    line = Line("s", Verb.REACTIVATE, "Exchange", 10)
    plan = a_plan(action=Action.REINSTATE, lines=(line,), quorum=1)
    assert judge(facts_of(plan, holds=(a_hold(kind=K.LEGAL, until=None),))).verdict is Verdict.GO


def test_the_named_vote_is_needed_besides_the_others() -> None:
    people = [a_person(name) for name in ("braun", "park", "weber")]

    def voted(*names: int) -> tuple[Verdict, Why]:
        facts = facts_of(a_plan(), *(people[n] for n in names))
        ballot = replace(facts.ballot, quorum=3, named=frozenset({"weber"}))
        return why(replace(facts, ballot=ballot))

    assert voted(0, 1) == (Verdict.WAIT, Why.VOTES)
    assert voted(0, 2) == (Verdict.WAIT, Why.VOTES)
    assert voted(0, 1, 2) == (Verdict.GO, Why.NONE)


def test_three_others_do_not_make_up_for_the_named_vote() -> None:
    people = [a_person(name) for name in ("braun", "park", "lim")]
    facts = facts_of(a_plan(), *people)
    ballot = replace(facts.ballot, quorum=3, named=frozenset({"weber"}))
    assert why(replace(facts, ballot=ballot)) == (Verdict.WAIT, Why.VOTES)
