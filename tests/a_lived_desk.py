"""A desk at which things happened, and what somebody with its file could write past it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from core.domain.approvals import Choice
from core.domain.event import Route
from core.domain.holds import HoldKind
from core.domain.people import AccountKey
from core.domain.plans import Plan, Reason
from core.usecases import freezing, holds, owning, suspension, voting
from tests.office import ADMIN, AGENT, APPROVER, TEAM, Desk, contoso
from tests.world import SECOND

SECOND_VOTER = AccountKey(TEAM, SECOND)


def live(desk: Desk) -> None:
    """People ask, vote, refuse, name an owner, place a hold and freeze."""
    votes(desk, asked(desk, "Phone"), SECOND_VOTER, Choice.REJECT)
    votes(desk, asked(desk, "Exchange"), APPROVER, Choice.APPROVE)
    owning.name("lumen", AGENT.user_id, by=ADMIN.user_id, office=desk.office, route=Route.CLI)
    until = desk.office.today(desk.now) + timedelta(days=10)
    wish = holds.Wish(HoldKind.HARDSHIP, "A fire in the warehouse", until)
    holds.place(wish, contoso(desk), AGENT, office=desk.office)
    freezing.freeze("Something is wrong", AGENT, office=desk.office)


def asked(desk: Desk, word: str) -> Plan:
    with desk.store.reading() as work:
        known = work.customers.subscriptions(contoso(desk))
    chosen = tuple(one.subscription_id for one in known if word in one.name)
    wish = suspension.Wish(contoso(desk), chosen, Reason.FRAUD, "Mining since midnight")
    return suspension.ask(wish, AGENT, office=desk.office)


def votes(desk: Desk, plan: Plan, account: AccountKey, choice: Choice) -> None:
    ballot = voting.Ballot(plan.plan_id, plan.hash, choice, reason="They called")
    voting.vote(ballot, account, office=desk.office)


def edit(connection: Connection, statements: str) -> None:
    for one in statements.split(";"):
        assert connection.exec_driver_sql(one).rowcount > 0


A, B = "(SELECT min(person_id) FROM people)", "(SELECT max(person_id) FROM people)"
# What somebody writes, and what is said of it.
OF_PEOPLE = {
    "a role is given": (
        "INSERT INTO roles SELECT 'administrators', max(person_id) FROM roles r WHERE person_id "
        "NOT IN (SELECT person_id FROM roles WHERE role = 'administrators')",
        "is among the administrators; event",
    ),
    "a role is taken": (
        "DELETE FROM roles WHERE role = 'approvers' AND person_id = "
        "(SELECT max(person_id) FROM roles WHERE role = 'approvers')",
        "is not among the approvers; event",
    ),
    "an account is another's": (
        f"UPDATE accounts SET person_id = {A}, position = 9 WHERE person_id = {B}",
        "the account T0PARTNER/",
    ),
    "an account is put in": (
        f"INSERT INTO accounts VALUES ('{TEAM}', 'U0EVE', {A}, 5)", "U0EVE is that of",
    ),
    "two people are called one": (
        f"INSERT INTO doubles VALUES ({A}, {B})", "is the same person as",
    ),
    "another policy is in force": (
        "INSERT INTO policies SELECT 'x', name, text FROM policies LIMIT 1;"
        "INSERT INTO publications "
        "SELECT max(number) + 1, 'x', since, hardened, person_id, plan_id FROM publications",
        "is in force; event",
    ),
    "a freeze is lifted": (
        "UPDATE freezes SET lifted_at = since", "of all is on; event",
    ),
    "a freeze is gone": ("DELETE FROM freezes", "of all is on; event"),
    "a freeze is narrower": (
        "UPDATE freezes SET scope = 'action', of = 'suspend'", "of action suspend is on; event",
    ),
    "an owner is gone": ("DELETE FROM account_owners", "owns main/"),
    "a hold has ended": ("UPDATE holds SET ended_on = since", "stand, not 1; event"),
    "a hold is gone": ("DELETE FROM holds", "stand, not 1; event"),
}  # fmt: skip
OF_PLANS = {
    "a plan was carried out": (
        "UPDATE plans SET state = 'finished' WHERE state = 'rejected'", "is finished; event",
    ),
    "a plan is over": (
        "UPDATE plans SET state = 'withdrawn' WHERE state = 'pending'", "is withdrawn; no event",
    ),
    "a plan has another hash": (
        "UPDATE plans SET hash = 'f' WHERE state = 'pending'", "has the hash f; event",
    ),
    "a vote is put in": (
        "INSERT INTO votes SELECT plan_id, (SELECT max(person_id) FROM people WHERE person_id NOT "
        "IN (SELECT person_id FROM votes)), 'approve', hash, filed_at, '', '', NULL FROM plans "
        "WHERE state = 'pending'", "voted approve",
    ),
    "a vote is turned": (
        "UPDATE votes SET choice = 'approve' WHERE choice = 'reject'", "voted approve on plan",
    ),
    "a vote is gone": ("DELETE FROM votes WHERE choice = 'reject'", "did not vote reject"),
}  # fmt: skip
