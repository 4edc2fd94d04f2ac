"""What the database holds against what the trail tells, on both kinds of database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.domain.calendar import Place
from core.domain.people import Role
from core.ports.office import Office
from core.usecases.opening import open_desk
from storage.database import Database
from storage.state import differences, few
from storage.unit_of_work import SqlStore
from tests.a_policy import put_in_force
from tests.an_emergency import ENABLED

AT = datetime(2026, 10, 12, 8, tzinfo=UTC)
LISTS = {Role.AGENT: ["U1"], Role.APPROVER: ["U1", "U2"], Role.ADMINISTRATOR: ["U3"]}
# What somebody writes, how many lines it makes, and what one of them says.
WRITTEN = {
    "a role": ("DELETE FROM roles WHERE role = 'approvers'", 2, "is not among the approvers"),
    "an account": ("UPDATE accounts SET user_id = 'U9' WHERE user_id = 'U2'", 2, "T1/U9 is that"),
    "a freeze": ("UPDATE freezes SET lifted_at = since", 1, "of all is on"),
}


@pytest.fixture
def opened(desk: Database) -> Database:
    """Frozen, as a new installation is."""
    store = SqlStore(desk)
    office = Office(store, lambda: AT, Place("DE", "Europe/Berlin"), lambda: "")
    put_in_force(store, ENABLED)
    open_desk("T1", "UBOT", LISTS, office=office)
    return desk


def found(database: Database) -> list[str]:
    """But for the policy, which nobody published."""
    with database.reading() as connection:
        said = list(differences(connection))
    return [one for one in few(said) if "policy" not in one]


def test_a_desk_that_was_opened_is_as_its_trail_tells(opened: Database) -> None:
    assert found(opened) == []


@pytest.mark.parametrize(("statement", "lines", "said"), WRITTEN.values(), ids=WRITTEN)
def test_what_was_written_past_the_desk_is_found(
    opened: Database, statement: str, lines: int, said: str
) -> None:
    with opened.transaction() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()
    assert len(found(opened)) == lines and any(said in one for one in found(opened))
