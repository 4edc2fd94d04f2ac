"""The schema: migrations build what the tables say, on both databases."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager
from sqlalchemy import Select, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, open_database
from storage.migrating import config
from storage.repositories.contacts import addresses
from storage.schema import MIGRATIONS, WrongSchema, check, is_ours, migrate, revisions
from storage.tables.all import metadata
from storage.tables.books import IS_CURRENT, documents, snapshots
from storage.tables.plans import IS_ALONE, plans
from tests.postgres import Server
from tests.storage.dialects import ON_SQLITE

COMPARED = {"compare_server_default": True, "include_name": is_ours}
GUARDS = {
    "sqlite": {"events_no_update", "events_no_delete", "events_at_the_end"},
    "postgresql": {"events_no_change", "events_at_the_end", "events_no_truncate"},
}
DEFINITIONS = {
    "sqlite": """SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL""",
    "postgresql": """
        SELECT table_name || '.' || column_name,
               concat_ws(' ', udt_name, character_maximum_length, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    """,
}
NEITHER_TABLES_NOR_OURS = re.compile("alembic_version|procrastinate_|idx_procrastinate")


def built(database: Database) -> dict[str, list[str]]:
    """Name and definition of everything of ours, in no order of columns or rules."""
    with database.reading() as connection:
        rows = connection.execute(text(DEFINITIONS[connection.dialect.name])).all()
    return {
        # A table that a migration made anew is quoted.
        name: sorted(line.strip(" \t,").replace('"', "") for line in sql.splitlines())
        for name, sql in rows
        if not NEITHER_TABLES_NOR_OURS.search(name)
    }


def test_migrations_build_exactly_the_tables(desk: Database, empty_url: str) -> None:
    plain = open_database(empty_url)
    with plain.transaction() as connection:
        metadata.create_all(connection)
        connection.commit()
        guards = GUARDS[connection.dialect.name]
    migrated = built(desk)
    assert {name: sql for name, sql in migrated.items() if name not in guards} == built(plain)
    assert guards <= set(migrated)
    plain.close()


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_alembic_finds_no_difference(desk: Database) -> None:
    with desk.reading() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(desk: Database) -> None:
    before = built(desk)
    migrate(desk)
    check(desk)
    assert built(desk) == before


def test_a_database_without_a_schema_is_refused(empty_url: str) -> None:
    empty = open_database(empty_url)
    with pytest.raises(WrongSchema, match="nothing"):
        check(empty)
    migrate(empty)
    check(empty)
    empty.close()


@ON_SQLITE
def test_a_database_of_another_version_is_refused(desk: Database) -> None:
    with desk.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    for look in (check, migrate):
        with pytest.raises(WrongSchema, match="9999"):
            look(desk)


def test_the_names_of_migrations_say_their_order() -> None:
    scripts = ScriptDirectory.from_config(config()).walk_revisions()
    assert [one.revision for one in scripts] == revisions()[::-1]


def test_several_that_migrate_at_once_do_it_once(server: Server) -> None:
    """As processes that are started together do."""
    url = server.empty()
    failures: list[BaseException] = []

    def start() -> None:
        database = open_database(url)
        try:
            migrate(database)
            check(database)
        except DBAPIError as error:
            failures.append(error)
        database.close()

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


def test_the_schema_of_procrastinate_is_that_of_the_version_in_use() -> None:
    """A new version brings migrations of its own: they become a revision of ours."""
    brought = SchemaManager.get_schema()
    ours = (MIGRATIONS / "procrastinate_3_10_0.sql").read_text(encoding="utf-8")
    assert brought == ours


def test_a_revision_can_be_taken_back(server: Server) -> None:
    database = open_database(server.copy())
    with database.transaction() as connection:
        command.downgrade(config(connection), "base")
        left = connection.scalars(
            text("SELECT proname FROM pg_proc WHERE proname ~ 'procrastinate|refuse'")
        )
        assert left.all() == []
        assert inspect(connection).get_table_names() == ["alembic_version"]
    database.close()


@ON_SQLITE
@pytest.mark.parametrize(
    ("index", "query"),
    [
        ("uq_plans_open", select(plans).where(IS_ALONE, plans.c.account == "a")),
        ("uq_snapshots_current", select(snapshots).where(IS_CURRENT, snapshots.c.source == "a")),
        ("ix_documents_address", addresses().where(func.lower(documents.c.billing_email) == "a")),
    ],
)
def test_conditions_are_literals_so_that_partial_indexes_are_used(
    desk: Database, index: str, query: Select[Any]
) -> None:
    with desk.reading() as connection:
        asked = query.compile(connection.engine)
        parameters = tuple(asked.params[name] for name in asked.positiontup or ())
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", parameters).all()
    assert any(index in step.detail for step in steps)
