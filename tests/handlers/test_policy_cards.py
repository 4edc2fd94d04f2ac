"""A policy as people meet it: the one in force, and one that is to be decided on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.plans import Action, Plan, PlanState
from core.domain.policy_changes import DELAY, Change, changes
from core.domain.policy_file import read_policy
from core.domain.policy_points import Effect
from core.ports.policies import Publication
from core.usecases.plan_view import PlanView
from core.usecases.policy_view import InForce
from handlers.messages.plan_answers import voted
from handlers.messages.plan_card import plan_card
from handlers.messages.plan_forms import approve_form, explain
from handlers.messages.policy_card import policy_card, proposals_card
from handlers.messages.policy_lines import MOST_CHANGES, change_lines, every_change_line
from sandbox.stories.driver import words_of
from tests.core.a_gate import NOW, a_plan
from tests.handlers.a_plan_view import a_view
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.usecases.test_policies import decided, planned
from tests.world import AGENT, FIRST, READER, SECOND, World

SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")
OTHER = (
    SHIPPED.replace("days_overdue = 35", "days_overdue = 30")
    .replace('"Entra"]', '"Entra", "Visio"]')
    .replace('name = "standard"', 'name = "strict <&> new"')
)
WORDS = Reader("en-US", "Europe/Berlin", NOW.date())


def a_change(state: PlanState = PlanState.PENDING) -> Plan:
    return replace(
        a_plan(
            state,
            action=Action.CHANGE_POLICY,
            customer=None,
            customer_name="",
            reason=None,
            lines=(),
            basis=(),
            overdue=(),
            policy="1f" * 32,
            subject="2e" * 32,
            case_id=None,
        ),
        note="Finance asked <now>",
        waiting_until=NOW + DELAY if state is PlanState.APPROVED else None,
    )


def a_proposal(state: PlanState = PlanState.PENDING) -> PlanView:
    found = changes(read_policy(SHIPPED), read_policy(OTHER))
    return a_view(a_change(state), changes=found, consequences=())


@pytest.mark.parametrize("state", [PlanState.PENDING, PlanState.APPROVED, PlanState.FINISHED])
def test_the_card_shows_what_changes(state: PlanState, looks_like: Looks) -> None:
    looks_like(f"policy_change_{state}", plan_card(a_proposal(state), "token", WORDS))


def test_the_form_repeats_what_is_agreed_to(looks_like: Looks) -> None:
    looks_like("policy_approve_form", approve_form(a_proposal(), "token", WORDS))


def test_whoever_gave_the_last_vote_hears_from_when_on() -> None:
    decided_on = a_proposal(PlanState.APPROVED)
    assert "in force from Tue 13 Oct" in voted(decided_on, WORDS).text
    assert "waits for its day" in explain(decided_on, WORDS).text


@pytest.mark.parametrize(
    ("by", "plan_id", "proposed"),
    [
        pytest.param("", "", 0, id="first"),
        pytest.param("S. <Braun>", "", 1, id="softened"),
        pytest.param("", "plan", 2, id="hardened"),
    ],
)
def test_the_policy_in_force_at_a_glance(
    by: str, plan_id: str, proposed: int, looks_like: Looks
) -> None:
    publication = Publication("1f" * 32, "standard", NOW, bool(plan_id), "braun", plan_id)
    view = InForce(read_policy(SHIPPED), publication, by, proposed)
    looks_like(f"policy_in_force_{proposed}", policy_card(view, WORDS))


def test_proposals_stand_below_each_other_with_their_buttons(looks_like: Looks) -> None:
    looks_like("policy_proposals", proposals_card([a_proposal()], ["token"], WORDS))
    looks_like("policy_no_proposals", proposals_card([], [], WORDS))


def test_a_long_list_leads_to_the_command_that_shows_all() -> None:
    many = [Change(f"keep[{n}]", "a", "b", Effect.HARDENS) for n in range(MOST_CHANGES + 3)]
    short = change_lines(many, WORDS)
    assert len(short) == MOST_CHANGES + 2
    assert short[-1] == "and 3 more: `python -m bot policy diff`"
    assert len(every_change_line(many, WORDS)) == MOST_CHANGES + 4


def test_show_and_publish_in_slack(world: World) -> None:
    shown = world.command(AGENT, "/collections show")
    assert "Policy standard, version " in shown
    assert "the first start" in shown
    assert "No policy is proposed" in world.command(AGENT, "/collections publish")
    plan = planned(world)
    answer = world.driver.command(FIRST, "/collections publish")
    assert "days_overdue: 35 → 30" in words_of(answer["ephemeral"])
    world.driver.click(FIRST, answer["ephemeral"], "plan_approve")
    assert "recorded" in world.submit(FIRST, {})
    assert len(world.ask(lambda work: work.plans.votes(plan.plan_id))) == 1
    assert "roles" in world.command(READER, "/collections show")


def test_a_decided_one_can_be_rejected_from_the_list(world: World) -> None:
    plan = decided(world)
    answer = world.driver.command(SECOND, "/collections publish")
    assert "In force from:" in words_of(answer["ephemeral"])
    world.driver.click(SECOND, answer["ephemeral"], "plan_reject")
    assert "rejected" in world.submit(SECOND, {"reason": "Not before Christmas", "again": "5"})
    assert world.again(plan).state is PlanState.REJECTED
