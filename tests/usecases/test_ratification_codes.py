"""Who agrees afterwards shows as much as who would have agreed before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.domain.alerts import AlertStatus
from core.domain.approvals import Choice
from core.domain.containment import State
from core.domain.plans import Plan
from core.domain.policy_file import read_policy
from core.domain.step_up import Proof, Purpose
from core.domain.step_up_errors import CodeMissing, NotEnrolled
from core.usecases import eligibility, voting
from tests.a_step_up import give_factor, person
from tests.an_emergency import ENABLED, OTHER, Emergency
from tests.office import Desk

NIGHT = datetime(2026, 10, 12, 1, tzinfo=UTC)  # Monday, 03:00 in Berlin


def contained(desk: Desk, demand: str) -> tuple[Emergency, Plan]:
    """What one person did alone, under a policy that asks for codes."""
    desk.now = NIGHT
    night = Emergency(desk, read_policy(f"{ENABLED.text}\n[step_up]\n{demand}\n"))
    night.alerted()
    return night, night.carried_out(night.breaks())


def test_it_takes_a_code_where_the_votes_before_would_have(desk: Desk) -> None:
    night, plan = contained(desk, 'reasons = ["fraud"]')
    (asked,) = night.ratifying()
    with pytest.raises(NotEnrolled):
        eligibility.may_vote(asked.plan_id, Choice.APPROVE, OTHER, office=desk.office)
    with pytest.raises(CodeMissing):
        night.votes(asked, OTHER)
    assert night.contained(plan).state is State.UNRATIFIED
    with desk.store() as work:
        who = person(desk, OTHER)
        give_factor(work, who, desk.now)
        work.step_ups.add_proof(Proof("proof", Purpose.VOTE, who, asked.hash, desk.now))
        work.commit()
    ballot = voting.Ballot(asked.plan_id, asked.hash, Choice.APPROVE, proof="proof")
    voting.vote(ballot, OTHER, office=desk.office)
    assert night.contained(plan).ratified_by == who


@pytest.mark.parametrize("demand", ["reasons = []", 'reasons = ["non-payment", "misuse"]'])
def test_it_takes_none_where_they_would_not(desk: Desk, demand: str) -> None:
    night, plan = contained(desk, demand)
    night.votes(night.ratifying()[0], OTHER)
    assert night.contained(plan).ratified_by == person(desk, OTHER)


def test_refusing_takes_none(desk: Desk) -> None:
    night, plan = contained(desk, 'reasons = ["fraud"]')
    night.alerted(AlertStatus.RESOLVED)
    night.votes(night.ratifying()[0], OTHER, Choice.REJECT)
    assert night.contained(plan).state is State.UNDOING
