"""Whoever votes without a code is told in private, once, and stops everything with one press."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from slack_sdk import WebClient

from core.domain.approvals import Choice
from core.domain.errors import NotYourVote
from core.domain.events import Frozen, Route, VoteCast
from core.domain.people import AccountKey
from core.domain.plans import Plan, PlanState, Reason
from core.ports.engine import Delivery
from core.usecases.disowning import disown
from core.usecases.vote_notes import VOTE_NOTE
from handlers.lacking import Lacking
from handlers.messages.blocks import Message
from handlers.say import SlackSay
from handlers.vote_notes import VoteNotes
from sandbox.stories.driver import ALERTS, Json, words_of
from tests.a_step_up import a_plan, agree, happened
from tests.office import APPROVER, MONDAY, TEAM, Desk
from tests.usecases.test_codes_in_slack import direct
from tests.world import FIRST, SECOND, World

OTHER = AccountKey(TEAM, "U0PARK")


def notes(world: World, user: str) -> list[Json]:
    world.settled()
    return [one for one in direct(world, user) if "Your approval was counted" in words_of(one)]


def test_a_stolen_session_is_noticed_and_stopped(world: World) -> None:
    plan = world.file("contoso", "Exchange", reason=Reason.FRAUD)
    world.vote(plan, FIRST)
    (note,) = notes(world, FIRST)
    assert "given in Slack, Mon 12 Oct, 10:00" in words_of(note)
    assert "SUSPEND 1 subscription" in words_of(note)
    world.driver.click(FIRST, note, "vote_disown")
    world.until(lambda: "your approval is a no now" in words_of(direct(world, FIRST)[-1]))
    assert world.again(plan).state is PlanState.REJECTED
    assert world.ask(lambda work: work.freezes.current()) is not None
    world.settled()
    assert "Sabine Braun rejected the plan" in world.thread(plan)
    alarms = [words_of(one) for one in world.driver.messages(ALERTS)]
    assert any("Braun froze everything" in one and "may have my Slack" in one for one in alarms)
    assert len(notes(world, FIRST)) == 1 and not notes(world, SECOND)
    assert not world.sends()


@dataclass(frozen=True)
class Deaf(SlackSay):
    """Whoever would be told once more shows."""

    def write(self, user_id: str, message: Message) -> tuple[str, str]:
        raise AssertionError(f"{user_id} was told again: {message.text}")


def test_one_vote_is_told_once_however_often_the_job_runs(world: World) -> None:
    plan = world.file("contoso", "Exchange", reason=Reason.FRAUD)
    world.vote(plan, FIRST)
    world.vote(plan, SECOND, Choice.REJECT)
    assert len(notes(world, FIRST)) == 1 and not notes(world, SECOND)
    (vote, _) = world.ask(lambda work: work.plans.votes(plan.plan_id))
    again = {"plan_id": plan.plan_id, "person_id": vote.person_id, "at": vote.at.isoformat()}
    job = Delivery(VOTE_NOTE, again | {"route": Route.SLACK.value}, attempt=2)
    VoteNotes(world.installation.desk.services, Deaf(WebClient(), Lacking(world.office))).send(job)


@pytest.fixture
def plan(desk: Desk) -> Plan:
    return a_plan(desk, Reason.MISUSE)


def test_what_is_decided_and_not_sent_ends_as_well(desk: Desk, plan: Plan) -> None:
    agree(desk, plan, APPROVER)
    assert agree(desk, plan, OTHER).state is PlanState.APPROVED
    assert disown(plan.plan_id, APPROVER, office=desk.office).state is PlanState.REJECTED
    assert happened(desk, Frozen) == 1


def test_what_is_under_way_is_frozen(desk: Desk, plan: Plan) -> None:
    agree(desk, plan, APPROVER)
    agree(desk, plan, OTHER)
    with desk.store() as work:
        work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
        work.commit()
    cast = happened(desk, VoteCast)
    for _ in range(2):
        left = disown(plan.plan_id, APPROVER, office=desk.office)
        assert left.state is PlanState.EXECUTING
    assert (happened(desk, Frozen), happened(desk, VoteCast)) == (1, cast)


@pytest.mark.parametrize(
    "voter",
    [pytest.param(None, id="nobody voted"), pytest.param(OTHER, id="somebody else did")],
)
def test_only_the_own_vote_is_disowned(desk: Desk, plan: Plan, voter: AccountKey | None) -> None:
    if voter is not None:
        agree(desk, plan, voter)
    with pytest.raises(NotYourVote):
        disown(plan.plan_id, APPROVER, office=desk.office)
    assert happened(desk, Frozen) == 0 and desk.now == MONDAY
