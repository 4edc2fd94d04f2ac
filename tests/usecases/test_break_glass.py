"""One person acts alone at night, and only as far as that may go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.alerts import AlertStatus
from core.domain.containment import State
from core.domain.containment_errors import (
    AlertMissing,
    BreakGlassOff,
    NotAContainment,
    TooManyAlone,
    Unratified,
    WishChanged,
)
from core.domain.errors import NoRole, NothingSelected, ReasonMissing
from core.domain.events import GlassBroken
from core.domain.people import Role
from core.domain.plans import PlanState, Reason
from core.domain.policy_file import read_policy
from core.domain.step_up import Purpose
from core.domain.step_up_errors import CodeLapsed
from core.gate import Verdict, Why, judge
from core.gathering import gather
from core.usecases import break_glass
from tests.an_emergency import ENABLED, NIGHT, OTHER, SHIPPED, Emergency
from tests.office import AGENT, APPROVER, Desk

RATIFY_BY, DECIDE_BY = NIGHT + timedelta(hours=8), NIGHT + timedelta(hours=12)
HOUR = timedelta(hours=1)


def test_it_goes_at_once_without_votes_and_asks_for_somebody_else(night: Emergency) -> None:
    plan = night.breaks()
    assert plan.state is PlanState.APPROVED
    assert night.ruling(plan) == (Verdict.GO, Why.NONE)
    alone = plan.content.alone
    assert alone is not None
    assert (alone.ratify_by, alone.decide_by) == (RATIFY_BY, DECIDE_BY)
    one = night.contained(plan)
    assert (one.state, one.next_at) == (State.UNRATIFIED, RATIFY_BY)
    (asked,) = night.ratifying()
    assert asked.content.subject == plan.plan_id
    (told,) = night.told(GlassBroken)
    assert isinstance(told, GlassBroken) and len(told.called) >= 2
    assert plan.content.requester not in told.called


def test_whoever_acts_alone_looks_after_the_case_from_then_on(night: Emergency) -> None:
    plan = night.breaks()
    with night.desk.store.reading() as work:
        case = work.cases.get(plan.content.case_id or "")
    assert case.owner == plan.content.requester
    assert case.responded_at == night.desk.now


def test_the_same_proof_is_good_once(night: Emergency) -> None:
    typed, proof = night.typed(night.wish(), APPROVER)
    assert break_glass.carry_out(typed, proof, office=night.desk.office) is not None
    assert break_glass.carry_out(typed, proof, office=night.desk.office) is None
    assert len(night.told(GlassBroken)) == 1


def test_a_code_that_was_right_is_not_used_long_afterwards(night: Emergency) -> None:
    """Whoever looked died before going on; meanwhile nobody waits for it any more."""
    typed, proof = night.typed(night.wish(alert="MS-1", link="TrackingID#1"), APPROVER)
    night.desk.now += timedelta(minutes=2)
    with pytest.raises(CodeLapsed):
        break_glass.carry_out(typed, proof, office=night.desk.office)
    assert night.told(GlassBroken) == []


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param({"subscription_ids": ()}, NothingSelected, id="nothing"),
        pytest.param({"note": "  "}, ReasonMissing, id="no reason"),
        pytest.param({"reason": Reason.NON_PAYMENT}, NotAContainment, id="money"),
        pytest.param({"alert": "alert-8"}, AlertMissing, id="no such alert"),
        pytest.param({"alert": ""}, AlertMissing, id="no alert"),
        pytest.param({"alert": "", "link": "https://example.com"}, AlertMissing, id="link alone"),
    ],
)
def test_what_is_refused(
    night: Emergency, changes: dict[str, object], refused: type[Exception]
) -> None:
    typed, proof = night.typed(night.wish(), APPROVER)
    other = replace(typed, details=night.wish(1, **changes).details())
    with pytest.raises(refused):
        break_glass.carry_out(other, proof, office=night.desk.office)
    assert night.told(GlassBroken) == []


def test_a_resolved_alert_is_none(night: Emergency) -> None:
    typed, proof = night.typed(night.wish(), APPROVER)
    night.alerted(AlertStatus.RESOLVED)
    with pytest.raises(AlertMissing):
        break_glass.carry_out(typed, proof, office=night.desk.office)


def test_a_typed_reference_takes_the_place_of_an_alert(night: Emergency) -> None:
    wish = night.wish(alert="MS-2026-4711", link="TrackingID#2610120001")
    alone = night.breaks(wish).content.alone
    assert alone is not None and not alone.is_known()


def test_only_what_the_code_was_typed_for(night: Emergency) -> None:
    typed, proof = night.typed(night.wish(), APPROVER)
    other = replace(typed, details=night.wish(note="Something else").details())
    with pytest.raises(WishChanged):
        break_glass.carry_out(other, proof, office=night.desk.office)


@pytest.mark.parametrize("purpose", [Purpose.VOTE, Purpose.PROVE])
def test_a_code_for_something_else_proves_nothing_here(night: Emergency, purpose: Purpose) -> None:
    typed, proof = night.typed(night.wish(), APPROVER, purpose=purpose)
    with pytest.raises(WishChanged):
        break_glass.carry_out(typed, proof, office=night.desk.office)


def test_more_than_the_policy_lets_go_is_refused(desk: Desk) -> None:
    desk.now = NIGHT
    text = ENABLED.text.replace("most = 3 ", "most = 1 ", 1)
    night = Emergency(desk, read_policy(text))
    night.alerted()
    assert len(night.could()) > 1
    typed, proof = night.typed(night.wish(2), APPROVER)
    with pytest.raises(TooManyAlone):
        break_glass.carry_out(typed, proof, office=desk.office)


def test_off_where_the_policy_does_not_say_so(desk: Desk) -> None:
    desk.now = NIGHT
    night = Emergency(desk, read_policy(SHIPPED))
    night.alerted()
    typed, proof = night.typed(night.wish(), APPROVER)
    with pytest.raises(BreakGlassOff):
        break_glass.carry_out(typed, proof, office=desk.office)


def test_nobody_without_the_role(night: Emergency) -> None:
    typed, proof = night.typed(night.wish(), AGENT)
    with pytest.raises(NoRole):
        break_glass.carry_out(typed, proof, office=night.desk.office)


def test_not_again_while_one_is_not_ratified_but_afterwards(night: Emergency) -> None:
    first = night.carried_out(night.breaks())
    with pytest.raises(Unratified):
        night.breaks()
    night.votes(night.ratifying()[0], OTHER)
    assert night.contained(first).state is State.RUNNING
    second = night.wish(subscription_ids=(night.could()[1].subscription_id,))
    night.breaks(second)
    with pytest.raises(Unratified):
        night.breaks(second)


def test_somebody_else_may_while_one_of_mine_is_not_ratified(night: Emergency) -> None:
    night.carried_out(night.breaks())
    chosen = (night.could()[1].subscription_id,)
    assert night.breaks(night.wish(subscription_ids=chosen), OTHER).content.alone is not None


# The gate looks again, whatever was filed


def test_a_stolen_proof_or_a_made_up_plan_does_not_go(night: Emergency) -> None:
    plan = night.breaks()
    for changed in (
        replace(night.desk.office, proves=lambda proof: False),
        night.desk.office,
    ):
        with night.desk.store.reading() as work:
            facts = gather(work, plan, now=night.desk.now, office=changed)
        goes = judge(facts).verdict is Verdict.GO
        assert goes is (changed is night.desk.office)


def test_an_old_proof_carries_nothing_that_is_filed_later(night: Emergency) -> None:
    """Whoever files the same once more, when nobody remembers the first, needs a code of now."""
    typed, proof = night.typed(night.wish(), APPROVER)
    first = break_glass.carry_out(typed, proof, office=night.desk.office)
    assert first is not None
    night.carried_out(first, steps=0)
    night.desk.now += timedelta(days=8)
    forged = replace(typed, offered_at=night.desk.now)
    again = break_glass.carry_out(forged, proof, office=night.desk.office)
    assert again is not None
    assert night.ruling(again) == (Verdict.WAIT, Why.VOTES)


def test_a_revoked_factor_stops_what_its_code_began(night: Emergency) -> None:
    plan = night.breaks()
    assert night.ruling(plan) == (Verdict.GO, Why.NONE)
    with night.desk.store() as work:
        work.step_ups.forget(plan.content.requester)
        work.commit()
    assert night.ruling(plan) == (Verdict.WAIT, Why.VOTES)


def test_a_policy_that_turns_it_off_stops_what_was_not_sent_yet(night: Emergency) -> None:
    plan = night.breaks()
    Emergency(night.desk, read_policy(SHIPPED.replace("hours = 72 ", "hours = 71 ", 1)))
    assert night.ruling(plan) == (Verdict.WAIT, Why.VOTES)


def test_the_plan_of_a_person_who_lost_the_role_waits(night: Emergency) -> None:
    plan = night.breaks()
    with night.desk.store() as work:
        keep = [p.person_id for p in work.people.with_role(Role.APPROVER)]
        work.people.set_role(Role.APPROVER, [p for p in keep if p != plan.content.requester])
        work.commit()
    assert night.ruling(plan) == (Verdict.WAIT, Why.VOTES)
