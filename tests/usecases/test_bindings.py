"""Whose an account is: two others decide, and two accounts of one person never make two votes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.domain.approvals import Choice, valid_approvals
from core.domain.errors import (
    AccountChangeOpen,
    AccountUnchanged,
    AlreadyVoted,
    BadInput,
    LastAccount,
    NoRole,
    ReasonMissing,
    Refusal,
    RoleChangeOpen,
    SelfApproval,
    TooFewVoters,
)
from core.domain.events import AccountBound, AccountFreed, FactorRevoked, RolesChanged, Route
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Plan, PlanState, Reason
from core.domain.step_up_errors import AskedAsAnother, OwnAccount
from core.gathering import gather
from core.usecases import bindings, roles
from core.usecases.voting import Ballot, vote
from tests.a_step_up import a_plan, agree, counting, happened, with_second_administrator
from tests.office import ADMIN, AGENT, APPROVER, TEAM, Desk

PARK, WEBER, LEE = (AccountKey(TEAM, user) for user in ("U0PARK", "U0WEBER", "U0LEE"))
NEW = AccountKey(TEAM, "U0READER")


def find(desk: Desk, account: AccountKey) -> Person | None:
    with desk.store.reading() as work:
        return work.people.by_account(account)


def bind(desk: Desk, account: AccountKey, to: AccountKey, by: AccountKey = ADMIN) -> Plan:
    return bindings.bind(
        account.user_id, to=to.user_id, by=by.user_id, reason="One person",
        office=desk.office, route=Route.CLI,
    )  # fmt: skip


def unbind(desk: Desk, account: AccountKey, by: AccountKey = ADMIN) -> Plan:
    return bindings.unbind(
        account.user_id, by=by.user_id, reason="Left", office=desk.office, route=Route.CLI
    )


def bound(desk: Desk, account: AccountKey, to: AccountKey) -> None:
    """By the two approvers whose accounts these are not."""
    plan, left = bind(desk, account, to), [PARK, WEBER, APPROVER]
    for voter in [one for one in left if one not in (account, to)][:2]:
        plan = agree(desk, plan, voter)
    assert plan.state is PlanState.FINISHED


@pytest.fixture
def crowd(desk: Desk) -> Desk:
    """One approver more, so that one fewer are enough."""
    with desk.store() as work:
        now = [one.person_id for one in work.people.with_role(Role.APPROVER)]
        lee = work.people.bind(LEE, "Lee")
        member = work.people.member(APPROVER)
        assert member is not None
        for account in (LEE, NEW):
            work.people.save_member(replace(member, key=account, name=account.user_id))
        work.people.set_role(Role.APPROVER, [*now, lee.person_id])
        work.commit()
    return desk


def test_an_account_more_is_the_same_person(crowd: Desk) -> None:
    bound(crowd, NEW, APPROVER)
    person = find(crowd, NEW)
    assert person == find(crowd, APPROVER) and person is not None
    assert person.accounts == (APPROVER, NEW)
    assert happened(crowd, AccountBound) == 1 and happened(crowd, RolesChanged) == 0
    plan = a_plan(crowd, Reason.MISUSE)
    assert agree(crowd, plan, NEW).state is PlanState.PENDING
    with pytest.raises(AlreadyVoted):
        agree(crowd, plan, APPROVER)


@pytest.mark.parametrize("first", [APPROVER, LEE], ids=["by the first one", "by the second"])
def test_two_who_were_one_have_one_vote_on_what_is_open(crowd: Desk, first: AccountKey) -> None:
    plan = a_plan(crowd, Reason.MISUSE)
    agree(crowd, plan, first)
    bound(crowd, LEE, APPROVER)
    for account in (LEE, APPROVER):
        with pytest.raises(AlreadyVoted):
            agree(crowd, plan, account)
    assert agree(crowd, plan, PARK).state is PlanState.APPROVED
    person = find(crowd, LEE)
    assert person is not None and person.accounts == (APPROVER, LEE)
    assert happened(crowd, RolesChanged) == 2


def test_both_votes_of_one_person_are_one_when_it_is_sent(crowd: Desk) -> None:
    plan = a_plan(crowd, Reason.MISUSE)
    agree(crowd, plan, APPROVER)
    assert agree(crowd, plan, LEE).state is PlanState.APPROVED
    bound(crowd, LEE, APPROVER)
    assert standing(crowd, plan) == 1


def test_who_asked_by_a_second_account_does_not_decide_by_the_first(crowd: Desk) -> None:
    plan = a_plan(crowd, Reason.MISUSE)
    agree(crowd, plan, APPROVER)
    bound(crowd, AGENT, APPROVER)
    assert standing(crowd, plan) == 0
    with pytest.raises(AskedAsAnother):
        agree(crowd, plan, APPROVER)


def test_the_second_factor_of_a_double_is_good_for_nothing(crowd: Desk) -> None:
    with_second_administrator(crowd.store, PARK)
    counting(LEE.user_id, crowd.office)
    bound(crowd, LEE, APPROVER)
    assert happened(crowd, FactorRevoked) == 1


def test_what_was_voted_with_an_account_goes_with_it(crowd: Desk) -> None:
    bound(crowd, NEW, APPROVER)
    plan = a_plan(crowd, Reason.MISUSE)
    agree(crowd, plan, NEW)
    assert standing(crowd, plan) == 1
    taking = unbind(crowd, NEW)
    for voter in (PARK, WEBER):
        taking = agree(crowd, taking, voter)
    assert taking.state is PlanState.FINISHED and happened(crowd, AccountFreed) == 1
    assert find(crowd, NEW) is None and standing(crowd, plan) == 0


def test_nobody_decides_on_the_own_account(crowd: Desk) -> None:
    plan = bind(crowd, LEE, APPROVER)
    for whose in (LEE, APPROVER):
        with pytest.raises(OwnAccount):
            agree(crowd, plan, whose)
    with pytest.raises(SelfApproval):
        agree(crowd, plan, ADMIN)
    ballot = Ballot(plan.plan_id, plan.hash, Choice.REJECT, reason="No")
    assert vote(ballot, PARK, office=crowd.office).state is PlanState.REJECTED
    assert find(crowd, LEE) != find(crowd, APPROVER)


Try = Callable[[Desk], object]


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        pytest.param(lambda d: bind(d, NEW, APPROVER, by=AGENT), NoRole, id="by an agent"),
        pytest.param(lambda d: bind(d, APPROVER, APPROVER), AccountUnchanged, id="to oneself"),
        pytest.param(lambda d: bind(d, LEE, NEW), BadInput, id="to nobody we know"),
        pytest.param(lambda d: unbind(d, APPROVER), LastAccount, id="the only one"),
        pytest.param(lambda d: unbind(d, NEW), BadInput, id="of nobody"),
        pytest.param(
            lambda d: bindings.unbind(
                "U0BRAUN", by="U0ADMIN", reason=" ", office=d.office, route=Route.CLI
            ),
            LastAccount,
            id="the only one, without a reason",
        ),
        pytest.param(
            lambda d: bindings.bind(
                "U0READER", to="U0BRAUN", by="U0ADMIN", reason=" ",
                office=d.office, route=Route.CLI,
            ),
            ReasonMissing,
            id="without a reason",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be(crowd: Desk, attempt: Try, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        attempt(crowd)


def test_too_few_would_be_left_to_decide(desk: Desk) -> None:
    with desk.store() as work:
        two = [one.person_id for one in work.people.with_role(Role.APPROVER)][:2]
        work.people.set_role(Role.APPROVER, two)
        first, second = (work.people.get(one).accounts[0] for one in two)
        work.commit()
    with pytest.raises(TooFewVoters):
        bind(desk, first, second)


def test_one_change_of_accounts_or_roles_at_a_time(crowd: Desk) -> None:
    def change() -> Plan:
        return roles.propose(
            "agents", add=["U0PARK"], remove=[], reason="New", by="U0ADMIN",
            office=crowd.office, route=Route.CLI,
        )  # fmt: skip

    bind(crowd, NEW, APPROVER)
    with pytest.raises(AccountChangeOpen):
        bind(crowd, LEE, APPROVER)
    with pytest.raises(AccountChangeOpen):
        change()
    with crowd.store.reading() as work:
        (open_one,) = [one for one in work.plans.open() if one.content.subject]
    no = Ballot(open_one.plan_id, open_one.hash, Choice.REJECT, reason="No")
    vote(no, PARK, office=crowd.office)
    change()
    with pytest.raises(RoleChangeOpen):
        bind(crowd, NEW, APPROVER)


def standing(desk: Desk, plan: Plan) -> int:
    with desk.store.reading() as work:
        facts = gather(work, work.plans.get(plan.plan_id), now=desk.now, office=desk.office)
    return len(valid_approvals(plan, facts.voters, facts.ballot))
