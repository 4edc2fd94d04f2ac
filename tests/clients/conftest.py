"""What all tests of the clients share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import stamina

from clients.http import ATTEMPTS
from clients.partner_center import PartnerCenterClient
from tests.clients.scripted import SHORT
from tests.clients.stand_in import china, main
from tests.postgres import Server
from tests.postgres import running as postgres_running
from tests.sandbox.partner_center_desk import Desk, running


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    """Retries as often as ever, without the pauses."""
    with stamina.set_testing(True, attempts=ATTEMPTS, cap=True):
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgres_running() as started:
        yield started


@pytest.fixture
def lite(tmp_path: Path) -> str:
    """A SQLite file with one table."""
    file = tmp_path / "ledger.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE ledger (id text, amount text)")
    return f"sqlite:///{file}"


@pytest.fixture
def postgres(server: Server) -> str:
    return server.empty()


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


@pytest.fixture
def client(desk: Desk) -> Iterator[PartnerCenterClient]:
    made = PartnerCenterClient([main(desk), china(desk)], timeouts=SHORT)
    yield made
    desk.stop_holding()
    made.close()
