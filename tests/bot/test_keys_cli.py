"""python -m bot keys: which key seals what, and a turn to the newest."""

from __future__ import annotations

import base64

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from core.domain.secret import Secret
from core.usecases.consents import keep
from storage.sealing import MasterKey, consent_seal, read_master_key
from tests.world import ADMINISTRATOR, World


def key_of(first: int) -> tuple[str, MasterKey]:
    text = base64.b64encode(bytes(range(first, first + 32))).decode()
    return text, read_master_key(text)


def keys(*words: str) -> Result:
    return CliRunner().invoke(app, ["keys", *words])


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    return world


def test_a_key_is_replaced(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (old_text, old), (new_text, new) = key_of(0), key_of(32)
    keep("main", Secret("refresh-canary"), seal=consent_seal([old]), office=world.office)
    monkeypatch.setenv("MASTER_KEY", f"{new_text} {old_text}")

    assert keys("show").stdout.splitlines() == [
        f"{new.version}  seals             0 secrets",
        f"{old.version}  opens             1 secrets",
    ]
    turned = keys("rotate", "--by", ADMINISTRATOR)
    assert turned.exit_code == 0, turned.stdout
    assert f"Sealed with {new.version} now: 1 more secrets." in turned.stdout
    monkeypatch.setenv("MASTER_KEY", new_text)
    assert keys("show").stdout.splitlines() == [f"{new.version}  seals             1 secrets"]
    world.settled()


def test_a_key_that_is_not_here_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (_, lost), (new_text, _) = key_of(64), key_of(32)
    keep("main", Secret("refresh-canary"), seal=consent_seal([lost]), office=world.office)
    monkeypatch.setenv("MASTER_KEY", new_text)
    assert f"{lost.version}  is not here       1 secrets" in keys("show").stdout
    turned = keys("rotate", "--by", ADMINISTRATOR)
    assert turned.exit_code == 1 and f"1 of {lost.version} cannot be opened" in turned.stdout
    monkeypatch.delenv("MASTER_KEY")
    assert "no master key" in keys("show").stdout
    world.settled()
