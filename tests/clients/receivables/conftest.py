"""Every set of books in its turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.receivables.bench import Bench, Room
from tests.clients.receivables.benches import BENCHES
from tests.clients.receivables.truth import truth


@pytest.fixture(params=sorted(BENCHES))
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """One vendor's books, holding the truth."""
    room = Room(tmp_path, lambda: request.getfixturevalue("server"))
    with BENCHES[request.param].make(room) as made:
        made.fill(truth())
        yield made
