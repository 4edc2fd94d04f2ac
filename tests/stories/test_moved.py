"""Another database: a desk that was moved or restored goes on where it stood."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.domain.plans import PlanState, Reason, StepState
from tests.bot.a_terminal import bot
from tests.bot.test_cli import environment_of
from tests.installation import DATABASE, Installation, copy_of
from tests.postgres import Server, running
from tests.world import AGENT, FIRST, SECOND, World


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


def test_a_desk_that_was_moved_to_postgresql_goes_on_with_all_that_was_open(
    server: Server, world: World
) -> None:
    world.suspended("contoso", "Business Premium", reason=Reason.MISUSE)
    half = world.file("nordwind", "Office 365 E3", reason=Reason.MISUSE)
    world.vote(half, FIRST)
    world.settled()
    cases = world.ask(lambda work: work.cases.open())
    world.installation.stop_desk()
    target = server.empty()
    moved = bot(environment_of(world), "move", "--to", target)
    assert moved.returncode == 0, moved.stdout
    world.installation.database = target
    world.installation.start_desk()
    assert world.ask(lambda work: work.cases.open()) == cases
    world.approve(SECOND, half)
    world.settled()
    assert world.again(half).state is PlanState.FINISHED
    assert "needs 1 vote" in world.reinstate("contoso")
    world.vote(world.plan("contoso"), FIRST)
    world.settled()
    assert {s["status"] for s in world.named("contoso", "Business Premium")} == {"active"}


@pytest.fixture
def lost(filled: Path, tmp_path: Path) -> Iterator[World]:
    """A world whose record will lack what was done: nobody judges it by its record."""
    installation = Installation(copy_of(filled, tmp_path / "desk"))
    try:
        installation.start()
        made = World(installation)
        yield made
        made.settled()
        assert made.audit().holds()
        made.close()
    finally:
        installation.stop()


def test_a_restored_copy_sends_nothing_twice_and_stays_frozen(lost: World) -> None:
    """The copy does not know what was sent after it was made, and takes none of it for ours."""
    folder, world = lost.installation.folder, lost
    with world.engine_paused():
        plan = world.approved("contoso", "Business Premium", reason=Reason.MISUSE)
        source, copy = (sqlite3.connect(folder / name) for name in (DATABASE, "backup.db"))
        with closing(source), closing(copy):
            source.backup(copy)
    world.settled()
    sent = world.changes()
    world.installation.stop_desk()
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "backup.db").rename(folder / DATABASE)
    world.freeze_file.touch()
    world.installation.start_desk()
    world.until(lambda: world.ask(lambda work: work.freezes.current()) is not None)
    world.settled()
    assert world.changes() == sent
    world.freeze_file.unlink()
    world.lift_freeze(FIRST, SECOND)
    world.settled()
    assert world.changes() == sent
    assert [step.state for step in world.steps(plan)] == [StepState.ALREADY]
    assert "was suspended already" in world.thread(plan)
    assert "No suspension of ours" in world.command(AGENT, "/reinstate contoso")
