"""A vote with a code, as people give it: a form, a job with the master key, a direct message."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from core.domain.approvals import Choice
from core.domain.events import Route
from core.domain.plans import Plan, PlanState
from core.domain.short_codes import short_code
from core.domain.step_up import Proof, Purpose
from core.usecases import factors
from core.usecases.factors import Enrolled
from core.usecases.voting import Ballot, vote
from sandbox.stories.driver import ALERTS, Json, offers, words_of
from storage.tables.all import metadata
from tests.a_step_up import code_at, counting, enrol, give_factor
from tests.world import ADMINISTRATOR, FIRST, OTHER_AGENT, SECOND, World


def direct(world: World, user: str) -> list[Json]:
    """What the bot wrote to this person alone."""
    return world.driver.messages(f"D{user[1:]}", user)


def told(world: World, user: str) -> str:
    world.settled()
    return words_of(direct(world, user)[-1])


def fraud(world: World) -> Plan:
    world.suspend("contoso", "Exchange", reason="fraud")
    return world.plan()


def with_code(world: World, user: str, code: str) -> str:
    """Open the form, pick the customer's code and type this one."""
    world.open_approval(user)
    return world.submit(user, world.consent(user) | {"code": code})


def test_a_second_factor_from_the_terminal_to_its_first_code(world_with_codes: World) -> None:
    world = world_with_codes
    done: Enrolled = enrol(FIRST, world.office)
    world.settled()
    card = world.card_text(done.plan)
    assert "CONFIRM A SECOND FACTOR of Sabine Braun (U0BRAUN)" in card
    assert "Asked: " in card and "Sabine" not in card.split("Asked: ")[1]
    assert "someone else must decide" in world.refused(ADMINISTRATOR, plan=done.plan)
    world.approve(OTHER_AGENT, done.plan)
    world.settled()
    asked = direct(world, FIRST)[-1]
    assert "Type one code" in words_of(asked)
    world.driver.click(FIRST, asked, "factor_prove")
    said = world.submit(FIRST, {"code": code_at(done.secret, world.now)})
    assert "being looked at" in said
    assert "counts from now on" in told(world, FIRST)
    (found,) = factors.listed(office=world.office)
    assert found.factor.counts
    (answered,) = [one for one in direct(world, FIRST) if one["ts"] == asked["ts"]]
    assert not offers(answered, "factor_prove")


def test_votes_with_codes_carry_a_plan(world_with_codes: World) -> None:
    world = world_with_codes
    mine, other = (counting(user, world.office) for user in (FIRST, SECOND))
    plan = fraud(world)
    assert "being looked at" in with_code(world, FIRST, code_at(mine, world.now))
    first = told(world, FIRST)
    assert "Your code was used for: SUSPEND 1 subscription" in first
    assert "Your vote is recorded. More votes are needed." in first
    assert "1 of 2" in world.card_text(plan)
    with_code(world, SECOND, code_at(other, world.now))
    assert "is approved" in told(world, SECOND)
    assert world.again(plan).state is PlanState.FINISHED
    assert len(world.changes()) == 1


def test_a_vote_is_told_as_given_though_slack_took_the_word_only_the_second_time(
    world_with_codes: World,
) -> None:
    world = world_with_codes
    mine = counting(FIRST, world.office)
    plan = fraud(world)
    world.settled()
    with world.engine_paused():
        said = with_code(world, FIRST, code_at(mine, world.now))
        assert "being looked at" in said
        world.faults.slack("status", "chat.postMessage", status=503, times=4)
    assert "Your vote is recorded" in told(world, FIRST)
    assert "1 of 2" in world.card_text(plan)


def test_a_wrong_code_counts_nothing_and_its_owner_hears_why(world_with_codes: World) -> None:
    world = world_with_codes
    counting(FIRST, world.office)
    plan = fraud(world)
    with_code(world, FIRST, "000000")
    said = told(world, FIRST)
    assert "That code was wrong" in said and "left: 4" in said
    assert "0 of 2" in world.card_text(plan)
    assert "six digits" in with_code(world, FIRST, "12 34 5")


def test_five_wrong_codes_are_told_in_the_alerts_channel(world_with_codes: World) -> None:
    world = world_with_codes
    counting(FIRST, world.office)
    fraud(world)
    for _ in range(5):
        with_code(world, FIRST, "000000")
        world.settled()
    assert "five wrong codes" in told(world, FIRST)
    world.driver.wait_for_message(ALERTS, "five wrong codes", "Sabine Braun")
    assert "none is taken before" in world.refused(FIRST)


def test_whoever_is_not_enrolled_is_told_how_it_is_done(world_with_codes: World) -> None:
    world = world_with_codes
    fraud(world)
    said = world.refused(FIRST)
    assert "no second factor" in said and "enrols you at the terminal" in said
    assert "is rejected" in world.reject(FIRST)


def test_a_revoked_factor_is_good_for_nothing(world_with_codes: World) -> None:
    world = world_with_codes
    mine = counting(FIRST, world.office)
    plan = fraud(world)
    world.open_approval(FIRST)
    form = world.consent(FIRST) | {"code": code_at(mine, world.now)}
    factors.revoke(FIRST, by=ADMINISTRATOR, office=world.office, route=Route.CLI)
    assert "no second factor" in world.submit(FIRST, form)
    assert "0 of 2" in world.card_text(plan)


def test_votes_whose_proofs_somebody_made_up_send_nothing(world_with_codes: World) -> None:
    """Whoever can write into the database, and has no master key."""
    world = world_with_codes
    plan = fraud(world)
    for user in (FIRST, SECOND):
        with world.office.store() as work:
            person = work.people.by_account(world.account(user))
            assert person is not None
            mine = person.person_id
            made_up = Proof(f"made-up-{user}", Purpose.VOTE, mine, plan.hash, world.now)
            give_factor(work, mine, made_up.at)
            work.step_ups.add_proof(made_up)
            work.commit()
        ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE, proof=made_up.proof_id)
        plan = vote(ballot, world.account(user), office=world.office)
    assert plan.state is PlanState.APPROVED
    world.settled()
    assert world.sends() == []
    assert world.again(plan).waiting_for == "votes"


# Nothing remembers a code


def test_a_code_is_in_no_row_no_job_no_event_and_no_log(
    world_with_codes: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = world_with_codes
    mine = counting(FIRST, world.office)
    fraud(world)
    caplog.set_level(logging.DEBUG)
    code = code_at(mine, world.now)
    with world.engine_paused():
        with_code(world, FIRST, code)
        assert code not in everything(world)
    told(world, FIRST)
    assert code not in everything(world)
    assert mine.reveal() not in everything(world)
    assert code not in caplog.text and mine.reveal() not in caplog.text


def everything(world: World) -> str:
    """Every value of every table that could hold a text."""
    found = []
    with world.installation.ledger.database.reading() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table)).all()
            found += [str(value) for row in rows for value in row if isinstance(value, str)]
    return "\n".join(found)


# Confirmed on a telephone


def codes_in(form: Json) -> list[str]:
    blocks = form["view"]["blocks"]
    asked = next(block for block in blocks if block.get("block_id") == "customer_code")
    return [option["value"] for option in asked["element"]["options"]]


def test_the_code_on_the_card_is_picked_out_of_three(world: World) -> None:
    world.suspend("contoso", "Exchange", reason="fraud")
    codes = codes_in(world.open_approval(FIRST))
    right = short_code(world.customer("contoso").key)
    assert len(set(codes)) == 3 and right in codes
    assert right in world.card_text()
    known = {short_code(c.key) for c in world.ask(lambda work: work.customers.all())}
    assert set(codes) <= known, "the others are codes of other customers"
    assert codes_in(world.open_approval(FIRST)) == codes, "opening it again shows nothing new"
    assert set(codes_in(world.open_approval(SECOND))) == set(codes)


def test_another_customers_code_is_refused_and_nothing_is_counted(world: World) -> None:
    world.suspend("contoso", "Exchange", reason="fraud")
    right = short_code(world.customer("contoso").key)
    wrong = next(code for code in codes_in(world.open_approval(FIRST)) if code != right)
    said = world.submit(FIRST, {"customer_code": wrong})
    assert "code of another customer" in said and "Contoso" in said
    assert "0 of 2" in world.card_text()
    assert "More votes are needed" in world.approve(FIRST)
