"""Every set of books in its turn; the PostgreSQL server starts where one of them is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.receivables.bench import Bench, Room
from tests.clients.receivables.benches import BENCHES
from tests.clients.receivables.truth import truth
from tests.postgres import Server, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(params=sorted(BENCHES))
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """One vendor's books, holding the truth."""
    room = Room(tmp_path, lambda: request.getfixturevalue("server"))
    with BENCHES[request.param](room) as made:
        made.fill(truth())
        yield made
