"""What many suites share: a whole world, made anew for each test from one filled desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation, copy_of, fill
from tests.world import World


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sandbox state and database as the demo starts with them; a copy is quicker than a start."""
    folder = tmp_path_factory.mktemp("filled")
    fill(folder)
    return folder


@pytest.fixture
def world(filled: Path, tmp_path: Path) -> Iterator[World]:
    """Monday, 10:00 in Berlin: customers confirmed, books of this morning, nothing suspended."""
    installation = Installation(copy_of(filled, tmp_path / "desk"))
    try:
        installation.start()
        world = World(installation)
        yield world
        world.settled()
        assert world.violations() == []
        assert world.audit().holds()
        world.close()
    finally:
        installation.stop()
