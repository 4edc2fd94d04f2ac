"""python -m bot audit: a checkpoint kept outside finds what the chain by itself does not show."""

from __future__ import annotations

import base64
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from core.usecases.freezing import freeze_from_terminal
from tests.installation import DATABASE
from tests.world import World

KEY = base64.b64encode(bytes(range(32))).decode()


def audit(*words: str) -> Result:
    return CliRunner().invoke(app, ["audit", *words])


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MASTER_KEY", KEY)
    world.settled()
    return world


def test_what_was_kept_outside_is_compared(world: World, tmp_path: Path) -> None:
    kept, key = tmp_path / "kept.txt", audit("key").stdout.strip()
    kept.write_text(audit("checkpoint").stdout, encoding="utf-8")

    found = audit("verify", "--kept", str(kept), "--key", key)
    assert found.exit_code == 0, found.stdout
    assert "the chain holds:" in found.stdout and "the chain goes on from it" in found.stdout

    kept.write_text(kept.read_text(encoding="utf-8").replace("\n", "\r\n"), encoding="utf-8")
    assert audit("verify", "--kept", str(kept), "--key", key).exit_code == 0
    forged = tmp_path / "forged.txt"
    forged.write_text(kept.read_text(encoding="utf-8").replace("time 2026", "time 2027"))
    found = audit("verify", "--kept", str(kept), "--kept", str(forged), "--key", key)
    assert found.exit_code == 1 and "forged.txt: not signed with that key" in found.stdout


def test_a_backup_that_lacks_the_end_is_found(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.db"
    with sqlite3.connect(old) as copy, sqlite3.connect(world.installation.folder / DATABASE) as now:
        now.backup(copy)
    now.close()
    copy.close()
    freeze_from_terminal("Because", office=world.office)
    kept, key = tmp_path / "kept.txt", audit("key").stdout.strip()
    kept.write_text(audit("checkpoint").stdout, encoding="utf-8")

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{old}")
    assert audit("verify").exit_code == 0
    found = audit("verify", "--kept", str(kept), "--key", key)
    assert found.exit_code == 1 and "the chain is cut off" in found.stdout


def test_what_was_written_past_the_desk_is_named(world: World, tmp_path: Path) -> None:
    freeze_from_terminal("Because", office=world.office)
    world.settled()
    copy = tmp_path / "copy.db"
    with sqlite3.connect(copy) as to, sqlite3.connect(world.installation.folder / DATABASE) as now:
        now.backup(to)
    now.close()
    to.execute("UPDATE freezes SET lifted_at = since")
    to.commit()
    to.close()
    found = CliRunner(env={"DATABASE_URL": f"sqlite:///{copy}"}).invoke(app, ["audit", "verify"])
    assert found.exit_code == 1 and "the chain holds:" in found.stdout
    assert "the database differs: it is not so that freeze" in found.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--key", "name+id+key"], "go together", id="a-key-alone"),
        pytest.param(["--kept", "a.txt"], "go together", id="a-file-alone"),
        pytest.param(["--kept", "a", "--key", "b"], "is not what `audit key` prints", id="no-key"),
    ],
)
def test_half_a_question_is_refused(world: World, words: list[str], said: str) -> None:
    found = audit("verify", *words)
    assert (found.exit_code, said in found.stdout) == (2, True), found.stdout


def test_a_file_that_is_none_is_named(world: World, tmp_path: Path) -> None:
    key, empty = audit("key").stdout.strip(), tmp_path / "empty.txt"
    empty.touch()
    missing = audit("verify", "--kept", str(tmp_path / "none.txt"), "--key", key)
    assert missing.exit_code == 2 and "none.txt cannot be read" in missing.stdout
    found = audit("verify", "--kept", str(empty), "--key", key)
    assert found.exit_code == 1 and "there is no checkpoint in it" in found.stdout


def test_without_a_master_key_nothing_is_signed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MASTER_KEY")
    for word in ("checkpoint", "key"):
        assert "no master key" in audit(word).stdout
