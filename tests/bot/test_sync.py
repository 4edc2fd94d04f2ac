"""python -m bot sync: what it prints, and what it leaves behind."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli import sync
from bot.cli.main import app
from core.domain.sync import Round
from tests.world import World


@pytest.fixture
def at_hand(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    return world


def round_of(world: World, account: str) -> Round:
    found = world.ask(lambda work: work.sync.round(account))
    assert found is not None
    return found


def test_all_accounts_are_read_with_progress_and_a_summary(
    at_hand: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "EVERY", 10)
    before = round_of(at_hand, "main")
    done = CliRunner().invoke(app, ["sync"])

    assert done.exit_code == 0, done.output
    assert f"main: 10 of {before.read} customers" in done.output
    assert f"main: {before.read} customers, {before.subscriptions} subscriptions" in done.output
    assert "0 not read, 0 changed by others" in done.output
    assert "china: " in done.output
    assert round_of(at_hand, "main").began_at > before.began_at


def test_one_account_alone_and_changes_are_counted(at_hand: World) -> None:
    before = round_of(at_hand, "china")
    at_hand.in_portal("contoso", "Exchange", quantity=7)
    done = CliRunner().invoke(app, ["sync", "--account", "main"])
    assert "1 changed by others" in done.output
    assert round_of(at_hand, "china") == before


def test_an_account_that_nobody_knows_is_refused(at_hand: World) -> None:
    done = CliRunner().invoke(app, ["sync", "--account", "nobody"])
    assert done.exit_code == 2
    assert "there are china, main" in done.output


def test_an_account_that_cannot_be_read_is_said_and_fails(at_hand: World) -> None:
    at_hand.faults.partner_center("status", "GET", status=403, times=50)
    done = CliRunner().invoke(app, ["sync", "--account", "main"])
    assert done.exit_code == 1
    assert "What was known is kept" in done.output
