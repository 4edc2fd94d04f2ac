"""Votes: who may, how many it takes, and what two clicks at once do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from core.domain.approvals import Choice
from core.domain.errors import NoRole, NotEligible, Refusal
from core.domain.events import PlanEnded, VoteCast
from core.domain.plans import PlanState
from core.usecases import voting
from core.usecases.voting import Ballot
from sandbox.stories.driver import APPROVALS, CASES, offers
from tests.world import (
    ADMINISTRATOR,
    AGENT,
    FIRST,
    OTHER_AGENT,
    READER,
    SECOND,
    THIRD,
    World,
)


def at_once(*acts: Callable[[], str]) -> list[str]:
    """What each of several people hears who let go of the mouse in the same moment."""
    ready = threading.Barrier(len(acts))

    def act(one: Callable[[], str]) -> str:
        ready.wait(timeout=10)
        return one()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(act, acts))


def test_two_approvers_carry_a_suspension(world: World) -> None:
    assert "needs 2 votes" in world.suspend("contoso", "Exchange")
    assert "More votes are needed" in world.approve(FIRST)
    assert "is approved" in world.approve(SECOND)
    world.settled()
    assert world.plan().state is PlanState.FINISHED
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "suspended"
    assert len(world.changes()) == len(world.sends()) == 1


def test_of_two_second_votes_at_once_one_completes_the_quorum_and_the_other_is_told(
    world: World,
) -> None:
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    for user in (SECOND, THIRD):
        world.open_approval(user)
    agreed = {user: world.consent(user) for user in (SECOND, THIRD)}
    heard = at_once(*(partial(world.submit, user, form) for user, form in agreed.items()))
    world.settled()
    assert sum("is recorded. The plan is approved" in said for said in heard) == 1, heard
    assert sum("is over" in said for said in heard) == 1, heard
    cast = [r for r in world.events() if isinstance(r.event, VoteCast)]
    assert len(cast) == 2
    assert len(world.changes()) == len(world.sends()) == 1
    assert world.thread().count("2 of 2 votes") >= 1


def test_one_person_who_votes_many_times_at_once_is_counted_once(world: World) -> None:
    world.suspend("contoso", "Exchange")
    plan = world.plan()
    ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE)

    def vote() -> str:
        try:
            return str(voting.vote(ballot, world.account(FIRST), office=world.office).state)
        except Refusal as refusal:
            return type(refusal).__name__

    heard = at_once(*[vote] * 4)
    assert sorted(heard) == ["AlreadyVoted"] * 3 + ["pending"]
    assert world.plan().state is PlanState.PENDING


@pytest.mark.parametrize("user", [OTHER_AGENT, ADMINISTRATOR, READER])
def test_whoever_has_no_vote_is_told_before_a_form_opens_who_has(world: World, user: str) -> None:
    world.suspend("contoso", "Exchange")
    world.driver.http.patch(
        f"/sandbox/slack/channels/{APPROVALS}", json={"members": [AGENT, user, "U0GOODSTANDING"]}
    )
    for button in ("plan_approve", "plan_reject"):
        said = world.refused(user, button)
        assert "no vote on this plan" in said and "Sabine Braun" in said
    assert "0 of 2" in world.card_text()


def test_the_requester_cannot_vote_on_the_own_plan(world: World) -> None:
    world.suspend("contoso", "Exchange")
    assert "someone else must decide" in world.refused(AGENT)
    assert "0 of 2" in world.card_text()


def test_whoever_voted_is_told_so_at_the_next_click(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    assert "already recorded" in world.refused(FIRST)
    assert "is rejected" in world.reject(FIRST)


@pytest.mark.parametrize("user", [FIRST, READER], ids=["approver", "reader"])
def test_a_guest_is_not_told_of_a_role_that_would_not_help(world: World, user: str) -> None:
    world.suspend("contoso", "Exchange")
    world.installation.desk.services.know(world.account(user))
    world.driver.http.patch(
        f"/sandbox/slack/channels/{APPROVALS}", json={"members": [AGENT, user, "U0GOODSTANDING"]}
    )
    world.change_person(user, is_restricted=True)
    assert "may not decide here: guest" in world.refused(user)


NOT_ONE_OF_US = {
    "guest": {"is_restricted": True},
    "single-channel guest": {"is_ultra_restricted": True},
    "external": {"is_stranger": True},
}


@pytest.mark.parametrize("kind", NOT_ONE_OF_US)
def test_an_approver_who_is_no_full_member_any_more_is_refused(world: World, kind: str) -> None:
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    world.open_approval(SECOND)
    world.move_clock("2026-10-12T08:30:00Z")
    world.change_person(SECOND, **NOT_ONE_OF_US[kind])
    assert "may not decide here" in world.submit(SECOND, world.consent(SECOND))
    assert world.plan().state is PlanState.PENDING


@pytest.mark.parametrize(
    "change",
    [{"deleted": True}, {"is_bot": True}, {"team_id": "T0OUTSIDE"}],
    ids=["deactivated", "bot", "moved"],
)
def test_an_account_that_can_no_longer_click_is_refused_as_well(
    world: World, change: dict[str, object]
) -> None:
    world.suspend("contoso", "Exchange")
    plan = world.plan()
    world.change_person(SECOND, **change)
    world.move_clock("2026-10-12T08:30:00Z")
    account = world.account(SECOND)
    with pytest.raises((NotEligible, NoRole)):
        world.installation.desk.services.know(account)
        voting.vote(Ballot(plan.plan_id, plan.hash, Choice.APPROVE), account, office=world.office)
    assert "0 of 2" in world.card_text()


def test_an_account_that_slack_does_not_know_is_refused(world: World) -> None:
    world.suspend("contoso", "Exchange")
    plan = world.plan()
    account = world.account("U0NOBODY")
    with pytest.raises(NotEligible):
        world.installation.desk.services.know(account)
    with pytest.raises(NoRole):
        voting.vote(Ballot(plan.plan_id, plan.hash, Choice.APPROVE), account, office=world.office)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("error", {"error": "internal_error"}), ("status", {"status": 503}), ("reset_before", {})],
    ids=["error", "status", "reset"],
)
def test_a_directory_that_cannot_be_read_refuses_the_vote(
    world: World, kind: str, more: dict[str, object]
) -> None:
    world.suspend("contoso", "Exchange")
    world.move_clock("2026-10-12T08:30:00Z")
    world.faults.slack(kind, "users.info", times=10, **more)
    assert "did not say who you are" in world.approve(FIRST)
    assert "0 of 2" in world.card_text()
    world.faults.clear()
    assert "More votes are needed" in world.approve(FIRST)


def test_whoever_is_deactivated_after_voting_does_not_count_when_the_bytes_leave(
    world: World,
) -> None:
    world.move_clock("2026-10-12T16:00:00Z")
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    world.approve(SECOND)
    world.settled()
    assert world.plan().state is PlanState.APPROVED
    world.change_person(SECOND, deleted=True)
    world.move_clock("2026-10-13T08:00:00Z")
    world.take_in()
    world.settled()
    assert world.sends() == []
    assert world.plan().waiting_for == "votes"


def test_whom_the_directory_does_not_know_any_more_has_no_vote(world: World) -> None:
    world.move_clock("2026-10-12T16:00:00Z")
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    world.approve(SECOND)
    world.settled()
    world.faults.slack("error", "users.info", error="user_not_found", times=10)
    world.move_clock("2026-10-13T08:00:00Z")
    world.take_in()
    world.settled()
    assert world.faults.fired() > 0
    assert world.sends() == []
    assert world.plan().waiting_for == "votes"


def test_one_reject_closes_the_plan_and_says_when_to_ask_again(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    assert "is rejected" in world.reject(SECOND)
    world.settled()
    plan = world.plan()
    assert (plan.state, str(plan.ask_again_on)) == (PlanState.REJECTED, "2026-10-19")
    assert not offers(world.card(), "plan_approve")
    assert "They paid in cash" in world.card_text()
    assert "rejected the plan" in world.thread()
    ends = world.ask(lambda work: work.events.of_plan(plan.plan_id, PlanEnded))
    assert [one.event.state for one in ends if isinstance(one.event, PlanEnded)] == ["rejected"]
    assert world.sends() == []


def test_an_approver_may_take_the_own_yes_back_with_a_no_while_it_waits(world: World) -> None:
    world.move_clock("2026-10-12T16:00:00Z")
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    world.approve(SECOND)
    assert "is rejected" in world.reject(FIRST)
    assert world.plan().state is PlanState.REJECTED


def test_a_plan_that_nobody_decides_lapses_and_nothing_is_suspended(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.open_approval(SECOND)
    agreed = world.consent(SECOND)
    world.approve(FIRST)
    world.move_clock("2026-10-14T08:30:00Z")
    world.settled()
    assert world.plan().state is PlanState.EXPIRED
    assert "is over (lapsed)" in world.submit(SECOND, agreed)
    assert "its time ran out first" in world.card_text()
    assert "its time ran out first" in world.thread()


def test_only_the_requester_withdraws_a_plan(world: World) -> None:
    world.suspend("contoso", "Exchange")
    plan_id = world.plan().plan_id
    for user in (OTHER_AGENT, FIRST):
        with pytest.raises(Refusal):
            voting.withdraw(plan_id, world.account(user), office=world.office)
    voting.withdraw(plan_id, world.account(AGENT), office=world.office)
    world.settled()
    assert world.plan().state is PlanState.WITHDRAWN
    assert "The requester took it back" in world.card_text()


def test_a_second_plan_for_the_same_customer_waits_for_the_first(world: World) -> None:
    world.suspend("contoso", "Exchange")
    assert "is open already" in world.suspend("contoso", "Business Premium")
    assert len(world.plans()) == 1


def test_the_case_thread_is_one_for_several_plans(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.reject(FIRST)
    world.suspend("contoso", "Exchange", user=OTHER_AGENT)
    world.settled()
    first, second = world.plans()
    assert first.content.case_id == second.content.case_id
    roots = [m for m in world.driver.messages(CASES) if "Contoso" in m["text"]]
    assert len(roots) == 1
