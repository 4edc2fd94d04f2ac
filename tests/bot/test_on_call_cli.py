"""python -m bot oncall: a schedule is checked, taken in and shown, and open pages are listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.cli.on_call_checks import NOBODY
from handlers.checkup import Mark
from tests.bot.test_doctor import lines, look
from tests.world import ADMINISTRATOR, AGENT, World

Bot = Callable[..., Result]
FILE = """
zone = "Europe/Berlin"
[[layers]]
name = "first"
people = ["U0KANG", "U0BRAUN"]
since = 2026-10-05
hand_over = "monday 09:00"
hours = ["mon-fri 18:00-08:00"]
"""


@pytest.fixture
def bot(world: World, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """The command line beside a desk that runs."""
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["oncall", *words])

    return run


def test_a_schedule_is_checked_taken_in_and_shown(world: World, bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "on-call.toml"
    file.write_text(FILE.replace("monday", "tuesday"), encoding="utf-8")
    refused = bot("check", str(file))
    assert refused.exit_code == 1 and "2026-10-05 is no tuesday" in refused.stdout
    assert "no schedule was taken in" in bot("show").stdout
    assert NOBODY in lines(look(world), Mark.NOTE)

    file.write_text(FILE, encoding="utf-8")
    assert "Nobody: Mon 2026-10-12 10:00 to Mon 2026-10-12 18:00" in bot("check", str(file)).stdout
    assert bot("import", str(file), "--by", AGENT).exit_code == 1
    done = bot("import", str(file), "--by", ADMINISTRATOR)
    assert done.exit_code == 0 and "In force" in done.stdout, done.stdout
    shown = bot("show", "--at", "2026-10-13T03:12").stdout
    assert "first        U0BRAUN        Sabine Braun" in shown
    assert bot("show", "--at", "tonight").exit_code == 1
    assert any("on call: nobody is" in one for one in lines(look(world), Mark.NOTE))
    assert bot("pages").stdout == "No page is open.\n"
