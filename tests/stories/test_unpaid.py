"""The story that the demo tells: every step happens, and the bot breaks none of Slack's rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from clients.receivables_csv import CsvSheet
from core.domain.events import Route
from core.usecases.receivables import take_in
from sandbox.stories import unpaid
from tests.world import World


@pytest.fixture(params=["", "xapp-story"], ids=["http", "socket"])
def app_token(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_unpaid_story_is_told_to_its_end(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def bring(file: Path) -> None:
        sheet = CsvSheet(file, world.installation.desk.settings.time_zone)
        take_in(sheet, office=world.office, route=Route.CLI)

    unpaid.tell(world.driver.url, bring, tmp_path)
    told = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in told[:-1]] == [f"ok {n:02}" for n in range(1, 13)]
    assert told[-1].startswith("story unpaid: 12 of 12 steps")
    world.settled()
    assert world.violations() == []
