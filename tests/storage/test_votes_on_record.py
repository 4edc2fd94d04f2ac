"""Votes count as people cast them: not what somebody wrote into the table, and nobody's twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from core.ballots import accounts_behind
from core.domain.approvals import Choice
from core.domain.errors import AlreadyVoted
from core.domain.events import Route
from core.domain.people import AccountKey, Member, Role
from core.domain.plans import Plan, PlanState
from core.domain.policy_file import read_policy
from core.usecases import roles
from core.usecases.voting import Ballot, vote
from storage.database import Database
from storage.tables.people import accounts
from storage.tables.plans import votes
from storage.unit_of_work import SqlStore
from tests.a_policy import put_in_force
from tests.office import TEAM, Desk

FIRST, SECOND, THIRD, FOURTH = (AccountKey(TEAM, f"U0VOTER{n}") for n in range(4))
ALIAS = AccountKey(TEAM, "U0ALIAS")
POLICY = Path("bot/policy.toml").read_text(encoding="utf-8")


class Ballots:
    """Administrators, and a change of roles before them, which takes two votes and is carried out
    with the second."""

    def __init__(self, database: Database) -> None:
        self.database, self.desk = database, Desk(SqlStore(database))
        put_in_force(self.desk.store, read_policy(POLICY))
        with self.desk.store() as work:
            work.desk.put("home_team", TEAM)
            work.commit()
        for account in (FIRST, SECOND, THIRD, FOURTH):
            self.describe(account)
        self.appoint(FIRST, SECOND, THIRD, FOURTH)

    def describe(self, account: AccountKey, *, deleted: bool = False) -> None:
        with self.desk.store() as work:
            work.people.save_member(
                Member(account, "", deleted, False, False, False, False, read_at=self.desk.now)
            )
            work.commit()

    def appoint(self, *people: AccountKey) -> None:
        with self.desk.store() as work:
            ids = [work.people.bind(one, one.user_id).person_id for one in people]
            for role in (Role.APPROVER, Role.ADMINISTRATOR):
                work.people.set_role(role, ids)
            work.commit()

    def person(self, account: AccountKey) -> str:
        with self.desk.store.reading() as work:
            found = work.people.by_account(account)
        assert found is not None
        return found.person_id

    def bind(self, account: AccountKey, to: AccountKey) -> None:
        """As the second account of whoever `to` is, of whomever it was before."""
        row = {"team_id": account.team_id, "user_id": account.user_id}
        self.write(accounts.delete().where(accounts.c.user_id == account.user_id))
        self.write(insert(accounts).values(person_id=self.person(to), position=2, **row))

    def write(self, statement: Any) -> None:
        """Past the desk."""
        with self.database.transaction() as connection:
            connection.execute(statement)
            connection.commit()

    def asked(self) -> Plan:
        return roles.propose(
            "agents", add=["U0NEWCOMER"], remove=[], reason="New here", by=FOURTH.user_id,
            office=self.desk.office, route=Route.CLI,
        )  # fmt: skip

    def votes(self, plan: Plan, *by: AccountKey) -> PlanState:
        for account in by:
            ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE)
            plan = vote(ballot, account, office=self.desk.office)
        return plan.state

    def forged(self, plan: Plan, person: AccountKey) -> dict[str, Any]:
        """A row as the desk itself would write it."""
        return {
            "plan_id": plan.plan_id,
            "person_id": self.person(person),
            "choice": Choice.APPROVE,
            "hash": plan.hash,
            "at": self.desk.now,
            "account": f"{TEAM}/{person.user_id}",
            "reason": "",
        }


@pytest.fixture
def ballots(desk: Database) -> Ballots:
    return Ballots(desk)


def test_two_people_carry_it(ballots: Ballots) -> None:
    assert ballots.votes(ballots.asked(), FIRST, SECOND) is PlanState.FINISHED


def test_a_vote_that_somebody_wrote_into_the_table_does_not_count(ballots: Ballots) -> None:
    plan = ballots.asked()
    ballots.write(insert(votes).values(ballots.forged(plan, SECOND)))
    assert ballots.votes(plan, FIRST) is PlanState.PENDING
    assert ballots.votes(plan, THIRD) is PlanState.FINISHED


@pytest.mark.parametrize(
    "turned",
    [
        pytest.param("person_id", id="given to somebody else"),
        pytest.param("hash", id="moved to other content"),
        pytest.param("account", id="cast by another account"),
    ],
)
def test_a_vote_that_somebody_edited_does_not_count(ballots: Ballots, turned: str) -> None:
    plan = ballots.asked()
    other = {
        "person_id": ballots.person(SECOND),
        "hash": "0" * 64,
        "account": f"{TEAM}/{SECOND.user_id}",
    }
    ballots.votes(plan, FIRST)
    ballots.write(update(votes).values({turned: other[turned]}))
    assert ballots.votes(plan, THIRD) is PlanState.PENDING


def test_a_no_that_somebody_made_a_yes_of_does_not_count(ballots: Ballots) -> None:
    """The plan is over with it; one that is opened again by hand does not carry either."""
    plan = ballots.asked()
    ballots.votes(plan, FIRST)
    ballots.write(update(votes).values(choice=Choice.REJECT))
    assert ballots.votes(plan, THIRD) is PlanState.PENDING


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(("bind", "first", "alias"), id="bound, then both vote"),
        pytest.param(("bind", "alias", "first"), id="bound, then the other way round"),
        pytest.param(("first", "bind", "alias"), id="bound between the votes"),
        pytest.param(("alias", "bind", "first"), id="bound between, the other way round"),
    ],
)
def test_the_second_account_of_a_person_is_never_the_second_vote(
    ballots: Ballots, order: Sequence[str]
) -> None:
    ballots.describe(ALIAS)
    ballots.appoint(FIRST, SECOND, THIRD, FOURTH, ALIAS)
    plan, state = ballots.asked(), PlanState.PENDING
    for act in order:
        if act == "bind":
            ballots.bind(ALIAS, to=FIRST)
            continue
        try:
            state = ballots.votes(plan, FIRST if act == "first" else ALIAS)
        except AlreadyVoted:
            continue
    assert state is PlanState.PENDING
    assert ballots.votes(plan, THIRD) is PlanState.FINISHED


def test_a_vote_goes_with_the_account_that_cast_it(ballots: Ballots) -> None:
    ballots.describe(ALIAS)
    ballots.bind(ALIAS, to=FIRST)
    plan = ballots.asked()
    ballots.votes(plan, ALIAS)
    with ballots.desk.store.reading() as work:
        assert accounts_behind(work, plan) == sorted((ALIAS, FIRST))
    ballots.describe(ALIAS, deleted=True)
    assert ballots.votes(plan, THIRD) is PlanState.PENDING
    assert ballots.votes(plan, SECOND) is PlanState.FINISHED
