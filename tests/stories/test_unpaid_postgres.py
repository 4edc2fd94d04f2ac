"""The same story on PostgreSQL, with the worker in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from storage.audit import verify
from storage.opening import open_existing
from tests.postgres import running
from tests.tree import ROOT

pytestmark = pytest.mark.story


@pytest.mark.parametrize("way", [[], ["--socket"]], ids=["http", "socket"])
def test_the_unpaid_story_is_told_by_two_processes(way: list[str]) -> None:
    with running() as server:
        url = server.empty()
        words = ["demo", "--story", "unpaid", "--database", url, "--split", *way]
        told = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert told.returncode == 0, told.stdout + told.stderr
        assert "story unpaid: 12 of 12 steps" in told.stdout
        database = open_existing(url)
        with database.reading() as connection:
            assert verify(connection).holds()
        database.close()
