"""Whoever edits a row of state past the desk is found by what the trail tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.events import RecordDoubted
from core.usecases.restoring import verify_on
from storage.auditor import Auditor
from storage.database import Database, open_database
from storage.state import differences
from tests.a_lived_desk import OF_PEOPLE, OF_PLANS, edit, live
from tests.installation import DATABASE
from tests.office import MONDAY, Desk


@pytest.fixture
def database(desk: Desk, tmp_path: Path) -> Iterator[Database]:
    live(desk)
    made = open_database(f"sqlite:///{tmp_path / DATABASE}")
    yield made
    made.close()


def found(database: Database, *, whole: bool = True) -> list[str]:
    with database.reading() as connection:
        return [str(one) for one in differences(connection, whole=whole)]


def written(database: Database, statements: str) -> None:
    with database.transaction() as connection:
        edit(connection, statements)
        connection.commit()


def test_what_happened_at_the_desk_is_what_the_trail_tells(database: Database) -> None:
    assert found(database) == []


@pytest.mark.parametrize(("statement", "said"), OF_PEOPLE.values(), ids=OF_PEOPLE)
def test_what_holds_for_everything_is_looked_at_every_time(
    database: Database, statement: str, said: str
) -> None:
    written(database, statement)
    assert any(said in one for one in found(database, whole=False))


@pytest.mark.parametrize(("statement", "said"), OF_PLANS.values(), ids=OF_PLANS)
def test_plans_and_votes_are_looked_at_with_the_whole_trail(
    database: Database, statement: str, said: str
) -> None:
    written(database, statement)
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
    written(database, OF_PEOPLE["a freeze is lifted"][0])
    for _ in range(2):
        verify_on(auditor, office=desk.office)
    with desk.store.reading() as work:
        current = work.freezes.current()
        doubts = [one.event for one in work.events.since(RecordDoubted, MONDAY)]
    assert current is not None and current.why == "record"
    assert [one.why for one in doubts if isinstance(one, RecordDoubted)] == ["differs"]
