"""The schema: migrations build what the tables say, in words that PostgreSQL understands too."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Select, Table, create_mock_engine, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from core.domain.events import PlanEnded
from core.ports.records import Posted
from storage.database import Database, open_database
from storage.repositories.books import SqlBooks
from storage.repositories.carrying import name_debtors
from storage.repositories.customers import SqlCustomers
from storage.repositories.desk import SqlDesk, SqlInbox, SqlPosts
from storage.repositories.events import SqlEvents
from storage.repositories.people import SqlPeople
from storage.repositories.plans import SqlPlans
from storage.schema import MIGRATIONS, WrongSchema, check, migrate
from storage.tables.all import metadata
from storage.tables.books import IS_CURRENT, snapshots
from storage.tables.plans import IS_ALONE, plans
from tests.builders import (
    NOW,
    a_customer,
    a_debtor,
    a_member,
    a_plan,
    a_snapshot,
    a_stamp,
    a_subscription,
    a_vote,
)

POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]

GUARDS = {"events_no_update", "events_no_delete", "events_at_the_end"}


def built(database: Database) -> dict[str, list[str]]:
    """Name and definition of everything in the database, in no order of columns or rules."""
    query = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    with database.reading() as connection:
        rows = connection.execute(query).all()
    return {name: sorted(line.strip(" \t,") for line in sql.splitlines()) for name, sql in rows}


def test_migrations_build_exactly_the_tables(desk: Database, tmp_path: Path) -> None:
    plain = open_database(f"sqlite:///{tmp_path}/plain.db")
    with plain.transaction() as connection:
        metadata.create_all(connection)
        connection.commit()
    migrated = built(desk)
    extra = {"alembic_version", *GUARDS}
    assert {name: sql for name, sql in migrated.items() if name not in extra} == built(plain)
    assert extra <= set(migrated)
    plain.close()


def test_alembic_finds_no_difference(desk: Database) -> None:
    with desk.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(desk: Database) -> None:
    before = built(desk)
    migrate(desk)
    check(desk)
    assert built(desk) == before


def test_a_database_of_another_version_is_refused(tmp_path: Path, desk: Database) -> None:
    empty = open_database(f"sqlite:///{tmp_path}/empty.db")
    with pytest.raises(WrongSchema, match="nothing"):
        check(empty)
    empty.close()
    with desk.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(WrongSchema, match="9999"):
        check(desk)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: str(table.name))
def test_postgresql_understands_every_table(table: Table) -> None:
    assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=POSTGRESQL))
    for index in table.indexes:
        words = str(CreateIndex(index).compile(dialect=POSTGRESQL))
        assert ("WHERE" in words) or not index.unique


def test_postgresql_gets_its_own_guards_of_the_audit_trail() -> None:
    written = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written}
    )
    revision = ScriptDirectory(str(MIGRATIONS)).get_revision("0001")
    with Operations.context(context):
        revision.module.upgrade()
    words = written.getvalue()
    assert "BEFORE UPDATE OR DELETE ON events" in words
    assert "RAISE(ABORT" not in words
    assert words.count("CREATE TABLE") == len(metadata.tables)


class Answer:
    """What a database that does nothing answers."""

    rowcount = 1

    def first(self) -> tuple[str]:
        return ("",)

    def one(self) -> tuple[int, str]:
        return 0, ""


def test_postgresql_understands_every_insert_that_may_meet_a_row() -> None:
    words: list[str] = []

    def execute(statement: Any, *_: object) -> Answer:
        words.append(str(statement.compile(dialect=POSTGRESQL)))
        return Answer()

    connection = cast(Connection, create_mock_engine("postgresql://", execute))
    SqlPeople(connection).save_member(a_member())
    SqlCustomers(connection).save([a_customer()])
    SqlCustomers(connection).save_subscription(a_subscription())
    SqlBooks(connection).save_debtor(a_debtor())
    name_debtors(connection, a_snapshot())
    SqlPlans(connection).add_vote(a_vote(a_plan(), "kang"))
    SqlEvents(connection).add(PlanEnded(), a_stamp())
    SqlInbox(connection).first("Ev1", NOW)
    SqlDesk(connection).put("seeded", "yes")
    SqlPosts(connection).put(Posted("card:1", "C1", "17.1"))
    assert sum("ON CONFLICT" in said for said in words) == 10


@pytest.mark.parametrize(
    ("index", "query"),
    [
        ("uq_plans_open", select(plans).where(IS_ALONE, plans.c.account == "a")),
        ("uq_snapshots_current", select(snapshots).where(IS_CURRENT, snapshots.c.source == "a")),
    ],
)
def test_conditions_are_literals_so_that_partial_indexes_are_used(
    desk: Database, index: str, query: Select[Any]
) -> None:
    with desk.reading() as connection:
        parameters = ("a",)
        words = "EXPLAIN QUERY PLAN " + str(query.compile(connection.engine))
        steps = connection.exec_driver_sql(words, parameters).all()
    assert any(index in step.detail for step in steps)
