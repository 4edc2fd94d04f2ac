"""python -m bot plans, decide and withdraw: the votes of Slack, at a terminal, each with a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from core.domain.events import CodeRefused, Event, PlanEnded, Recorded, Route, VoteCast
from core.domain.plans import Action, Plan, PlanState, Reason
from core.domain.secret import Secret
from core.domain.short_codes import short_code
from sandbox.stories.driver import words_of
from tests.a_step_up import code_at, counting
from tests.usecases.test_codes_in_slack import direct
from tests.world import ADMINISTRATOR, AGENT, FIRST, SECOND, THIRD, World

Bot = Callable[..., Result]


@pytest.fixture
def bot(world_with_codes: World, monkeypatch: pytest.MonkeyPatch) -> Bot:
    for name, value in world_with_codes.installation.environment(3000).items():
        monkeypatch.setenv(name, value)

    def run(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, list(words), input=f"{typed}\n")

    return run


@pytest.fixture
def plan(world_with_codes: World) -> Plan:
    """A suspension for misuse, which takes no code in Slack."""
    return world_with_codes.file("contoso", "Exchange", reason=Reason.MISUSE)


@pytest.fixture
def secrets(world_with_codes: World) -> dict[str, Secret]:
    office = world_with_codes.office
    return {user: counting(user, office) for user in (FIRST, SECOND, AGENT)}


def recorded(world: World, kind: type[Event]) -> list[Recorded]:
    return world.ask(lambda work: work.events.since(kind, datetime(2026, 1, 1, tzinfo=UTC)))


def words_for(plan: Plan, user: str, choice: str = "approve", **options: str) -> list[str]:
    key = plan.content.customer
    assert key is not None
    given = {"as": user, "hash": plan.hash[:8], "customer": short_code(key)} | options
    named = [part for name, value in given.items() for part in (f"--{name}", value)]
    return ["decide", plan.plan_id[:8], choice, *named]


def test_two_people_decide_with_two_codes_while_slack_is_down(
    world_with_codes: World, bot: Bot, plan: Plan, secrets: dict[str, Secret]
) -> None:
    world = world_with_codes
    world.settled()
    world.faults.slack("status", "users.info", status=503, times=1000)
    listed = bot("plans").stdout
    assert f"hash {plan.hash[:8]}  Suspend Contoso Handels GmbH, code " in listed
    assert "0 of 2 votes; may vote: " in listed and "Waits for more votes." in listed
    for user, said in ((FIRST, "More votes are needed."), (SECOND, "The plan is approved.")):
        done = bot(*words_for(plan, user), typed=code_at(secrets[user], world.now))
        assert done.exit_code == 0 and said in done.stdout, done.stdout
        assert "SUSPEND 1 subscription" in done.stdout and "[ " not in done.stdout
    assert [one.stamp.route for one in recorded(world, VoteCast)] == [Route.CLI, Route.CLI]
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED and world.faults.fired()
    assert "Your approval was counted, given at the terminal" in words_of(direct(world, FIRST)[-1])
    assert "SUSPENDED 1 subscription" in world.card_text(plan)


# Who, what is given otherwise, what is typed where it is not the code, and what is said.
REFUSED: Mapping[str, tuple[str, dict[str, str], str, str]] = {
    "a wrong code": (FIRST, {}, "000000", "That code was wrong"),
    "no code": (FIRST, {}, "none", "six digits"),
    "another hash": (FIRST, {"hash": "0" * 8}, "", "older card"),
    "no hash": (FIRST, {"hash": ""}, "", "older card"),
    "another customer": (FIRST, {"customer": "XXXX"}, "", "code of another customer"),
    "no second factor": (THIRD, {}, "", "no second factor"),
    "who asked": (AGENT, {}, "", "You asked for this plan"),
    "nobody": ("U0NOBODY", {}, "", "You may not do this"),
    "no user id": ("nonsense", {}, "", "is no Slack user id"),
}


def test_a_terminal_is_no_way_round(
    world_with_codes: World, bot: Bot, plan: Plan, secrets: dict[str, Secret]
) -> None:
    for name, (user, options, typed, said) in REFUSED.items():
        shows = code_at(secrets.get(user, secrets[FIRST]), world_with_codes.now)
        done = bot(*words_for(plan, user, **options), typed=typed or shows)
        assert (done.exit_code, said in done.stdout) == (1, True), (name, done.stdout)
    assert not recorded(world_with_codes, VoteCast)


def test_a_code_works_once_and_five_wrong_ones_lock_it(
    world_with_codes: World, bot: Bot, plan: Plan, secrets: dict[str, Secret]
) -> None:
    world = world_with_codes
    right = code_at(secrets[FIRST], world.now)
    assert bot(*words_for(plan, FIRST), typed=right).exit_code == 0
    again = bot(*words_for(plan, FIRST, "deny", reason="No"), typed=right)
    assert "was used before" in again.stdout
    for _ in range(4):
        locked = bot(*words_for(plan, FIRST, "deny", reason="No"), typed="000000")
    assert "five wrong codes in a row" in locked.stdout
    refused = recorded(world, CodeRefused)
    assert {one.stamp.route for one in refused} == {Route.CLI} and len(refused) == 5
    assert world.again(plan).state is PlanState.PENDING


def test_one_deny_ends_it_and_who_asked_takes_it_back(
    world_with_codes: World, bot: Bot, plan: Plan, secrets: dict[str, Secret]
) -> None:
    world = world_with_codes
    no = code_at(secrets[FIRST], world.now)
    assert bot(*words_for(plan, FIRST, "deny"), typed=no).exit_code == 1
    done = bot(*words_for(plan, FIRST, "deny", reason="They called"), typed=no)
    assert "rejected" in done.stdout and world.again(plan).state is PlanState.REJECTED
    second = world.file("contoso", "Exchange", reason=Reason.MISUSE)
    yes = code_at(secrets[SECOND], world.now)
    assert bot("withdraw", second.plan_id, "--as", SECOND, typed=yes).exit_code == 1
    mine = code_at(secrets[AGENT], world.now)
    assert bot("withdraw", second.plan_id, "--as", AGENT, typed=mine).exit_code == 0
    ends = [one for one in recorded(world, PlanEnded) if one.event.plan_id == second.plan_id]
    assert [one.stamp.route for one in ends] == [Route.CLI]


def test_what_slack_said_two_days_ago_is_believed_no_more(
    world_with_codes: World, bot: Bot, plan: Plan, secrets: dict[str, Secret]
) -> None:
    world = world_with_codes
    world.faults.slack("status", "users.info", status=503, times=1000)
    world.move_clock((world.now + timedelta(hours=25)).isoformat())
    code = code_at(secrets[FIRST], world.now)
    done = bot(*words_for(plan, FIRST), typed=code)
    assert done.exit_code == 1 and "more than a day old" in done.stdout, done.stdout


def test_an_account_more_is_asked_for_at_the_terminal(world_with_codes: World, bot: Bot) -> None:
    asked = ("accounts", "bind", "U0READER", "--to", FIRST, "--by", ADMINISTRATOR)
    done = bot(*asked, "--reason", "A telephone")
    assert done.exit_code == 0 and "Filed. 2 approvers or administrators" in done.stdout
    (plan,) = world_with_codes.ask(lambda work: work.plans.open_of(Action.CHANGE_ROLES))
    world_with_codes.settled()
    assert "U0READER becomes one more of" in world_with_codes.card_text(plan)
    for user in (SECOND, THIRD):
        world_with_codes.vote(plan, user)
    assert f"{FIRST}, U0READER" in bot("accounts", "show").stdout
    only = bot("accounts", "unbind", SECOND, "--by", ADMINISTRATOR, "--reason", "Closed")
    assert only.exit_code == 1 and "is the only account of its person" in only.stdout
