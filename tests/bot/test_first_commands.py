"""What the first commands on a new machine say."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.a_terminal import bot
from tests.bot.test_config import GOOD


def test_the_first_command_says_that_the_policy_is_in_force_from_now_on(tmp_path: Path) -> None:
    environment = GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    first, second = (bot(environment, "roles", "show") for _ in range(2))
    assert "The first policy is in force: POLICY_FILE, " in first.stderr
    assert "bot/policy.toml" in first.stderr
    assert (first.stdout, second.stderr) == (second.stdout, "")


def test_a_doctor_puts_no_policy_in_force_and_speaks_to_programs(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    done = bot(GOOD | {"DATABASE_URL": f"sqlite:///{file}"}, "doctor", "--offline", "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["wrong"], file.exists()) == (0, 0, False)
    assert {"mark", "says", "do"} == set(said["findings"][0])


def test_a_backup_is_noted_for_the_doctor(tmp_path: Path) -> None:
    environment = GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    assert bot(environment, "roles", "show").returncode == 0
    assert bot(environment, "backup", str(tmp_path / "copy.db")).returncode == 0
    said = bot(environment, "doctor", "--offline").stdout
    assert "backup: the last was made" in said and "MB are free" in said
