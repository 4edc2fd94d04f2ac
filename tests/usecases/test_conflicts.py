"""Account owners and stand-ins over a filled desk: no vote, no place on the card, enough others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.approvals import Choice
from core.domain.cases import Delegation
from core.domain.errors import BadInput, NoRole, NotAmongVoters, TooFewVoters, UnknownCustomer
from core.domain.events import OwnerNamed, OwnerTakenOff, Route
from core.domain.people import AccountKey
from core.domain.plans import Plan, PlanState, Reason
from core.domain.step_up_errors import OwnerUnchanged, OwnOwnership, OwnsAccount, StandsIn
from core.gate import Why, judge
from core.gathering import gather
from core.usecases import eligibility, owning, standing
from core.usecases.plan_view import view_plan
from core.usecases.voting import Ballot, check_bank, vote
from tests.a_step_up import a_plan, agree, happened, person
from tests.office import ADMIN, AGENT, APPROVER, TEAM, Desk
from tests.world import READER

OTHER, THIRD = AccountKey(TEAM, "U0PARK"), AccountKey(TEAM, "U0WEBER")


def own(desk: Desk, account: AccountKey = APPROVER, by: AccountKey = ADMIN) -> None:
    owning.name(
        "contoso", account.user_id, by=by.user_id, office=desk.office, route=Route.CLI
    )  # fmt: skip


def disown(desk: Desk, account: AccountKey = APPROVER, by: AccountKey = ADMIN) -> None:
    owning.take_off(
        "contoso", account.user_id, by=by.user_id, office=desk.office, route=Route.CLI
    )  # fmt: skip


def delegate(desk: Desk, case_id: str = "", days: int = 1) -> None:
    """The agent who asks lets an approver stand in, from today on."""
    today = desk.office.today(desk.now)
    until = today + timedelta(days=days)
    mine, theirs = person(desk, AGENT), person(desk, APPROVER)
    with desk.store() as work:
        work.cases.add_delegation(
            Delegation("d", mine, theirs, today, until, desk.now, case_id=case_id)
        )
        work.commit()


def asked(desk: Desk, plan: Plan) -> set[str]:
    view = view_plan(plan.plan_id, office=desk.office)
    return {account.user_id for one in view.asked for account in one.accounts}


def may(desk: Desk, plan: Plan, account: AccountKey = APPROVER) -> None:
    eligibility.may_vote(plan.plan_id, Choice.APPROVE, account, office=desk.office)


def test_the_account_owner_decides_nothing_about_the_customer(desk: Desk) -> None:
    plan = a_plan(desk, Reason.MISUSE)
    assert APPROVER.user_id in asked(desk, plan)
    own(desk)
    assert asked(desk, plan) == {OTHER.user_id, THIRD.user_id}
    for refused in (
        lambda: may(desk, plan),
        lambda: agree(desk, plan, APPROVER),
        lambda: check_bank(plan.plan_id, APPROVER, office=desk.office),
        lambda: vote(
            Ballot(plan.plan_id, plan.hash, Choice.REJECT, reason="No"),
            APPROVER,
            office=desk.office,
        ),
    ):
        with pytest.raises(OwnsAccount):
            refused()
    agree(desk, plan, OTHER)
    assert agree(desk, plan, THIRD).state is PlanState.APPROVED


def test_others_are_named_to_who_has_no_vote_and_the_owner_is_not(desk: Desk) -> None:
    plan = a_plan(desk, Reason.MISUSE)
    own(desk)
    with pytest.raises(NotAmongVoters) as refused:
        may(desk, plan, ADMIN)
    voters = refused.value.facts["voters"]
    assert isinstance(voters, list)
    assert set(voters) == {"Jiwoo Park", "Anton Weber"}


def test_a_vote_of_before_does_not_carry_the_plan_any_more(desk: Desk) -> None:
    plan = a_plan(desk, Reason.MISUSE)
    agree(desk, plan, APPROVER)
    plan = agree(desk, plan, OTHER)
    assert plan.state is PlanState.APPROVED
    own(desk)
    with desk.store.reading() as work:
        assert judge(gather(work, plan, now=desk.now, office=desk.office)).why is Why.VOTES


def test_the_stand_in_of_who_asked_has_no_vote_while_it_lasts(desk: Desk) -> None:
    plan = a_plan(desk, Reason.MISUSE)
    delegate(desk)
    with pytest.raises(StandsIn):
        agree(desk, plan, APPROVER)
    assert APPROVER.user_id not in asked(desk, plan)
    desk.now += timedelta(days=2)
    may(desk, plan)


@pytest.mark.parametrize("mine", [True, False])
def test_a_stand_in_for_one_case_has_no_vote_in_that_case(desk: Desk, mine: bool) -> None:
    plan = a_plan(desk, Reason.MISUSE)
    delegate(desk, (plan.content.case_id or "") if mine else "another")
    if mine:
        with pytest.raises(StandsIn):
            may(desk, plan)
    else:
        may(desk, plan)


def test_who_owns_an_account_is_on_the_standing_card_and_on_record(desk: Desk) -> None:
    own(desk)
    view = standing.look_up("contoso", AGENT, office=desk.office)
    assert [one.name for one in view.owners] == ["Sabine Braun"]
    disown(desk)
    assert standing.look_up("contoso", AGENT, office=desk.office).owners == ()
    assert happened(desk, OwnerNamed) == happened(desk, OwnerTakenOff) == 1


def test_somebody_who_was_never_seen_may_own_an_account(desk: Desk) -> None:
    own(desk, AccountKey(TEAM, READER))
    with desk.store.reading() as work:
        assert len(work.account_owners.all()) == 1


@pytest.mark.parametrize(
    ("by", "refusal"),
    [(APPROVER, NoRole), (AGENT, NoRole), (AccountKey(TEAM, "braun"), BadInput)],
    ids=["approver", "agent", "no user id"],
)
def test_administrators_note_it(desk: Desk, by: AccountKey, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        own(desk, OTHER, by)
    with pytest.raises(refusal):
        disown(desk, OTHER, by)


def test_what_is_so_already_is_said(desk: Desk) -> None:
    with pytest.raises(OwnerUnchanged):
        disown(desk)
    own(desk)
    with pytest.raises(OwnerUnchanged):
        own(desk)
    with pytest.raises(UnknownCustomer):
        owning.look_up("nobody of that name", office=desk.office)


def test_nobody_takes_the_own_name_off(desk: Desk) -> None:
    own(desk, ADMIN)
    with pytest.raises(OwnOwnership):
        disown(desk, ADMIN)


def test_enough_others_are_left_to_vote(desk: Desk) -> None:
    own(desk)
    with pytest.raises(TooFewVoters):
        own(desk, OTHER)
    with desk.store.reading() as work:
        assert len(work.account_owners.all()) == 1
