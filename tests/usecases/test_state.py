"""Whoever edits a row of state past the desk is found by what the trail tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.approvals import Choice
from core.domain.events import RecordDoubted, Route
from core.domain.people import AccountKey
from core.domain.plans import Plan, Reason
from core.usecases import freezing, owning, suspension, voting
from core.usecases.restoring import verify_on
from storage.auditor import Auditor
from storage.database import Database, open_database
from storage.state import differences
from tests.installation import DATABASE
from tests.office import ADMIN, AGENT, APPROVER, MONDAY, TEAM, Desk, contoso
from tests.world import SECOND

SECOND_VOTER = AccountKey(TEAM, SECOND)


def asked(desk: Desk, word: str) -> Plan:
    with desk.store.reading() as work:
        known = work.customers.subscriptions(contoso(desk))
    chosen = tuple(one.subscription_id for one in known if word in one.name)
    wish = suspension.Wish(contoso(desk), chosen, Reason.FRAUD, "Mining since midnight")
    return suspension.ask(wish, AGENT, office=desk.office)


def votes(desk: Desk, plan: Plan, account: AccountKey, choice: Choice) -> None:
    ballot = voting.Ballot(plan.plan_id, plan.hash, choice, reason="They called")
    voting.vote(ballot, account, office=desk.office)


@pytest.fixture
def database(desk: Desk, tmp_path: Path) -> Iterator[Database]:
    """A desk at which people asked, voted, refused, named an owner and froze."""
    votes(desk, asked(desk, "Phone"), SECOND_VOTER, Choice.REJECT)
    votes(desk, asked(desk, "Exchange"), APPROVER, Choice.APPROVE)
    owning.name("lumen", AGENT.user_id, by=ADMIN.user_id, office=desk.office, route=Route.CLI)
    freezing.freeze("Something is wrong", AGENT, office=desk.office)
    made = open_database(f"sqlite:///{tmp_path / DATABASE}")
    yield made
    made.close()


def found(database: Database, *, whole: bool = True) -> list[str]:
    with database.reading() as connection:
        return [str(one) for one in differences(connection, whole=whole)]


def edit(database: Database, statements: str) -> None:
    with database.transaction() as connection:
        for one in statements.split(";"):
            assert connection.exec_driver_sql(one).rowcount > 0
        connection.commit()


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
        "UPDATE votes SET choice = 'approve' WHERE choice = 'reject'", "did not vote reject",
    ),
    "a vote is gone": ("DELETE FROM votes WHERE choice = 'reject'", "did not vote reject"),
}  # fmt: skip


def test_what_happened_at_the_desk_is_what_the_trail_tells(database: Database) -> None:
    assert found(database) == []


@pytest.mark.parametrize(("statement", "said"), OF_PEOPLE.values(), ids=OF_PEOPLE)
def test_what_holds_for_everything_is_looked_at_every_time(
    database: Database, statement: str, said: str
) -> None:
    edit(database, statement)
    assert any(said in one for one in found(database, whole=False))


@pytest.mark.parametrize(("statement", "said"), OF_PLANS.values(), ids=OF_PLANS)
def test_plans_and_votes_are_looked_at_with_the_whole_trail(
    database: Database, statement: str, said: str
) -> None:
    edit(database, statement)
    assert found(database, whole=False) == []
    assert any(said in one for one in found(database))


def test_a_database_that_is_older_than_the_list_of_accounts_gives_no_false_alarm(
    database: Database,
) -> None:
    with database.transaction() as connection:
        for trigger in ("events_no_delete", "events_no_update"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.exec_driver_sql("DELETE FROM events WHERE kind = 'AccountsNoted'")
        connection.commit()
    assert found(database) == []


def test_a_running_desk_freezes_once_for_what_its_record_does_not_tell(
    desk: Desk, database: Database
) -> None:
    auditor = Auditor(database, lambda: desk.now)
    verify_on(auditor, office=desk.office)
    edit(database, OF_PEOPLE["a freeze is lifted"][0])
    for _ in range(2):
        verify_on(auditor, office=desk.office)
    with desk.store.reading() as work:
        current = work.freezes.current()
        doubts = [one.event for one in work.events.since(RecordDoubted, MONDAY)]
    assert current is not None and current.why == "record"
    assert [one.why for one in doubts if isinstance(one, RecordDoubted)] == ["differs"]
