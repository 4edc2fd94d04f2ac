"""The first policy comes from the file; from then on only people change it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.approvals import Choice
from core.domain.errors import NoRole, NotRequester, TooFewVoters
from core.domain.events import PolicyPublished, PolicyScheduled, Route
from core.domain.people import Role
from core.domain.plans import Action, Plan, PlanState, Reason
from core.domain.policy_changes import DELAY
from core.domain.policy_errors import PolicyProposed, PolicyUnchanged, UnknownPolicy
from core.domain.policy_file import PolicyRefused, read_policy
from core.ports.engine import Job
from core.recording import COLLECT
from core.usecases import policies, proposing, publishing, suspension, voting
from core.usecases.collecting_proposals import behind
from core.usecases.proposing import Proposed
from handlers.messages.letters import Letters
from sandbox.stories.driver import ALERTS
from tests.world import ADMINISTRATOR, AGENT, FIRST, READER, SECOND, THIRD, World

Edit = tuple[str, str]
SAME = ("", "")
HARDER, HARDER_STILL = ("days_overdue = 35", "days_overdue = 30"), ("= 35", "= 29")
SOFTER = ("days_overdue = 35", "days_overdue = 40")


def but(world: World, edit: Edit) -> str:
    """The text in force, edited."""
    text = world.ask(lambda work: work.policies.current()).text
    assert edit[0] in text
    return text.replace(*edit, 1)


def propose(world: World, edit: Edit, by: str = FIRST) -> Proposed:
    text = but(world, edit)
    return put_forward(world, text, by)


def put_forward(world: World, text: str, by: str = FIRST) -> Proposed:
    return proposing.propose(
        text, "Finance asked", by=by, office=world.office, route=Route.CLI, writer=Letters()
    )


def planned(world: World, edit: Edit = HARDER, by: str = AGENT) -> Plan:
    plan = propose(world, edit, by).plan
    assert plan is not None
    return plan


def decided(world: World, edit: Edit = HARDER) -> Plan:
    plan = planned(world, edit)
    world.vote(plan, FIRST)
    return world.vote(plan, SECOND)


def version(world: World) -> str:
    return world.ask(lambda work: work.policies.version())


def now(world: World, plan: Plan) -> Plan:
    return world.ask(lambda work: work.plans.get(plan.plan_id))


def later(world: World) -> None:
    """A moment after the delay."""
    world.move_clock((world.now + DELAY).isoformat())


def published(world: World) -> list[PolicyPublished]:
    found = world.ask(lambda work: work.events.since(PolicyPublished, world.office.clock() - DELAY))
    return [one.event for one in found if isinstance(one.event, PolicyPublished)]


def test_another_file_is_not_heard_once_a_policy_is_in_force(world: World) -> None:
    before, other = version(world), read_policy(but(world, HARDER))
    policies.begin(lambda: other, office=world.office)
    assert version(world) == before
    assert policies.is_news(other, office=world.office)
    assert not policies.is_news(read_policy(but(world, SAME)), office=world.office)


def test_softening_takes_one_person_and_works_at_once(world: World) -> None:
    before = version(world)
    found = propose(world, SOFTER)
    assert found.plan is None
    assert version(world) == found.policy.version
    current = world.ask(lambda work: work.policies.in_force())
    assert not current.hardened
    assert world.ask(lambda work: work.people.get(current.person_id)).name == "Sabine Braun"
    world.settled()
    [event] = published(world)
    assert (event.before, event.plan_id) == (before, "")
    assert "days_overdue: 35 → 40" in str(world.driver.messages(ALERTS, ADMINISTRATOR))


def test_who_may_not_decide_softens_nothing(world: World) -> None:
    before = version(world)
    with pytest.raises(NoRole):
        propose(world, SOFTER, by=AGENT)
    assert version(world) == before


def test_hardening_takes_two_others_and_a_day(world: World) -> None:
    plan = planned(world)
    before = version(world)
    world.settled()
    card = world.card_text(plan)
    assert "stage[suspension].when.days_overdue: 35 → 30" in card
    assert "Finance asked" in card
    assert "someone else must decide" in world.refused(AGENT, plan=plan)
    world.approve(FIRST, plan)
    world.approve(ADMINISTRATOR, plan)
    world.settled()
    assert now(world, plan).is_scheduled()
    assert version(world) == before
    assert "In force from:" in world.card_text(plan)
    assert any(isinstance(e.event, PolicyScheduled) for e in world.events(plan))
    later(world)
    world.settled()
    assert now(world, plan).state is PlanState.FINISHED
    current = world.ask(lambda work: work.policies.in_force())
    assert (current.version, current.hardened) == (plan.content.subject, True)
    assert current.person_id == plan.content.requester
    assert world.ask(behind) == plan.content.requester
    assert current.plan_id == plan.plan_id


def test_a_decided_change_does_not_lapse_and_comes_once(world: World) -> None:
    plan = decided(world)
    voting.expire(plan.plan_id, office=world.office)
    publishing.take_effect(plan.plan_id, office=world.office)
    assert now(world, plan).is_scheduled()
    later(world)
    world.settled()
    publishing.take_effect(plan.plan_id, office=world.office)
    assert len(published(world)) == 1


@pytest.mark.parametrize("who", ["requester", "voter"])
def test_one_person_stops_it_while_it_waits(world: World, who: str) -> None:
    plan, before = decided(world), version(world)
    world.settled()
    if who == "requester":
        voting.withdraw(plan.plan_id, world.account(AGENT), office=world.office)
    else:
        world.vote(plan, THIRD, Choice.REJECT)
    later(world)
    world.settled()
    assert version(world) == before
    assert published(world) == []


def test_nobody_else_withdraws_it(world: World) -> None:
    plan = decided(world)
    with pytest.raises(NotRequester):
        voting.withdraw(plan.plan_id, world.account(SECOND), office=world.office)


def test_what_was_proposed_for_another_policy_ends_when_that_is_replaced(world: World) -> None:
    waiting, open_one = decided(world), planned(world, HARDER_STILL, by=ADMINISTRATOR)
    softer = propose(world, SOFTER).policy
    for plan in (waiting, open_one):
        assert now(world, plan).state is PlanState.WITHDRAWN
        assert now(world, plan).ended_why == "policy_stale"
    later(world)
    world.settled()
    assert version(world) == softer.version


def test_a_vote_that_is_not_valid_any_more_does_not_carry_it(world: World) -> None:
    plan, before = decided(world), version(world)
    world.installation.ledger.engine.stop()
    with world.office.store() as work:
        gone = work.people.by_account(world.account(SECOND))
        voters = work.people.with_role(Role.APPROVER)
        left = [voter.person_id for voter in voters if voter != gone]
        work.people.set_role(Role.APPROVER, left)
        work.commit()
    later(world)
    publishing.take_effect(plan.plan_id, office=world.office)
    world.installation.ledger.engine.start()
    assert now(world, plan).ended_why == "votes_gone"
    assert version(world) == before


@pytest.mark.parametrize(
    ("edit", "by", "refusal"),
    [
        pytest.param(SAME, FIRST, PolicyUnchanged, id="the same"),
        pytest.param(("[approvals]", "[more]"), FIRST, PolicyRefused, id="none"),
        pytest.param(("suspend = 2", "suspend = 1"), FIRST, PolicyRefused,
                     id="one vote"),
        pytest.param(("suspend = 2", "suspend = 9"), FIRST, TooFewVoters,
                     id="more votes than people"),
        pytest.param(HARDER, READER, NoRole, id="asked by nobody of ours"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_stand_is_refused(
    world: World, edit: Edit, by: str, refusal: type[Exception]
) -> None:
    before = version(world)
    with pytest.raises(refusal):
        propose(world, edit, by)
    assert version(world) == before
    assert world.ask(lambda work: work.plans.open_of(Action.CHANGE_POLICY)) == []


def test_the_same_text_is_proposed_once(world: World) -> None:
    planned(world)
    with pytest.raises(PolicyProposed):
        propose(world, HARDER)


def test_a_kept_policy_is_found_by_its_version(world: World) -> None:
    plan = planned(world)
    assert proposing.kept("in-force", office=world.office) == but(world, SAME)
    named = plan.content.subject[:12]
    assert proposing.kept(named, office=world.office) == but(world, HARDER)
    for unknown in ("", "nothing"):
        with pytest.raises(UnknownPolicy):
            proposing.kept(unknown, office=world.office)


def test_a_policy_that_keeps_the_service_withdraws_what_was_voted(world: World) -> None:
    """S5: the change is committed between the last vote and the send."""
    with world.engine_paused():
        wanted = tuple(s["id"] for s in world.named("contoso", "Exchange"))
        wish = suspension.Wish(world.customer("contoso").key, wanted, Reason.NON_PAYMENT, "")
        plan = suspension.ask(wish, world.account(AGENT), office=world.office)
        world.vote(plan, FIRST)
        world.vote(plan, SECOND)
        propose(world, ('"Entra"]', '"Entra", "Exchange"]'))
    world.settled()
    assert now(world, plan).state is PlanState.WITHDRAWN
    assert now(world, plan).ended_why == "kept"
    assert world.changes() == []


def test_more_votes_asked_for_meanwhile_hold_up_what_two_approved(world: World) -> None:
    with world.engine_paused():
        plan = world.approved("contoso", "Exchange")
        propose(world, ("suspend = 2", "suspend = 3"))
    world.settled()
    assert now(world, plan).state is PlanState.APPROVED
    assert world.changes() == []


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ('pay = "To IBAN DE89 3704 0044 0532 0130 00."', "texts.en.pay"),
        (
            """[texts.en.letters.final]
subject = "Final notice"
body = "Our lawyers take over next week.\"""",
            "texts.en.letters.final",
        ),
    ],
    ids=["bank data", "a threat"],
)
def test_words_that_may_not_be_sent_come_into_no_policy(
    world: World, words: str, path: str
) -> None:
    shipped = Path("bot/policy.toml").read_text(encoding="utf-8")
    text = f'{shipped}\n[texts.en]\nseller = "Rheinland Cloud GmbH"\n{words}\n'
    with pytest.raises(PolicyRefused) as refused:
        put_forward(world, text)
    assert any(path in one for one in refused.value.problems)
    assert world.ask(lambda work: work.policies.history())[1:] == []


def test_everybody_is_judged_by_another_policy_at_once(world: World) -> None:
    """So that a harder one stands still before the morning."""
    with world.engine_paused():
        propose(world, SOFTER)
        with world.office.store() as work:
            (found,) = work.events.since(PolicyPublished, world.office.clock() - DELAY)
            assert not work.jobs.enqueue(Job(COLLECT, f"collect:policy:{found.seq}"))
