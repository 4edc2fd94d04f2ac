"""A desk at rest: the filled database under a clock that a test moves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import open_database
from storage.unit_of_work import SqlStore
from tests.a_case import CaseDesk
from tests.a_run import Run
from tests.an_emergency import NIGHT, Emergency
from tests.installation import DATABASE
from tests.new_database import new_database
from tests.office import Desk


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copy(filled / DATABASE, tmp_path / DATABASE)
    database = open_database(f"sqlite:///{tmp_path / DATABASE}")
    yield Desk(SqlStore(database))
    database.close()


@pytest.fixture
def room(desk: Desk, tmp_path: Path) -> Iterator[CaseDesk]:
    """The desk with its cases, whose clocks are heard as a test moves the time."""
    database = open_database(f"sqlite:///{tmp_path / DATABASE}")
    yield CaseDesk(desk, database)
    database.close()


@pytest.fixture
def night(desk: Desk) -> Emergency:
    """Microsoft sees mining, and hardly anybody is awake."""
    desk.now = NIGHT
    found = Emergency(desk)
    found.alerted()
    return found


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """A small desk whose policy run a test moves from day to day."""
    database = new_database(tmp_path / "run.db")
    yield Run(SqlStore(database))
    database.close()
