"""The story of digests: every slot once, over changing clocks, downtime and lost answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clients.receivables_csv import CsvSheet
from core.domain.events import Route
from core.usecases.receivables import Drop, take_in
from sandbox.stories import digest
from tests.postgres import running
from tests.tree import ROOT
from tests.world import World

pytestmark = pytest.mark.story

STEPS = len(digest.STEPS)


def test_the_digest_story_is_told_to_its_end(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def bring(file: Path) -> None:
        sheet = CsvSheet(file, world.installation.desk.settings.time_zone)
        take_in(sheet, office=world.office, route=Route.CLI, drop=Drop.ACCEPT)

    @contextmanager
    def down() -> Iterator[None]:
        world.installation.stop_desk()
        yield
        world.installation.start_desk()

    digest.tell(world.driver.url, digest.Stage(bring, down, tmp_path))
    told = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in told[:-1]] == [f"ok {n:02}" for n in range(1, STEPS + 1)]
    assert told[-1].startswith(f"story digest: {STEPS} of {STEPS} steps")


def test_two_workers_on_postgresql_post_each_slot_once() -> None:
    with running() as server:
        words = ["demo", "--story", "digest", "--database", server.empty(), "--split"]
        told = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert told.returncode == 0, told.stdout + told.stderr
        assert f"story digest: {STEPS} of {STEPS} steps" in told.stdout
        assert "two processes tick" in told.stdout
