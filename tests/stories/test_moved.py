"""Another database: a desk that was moved or restored goes on where it stood."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.domain.plans import PlanState, Reason, StepState
from sandbox.stories.driver import ALERTS, words_of
from tests.bot.a_terminal import bot
from tests.bot.test_cli import environment_of
from tests.installation import DATABASE, Installation, copy_of
from tests.postgres import Server, program, running
from tests.world import ADMINISTRATOR, AGENT, FIRST, SECOND, World


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
        with closing(World(installation)) as made:
            yield made
            made.settled()
            assert made.audit().holds()
    finally:
        installation.stop()


class OnSqlite:
    """`python -m bot backup`, and the copy in the place of the file."""

    def __init__(self, world: World) -> None:
        self.world, self.folder = world, world.installation.folder

    def back_up(self) -> None:
        copy = str(self.folder / "backup.db")
        written = bot(environment_of(self.world), "backup", copy)
        assert "head" in written.stdout, written.stdout + written.stderr
        assert bot(environment_of(self.world), "backup", copy).returncode == 1
        assert Path(copy).stat().st_mode & 0o777 == 0o600

    def restore(self) -> None:
        for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / "backup.db").rename(self.folder / DATABASE)


class OnPostgres:
    """pg_dump and pg_restore, as docs/operations.md has them."""

    def __init__(self, world: World, server: Server) -> None:
        self.world, self.server = world, server
        self.copy = world.installation.folder / "desk.dump"
        world.installation.stop_desk()
        target = server.empty()
        assert bot(environment_of(world), "move", "--to", target).returncode == 0
        world.installation.database = target
        world.installation.start_desk()
        assert world.ask(lambda work: work.freezes.current()) is None

    def back_up(self) -> None:
        self._run("pg_dump", "--format=custom", f"--file={self.copy}", self._address())

    def restore(self) -> None:
        self.world.installation.database = self.server.empty()
        self._run("pg_restore", f"--dbname={self._address()}", str(self.copy))

    def _address(self) -> str:
        return self.world.installation.database

    def _run(self, name: str, *words: str) -> None:
        done = subprocess.run([program(name), *words], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restored_copy_starts_frozen_and_sends_nothing_twice(
    lost: World, server: Server, kind: str
) -> None:
    """The copy does not know what was sent after it was made, and takes none of it for ours."""
    world = lost
    place = OnSqlite(world) if kind == "sqlite" else OnPostgres(world, server)
    with world.engine_paused():
        plan = world.approved("contoso", "Business Premium", reason=Reason.MISUSE)
        place.back_up()
    world.settled()
    sent = world.changes()
    assert len(sent) == 1
    world.installation.stop_desk()
    place.restore()
    world.installation.start_desk()
    freeze = world.ask(lambda work: work.freezes.current())
    assert freeze is not None and freeze.why == "record"
    world.settled()
    assert world.changes() == sent
    told = [words_of(message) for message in world.driver.messages(ALERTS, ADMINISTRATOR)]
    assert any("Compare Partner Center with it" in one for one in told)
    world.lift_freeze(FIRST, SECOND)
    world.settled()
    assert world.changes() == sent
    assert [step.state for step in world.steps(plan)] == [StepState.ALREADY]
    assert "was suspended already" in world.thread(plan)
    assert "No suspension of ours" in world.command(AGENT, "/reinstate contoso")
