"""A database for every test, on SQLite and on PostgreSQL, with the schema that migrations built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.policy_file import read_policy
from storage.database import Database, open_database
from storage.tables.all import metadata
from storage.unit_of_work import SqlStore
from tests.a_policy import put_in_force
from tests.a_reading import Readers
from tests.a_run import policy_text
from tests.clients.a_stripe import running as stripe
from tests.new_database import new_database
from tests.office import Desk
from tests.postgres import Server, running
from tests.storage.dialects import DIALECTS

# Quicker than a database for each test. Triggers and foreign keys sleep meanwhile.
EMPTY = "; ".join(
    (
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {table.name}" for table in metadata.sorted_tables),
        "DELETE FROM procrastinate_events",
        "DELETE FROM procrastinate_jobs",
        "DELETE FROM procrastinate_workers",
        "INSERT INTO chain VALUES (1, 0, repeat('0', 64), '')",
        "SELECT setval('snapshots_number_seq', 1, false)",
    )
)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def shared_url(server: Server) -> str:
    """One database for all tests that leave its schema as it is."""
    return server.copy()


@pytest.fixture(params=DIALECTS)
def desk_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        path = tmp_path / "desk.db"
        new_database(path).close()
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("shared_url")
    clear(url)
    return url


def clear(url: str) -> None:
    database = open_database(url)
    with database.bookkeeping() as connection:
        connection.exec_driver_sql(EMPTY, execution_options={"no_parameters": True})
        connection.commit()
    database.close()


@pytest.fixture
def desk(desk_url: str) -> Iterator[Database]:
    database = open_database(desk_url)
    yield database
    database.close()


@pytest.fixture
def store(desk: Database) -> SqlStore:
    return SqlStore(desk)


@pytest.fixture
def empty_url(desk_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the same kind that has nothing in it, not even our schema."""
    if desk_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/empty.db"
    server: Server = request.getfixturevalue("server")
    return server.empty()


@pytest.fixture
def books(store: SqlStore, tmp_path: Path) -> Iterator[Readers]:
    put_in_force(store, read_policy(policy_text()))
    with stripe() as shop:
        made = Readers(Desk(store, now=shop.moment), shop, tmp_path / "readings")
        for number in range(10):
            made.owe(f"in_{number:02}", 1000 + number, f"cus_{number % 3}")
        yield made
