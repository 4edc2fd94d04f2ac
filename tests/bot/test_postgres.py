"""PostgreSQL from the command line: the release step, roles, and the move from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.a_terminal import bot
from tests.bot.test_cli import LOCAL
from tests.postgres import Server, running


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture
def on_file(tmp_path: Path) -> dict[str, str]:
    return LOCAL | {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.db"}


@pytest.mark.parametrize(
    ("role", "said"), [("worker", "--role needs PostgreSQL"), ("both", "--role is web or worker")]
)
def test_a_role_that_cannot_be_is_refused(on_file: dict[str, str], role: str, said: str) -> None:
    done = bot(on_file, "run", "--role", role)
    assert (done.returncode, said in done.stdout) == (2, True), done.stdout


def test_nothing_runs_before_the_release_step(server: Server) -> None:
    environment = LOCAL | {"DATABASE_URL": server.empty()}
    done = bot(environment, "run", "--role", "worker")
    assert (done.returncode, "run migrate" in done.stdout) == (1, True), done.stdout
    for _ in range(2):
        assert "up to date" in bot(environment, "migrate").stdout
    assert "the chain holds: 0 events" in bot(environment, "audit", "verify").stdout
    done = bot(environment, "run", "--role", "worker")
    assert "Slack does not let us in" in done.stdout


PASSWORD = "canary-of-the-database"


@pytest.mark.parametrize(
    ("words", "url"),
    [
        pytest.param("doctor --offline", "{}@127.0.0.1:9/desk", id="doctor"),
        pytest.param("run", "{}@127.0.0.1:9/desk", id="run"),
        pytest.param("migrate", "{}@127.0.0.1:port/desk", id="no port"),
        pytest.param("migrate", "x@{}@127.0.0.1:9/desk", id="at sign"),
        pytest.param("audit verify", "{}@127.0.0.1:9/", id="no database"),
    ],
)
def test_the_password_of_the_database_is_never_said(words: str, url: str) -> None:
    environment = LOCAL | {"DATABASE_URL": f"postgresql://desk:{url.format(PASSWORD)}"}
    done = bot(environment, *words.split())
    assert done.returncode == 1, done.stdout
    assert PASSWORD not in done.stdout + done.stderr


def test_a_password_that_is_refused_is_not_said(server: Server, on_file: dict[str, str]) -> None:
    refused = server.url_of("nowhere").replace("postgres:@", f"postgres:{PASSWORD}@")
    assert PASSWORD in refused
    assert "Everything is frozen" in bot(on_file, "freeze", "drill").stdout
    done = bot(on_file, "move", "--to", refused)
    assert (done.returncode, "does not exist" in done.stdout) == (1, True), done.stdout
    assert PASSWORD not in done.stdout + done.stderr


def test_a_file_is_moved_once(server: Server, on_file: dict[str, str]) -> None:
    target = server.empty()
    assert "there is no file" in bot(on_file, "move", "--to", target).stdout
    assert "Everything is frozen" in bot(on_file, "freeze", "drill").stdout
    done = bot(on_file, "move", "--to", target)
    assert (done.returncode, "the chain of events holds" in done.stdout) == (0, True), done.stdout
    moved = LOCAL | {"DATABASE_URL": target}
    assert "frozen already" in bot(moved, "freeze", "again").stdout
    for words in (["run"], ["freeze", "again"], ["migrate"], ["move", "--to", server.empty()]):
        done = bot(on_file, *words)
        assert (done.returncode, "moved to PostgreSQL" in done.stdout) == (1, True), done.stdout


def test_a_move_goes_from_a_file_to_postgresql_only(on_file: dict[str, str]) -> None:
    for url, there in ((on_file["DATABASE_URL"], "sqlite:///other.db"), ("postgresql://h/d", "x")):
        done = bot(on_file | {"DATABASE_URL": url}, "move", "--to", there)
        assert (done.returncode, "Nothing was moved" in done.stdout) == (2, True), done.stdout
