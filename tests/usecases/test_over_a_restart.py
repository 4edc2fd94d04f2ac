"""What a process had begun counts in the next one: proposals, and the proofs of codes."""

from __future__ import annotations

import base64
from datetime import timedelta

from core.domain.approvals import Choice
from core.domain.plans import AUTOMATIC, Action, Plan, PlanState, Reason
from core.domain.secret import Secret
from core.domain.step_up import Purpose
from core.usecases import step_up
from core.usecases.step_up import Look
from core.usecases.voting import Ballot, vote
from sandbox.data.receivables import paid
from tests.a_step_up import MASTER_KEY, VAULT, code_at, counting
from tests.world import FIRST, SECOND, World

ANOTHER_KEY = base64.b64encode(bytes(range(1, 33))).decode()


def restart(world: World, master_key: str = "") -> None:
    world.installation.stop_desk()
    world.installation.master_key = master_key
    world.installation.start_desk()


def votes_with_a_code(world: World, plan: Plan, user: str) -> None:
    office, account = world.office, world.account(user)
    code = code_at(counting(user, office), world.now)
    with office.store() as work:
        person = work.people.by_account(account)
        assert person is not None
        offered = step_up.offer(
            work, Purpose.VOTE, person.person_id, Secret(code),
            office=office, account=account, about=plan.hash,
        )  # fmt: skip
        work.commit()
    look = Look(VAULT, office)
    looked = look.at(offered)
    assert looked is not None and looked[1] is not None
    look.over(looked[0])
    ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE, proof=looked[1].proof_id)
    vote(ballot, account, office=office)


def test_what_was_paid_before_a_restart_is_proposed_once_after_it(world: World) -> None:
    world.suspended("contoso", "Exchange")
    world.installation.ledger.engine.stop()
    world.take_in(paid("contoso"))
    for _ in range(2):
        restart(world)
        world.settled()
        (proposed,) = world.ask(lambda work: work.plans.open_of(Action.REINSTATE))
        assert (proposed.state, proposed.content.filed_by) == (PlanState.PENDING, AUTOMATIC)
    world.vote(proposed, FIRST)
    world.settled()
    assert set(world.statuses("contoso").values()) == {"active"}


def test_a_code_proves_a_vote_in_the_next_process_and_under_no_other_key(
    world_with_codes: World,
) -> None:
    world = world_with_codes
    plan = world.file("contoso", "Exchange", reason=Reason.FRAUD)
    world.settled()
    world.installation.ledger.engine.stop()
    for user in (FIRST, SECOND):
        votes_with_a_code(world, plan, user)
    restart(world, ANOTHER_KEY)
    world.settled()
    assert (world.again(plan).waiting_for, world.sends()) == ("votes", [])
    # Whatever is approved is looked at once an hour, and at a start.
    world.move_clock((world.now + timedelta(hours=1)).isoformat())
    restart(world, MASTER_KEY)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    assert len(world.sends()) == 1
