"""Plans: one canonical form, one hash, and no way back from the end."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.alone import Alone
from core.domain.canonical import canonical
from core.domain.money import Money
from core.domain.plans import (
    HASH_DOMAIN,
    OPEN_PLANS,
    PLAN_MOVES,
    STEP_MOVES,
    UNSETTLED_STEPS,
    Action,
    Content,
    Line,
    PlanState,
    Reason,
    StepState,
    Verb,
    plan_hash,
)
from tests.core.a_gate import KEY, NOW, a_content

OTHER: dict[str, object] = {
    "action": Action.REINSTATE,
    "customer": replace(KEY, account="china"),
    "customer_name": "Someone else",
    "reason": Reason.FRAUD,
    "note_digest": "1",
    "lines": (Line("s2", Verb.SUSPEND, "Exchange", 10),),
    "left_out": ("s9",),
    "basis": (),
    "overdue": (Money(Decimal("8412.61"), "EUR"),),
    "requester": "lee",
    "filed_by": "automatic",
    "filed_at": NOW,
    "expires_at": NOW + timedelta(days=3),
    "quorum": 3,
    "policy": "other",
    "case_id": None,
    "revision": 2,
    "subject": "freeze",
    "roles": {"agents": ("lee",)},
    "alone": Alone("alert", "", "proof", NOW, NOW),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Content)])
def test_changing_anything_people_vote_on_changes_the_hash(name: str) -> None:
    assert plan_hash(a_content(**{name: OTHER[name]})) != plan_hash(a_content())


def test_the_same_content_has_the_same_hash_whatever_the_form_of_its_letters() -> None:
    composed = a_content(customer_name="M\u00fcller")
    decomposed = a_content(customer_name="Mu\u0308ller")
    assert plan_hash(composed) == plan_hash(decomposed)


def test_a_plan_with_votes_has_the_hash_that_it_had_before_anybody_could_act_alone() -> None:
    content = a_content()
    said = {one.name: getattr(content, one.name) for one in fields(content) if one.name != "alone"}
    assert plan_hash(content) == hashlib.sha256(HASH_DOMAIN + canonical(said)).hexdigest()


def test_floats_have_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        canonical({"amount": 1.5})


def test_amounts_are_written_with_their_minor_digits() -> None:
    assert canonical(Money(Decimal("5"), "EUR")) == b'{"amount":"5.00","currency":"EUR"}'
    assert canonical(Money(Decimal("5"), "KRW")) == b'{"amount":"5","currency":"KRW"}'


def test_every_state_has_its_moves_and_the_ends_have_none() -> None:
    assert set(PLAN_MOVES) == set(PlanState)
    assert set(STEP_MOVES) == set(StepState)
    assert {PlanState.PENDING, PlanState.APPROVED, PlanState.EXECUTING} == OPEN_PLANS
    assert {StepState.INTENT, StepState.UNKNOWN} == UNSETTLED_STEPS
    assert PlanState.APPROVED not in PLAN_MOVES[PlanState.EXECUTING]
