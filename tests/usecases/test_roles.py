"""Who has a role changes by a plan of its own, which two others decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.domain.errors import (
    BadInput,
    NoRole,
    ReasonMissing,
    RoleChangeOpen,
    RoleEmptied,
    RoleUnchanged,
    TooFewVoters,
    UnfitForRole,
)
from core.domain.events import RolesChanged, Route
from core.domain.people import Role
from core.domain.plans import Action, Plan, PlanState
from core.usecases.roles import propose
from tests.world import ADMINISTRATOR, AGENT, FIRST, GUEST, READER, SECOND, THIRD, World


def ask(
    world: World, role: str = "approvers", *, add: Sequence[str] = (), remove: Sequence[str] = (),
    by: str = AGENT, reason: str = "New in the team",
) -> Plan:  # fmt: skip
    return propose(
        role, add=add, remove=remove, reason=reason, by=by, office=world.office, route=Route.CLI
    )


def having(world: World, role: Role) -> set[str]:
    people = world.ask(lambda work: work.people.with_role(role))
    return {account.user_id for person in people for account in person.accounts}


def now(world: World, plan: Plan) -> Plan:
    return world.ask(lambda work: work.plans.get(plan.plan_id))


def test_two_others_change_a_list_and_the_card_says_who_comes_and_goes(world: World) -> None:
    world.installation.desk.services.know(world.account(READER))
    plan = ask(world, add=[READER], remove=[THIRD], by=ADMINISTRATOR)
    world.settled()
    card = world.card_text(plan)
    assert "Added:* Ines Costa (U0READER)" in card
    assert "Removed:* Anton Weber (U0WEBER)" in card
    assert "New in the team" in card
    assert "unknown" not in card
    assert "someone else must decide" in world.refused(ADMINISTRATOR, plan=plan)
    world.approve(FIRST, plan)
    world.approve(SECOND, plan)
    world.settled()
    assert now(world, plan).state is PlanState.FINISHED
    assert having(world, Role.APPROVER) == {FIRST, SECOND, READER}
    assert "Sabine Braun (U0BRAUN)" in world.card_text(plan)
    [changed] = [e.event for e in world.events(plan) if isinstance(e.event, RolesChanged)]
    assert len(changed.before) == len(changed.after) == 3


def test_an_administrator_votes_on_roles_and_an_agent_does_not(world: World) -> None:
    plan = ask(world, "agents", add=[READER], by=FIRST)
    world.settled()
    assert "no vote on this plan" in world.refused(AGENT, plan=plan)
    world.approve(ADMINISTRATOR, plan)
    world.approve(SECOND, plan)
    world.settled()
    assert READER in having(world, Role.AGENT)


def test_the_vote_of_who_lost_the_role_meanwhile_does_not_count(world: World) -> None:
    first = ask(world, "agents", add=[READER])
    second = ask(world, "approvers", remove=[THIRD])
    world.settled()
    world.approve(THIRD, first)
    world.approve(FIRST, second)
    world.approve(SECOND, second)
    world.settled()
    world.approve(FIRST, first)
    assert now(world, first).state is PlanState.PENDING
    world.approve(SECOND, first)
    assert now(world, first).state is PlanState.FINISHED


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        pytest.param({"role": "kings", "add": [READER]}, BadInput, id="no such role"),
        pytest.param({"add": ["@ines"]}, BadInput, id="no user id"),
        pytest.param({"remove": [READER]}, BadInput, id="not in the list"),
        pytest.param({"add": [READER], "remove": [READER]}, BadInput, id="both"),
        pytest.param({"add": [READER], "reason": " "}, ReasonMissing, id="no reason"),
        pytest.param({"add": [FIRST]}, RoleUnchanged, id="there already"),
        pytest.param({}, RoleUnchanged, id="nothing"),
        pytest.param({"add": [READER], "by": READER}, NoRole, id="asked by nobody of ours"),
        pytest.param(
            {"role": "administrators", "remove": [ADMINISTRATOR]}, RoleEmptied, id="emptied"
        ),
        pytest.param({"remove": [FIRST, SECOND, THIRD]}, RoleEmptied, id="nobody votes"),
        pytest.param({"remove": [SECOND, THIRD]}, TooFewVoters, id="one votes"),
    ],
)
def test_a_change_that_cannot_stand_is_refused(
    world: World, asked: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(world, **asked)  # type: ignore[arg-type]
    assert world.ask(lambda work: work.plans.open_of(Action.CHANGE_ROLES)) == []
    assert world.ask(lambda work: work.people.by_account(world.account(READER))) is None


def test_a_guest_gets_no_role(world: World) -> None:
    world.installation.desk.services.know(world.account(GUEST))
    with pytest.raises(UnfitForRole):
        ask(world, add=[GUEST])


def test_one_change_of_a_role_is_open_at_a_time(world: World) -> None:
    ask(world, add=[READER])
    with pytest.raises(RoleChangeOpen):
        ask(world, remove=[THIRD])
    assert ask(world, "agents", add=[READER]).state is PlanState.PENDING


def test_who_cannot_vote_any_more_does_not_count_towards_those_left(world: World) -> None:
    member = world.ask(lambda work: work.people.member(world.account(SECOND)))
    assert member is not None
    world.installation.desk.services.remember(replace(member, deleted=True))
    with pytest.raises(TooFewVoters):
        ask(world, remove=[THIRD])
