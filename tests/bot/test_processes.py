"""The two roles as processes on PostgreSQL: what each needs, serves and says of its health."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import psycopg
import pytest

from storage.database_postgres import IN_TURN
from tests.bot.a_terminal import ROOT, bot
from tests.installation import Installation
from tests.postgres import running
from tests.sandbox.slack_desk import wait_for

OWN = ("PATH", "HOME", "LANG")
# How long a process that is told to end may take; nothing is being done here.
DRAIN = 20


@dataclass(frozen=True, slots=True)
class Running:
    """A process, and where it said that it is."""

    said: str
    url: str
    process: subprocess.Popen[str]

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", trust_env=False)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Settings of a desk on PostgreSQL beside a sandbox of its own."""
    installation = Installation(tmp_path_factory.mktemp("desk"))
    installation.sandbox.start()
    with running() as server:
        database = {"DATABASE_URL": server.copy(), "METRICS": "on"}
        yield installation.environment(port=0) | database
    installation.sandbox.stop()


@contextmanager
def started(environment: dict[str, str], role: str) -> Iterator[Running]:
    own = {name: os.environ[name] for name in OWN if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--role", role],
        cwd=ROOT,
        env=own | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        url = said.rpartition(" ")[2].removesuffix("/readyz").removesuffix("/slack/events")
        try:
            yield Running(said, url, process)
        finally:
            process.terminate()
            assert process.wait(DRAIN) == 0


def without(environment: dict[str, str], prefix: str) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith(prefix)}


def test_a_worker_tells_of_its_health_and_takes_nothing_from_slack(
    environment: dict[str, str],
) -> None:
    with started(without(environment, "SLACK_SIGNING"), "worker") as worker:
        assert worker.said.startswith("Goodstanding works, its health is at http://127.0.0.1:")
        assert worker.get("/healthz").text == worker.get("/readyz").text == "ok\n"
        assert "goodstanding_up 1.0" in worker.get("/metrics").text
        assert httpx.post(f"{worker.url}/slack/events", trust_env=False).status_code == 404


def test_a_web_process_is_ready_without_partner_center(environment: dict[str, str]) -> None:
    with started(without(environment, "PARTNER_CENTER"), "web") as web:
        assert web.said.startswith("Goodstanding hears Slack at http://127.0.0.1:")
        assert web.get("/readyz").text == "ok\n"
        assert "goodstanding_up 1.0" in web.get("/metrics").text
        assert web.get("/slack/events").status_code in {400, 401, 405}


def test_an_account_that_is_not_let_in_is_trouble_of_the_worker_alone(
    environment: dict[str, str],
) -> None:
    wrong = environment | {"PARTNER_CENTER_MAIN_CLIENT_SECRET": "not-the-secret-of-main"}
    with started(wrong, "worker") as worker, started(wrong, "web") as web:
        wait_for(lambda: worker.get("/readyz").text == "partner center\n")
        assert web.get("/readyz").text == "ok\n"


def test_two_processes_with_one_port_are_told_so(environment: dict[str, str]) -> None:
    with started(environment, "worker") as worker:
        taken = environment | {"PORT": worker.url.rpartition(":")[2]}
        done = bot(taken, "run", "--role", "worker")
        assert (done.returncode, "Nobody can listen at HOST and PORT" in done.stdout) == (1, True)


def test_a_command_at_the_terminal_needs_the_secrets_of_neither(
    environment: dict[str, str],
) -> None:
    bare = without(without(environment, "PARTNER_CENTER"), "SLACK_SIGNING")
    assert "frozen" in bot(bare, "freeze", "drill").stdout


def test_a_process_that_loses_the_database_while_it_starts_says_so_in_one_line(
    environment: dict[str, str],
) -> None:
    with psycopg.connect(environment["DATABASE_URL"]) as other:
        other.execute(IN_TURN)
        with ThreadPoolExecutor(1) as pool:
            starting = pool.submit(bot, environment, "run", "--role", "worker")
            wait_for(lambda: _sent_away(environment["DATABASE_URL"]) == 1)
        done = starting.result()
    assert done.stdout.startswith("The database went away: ")
    assert (done.returncode, done.stdout.count("\n"), "Traceback" in done.stderr) == (1, 1, False)


def _sent_away(address: str) -> int:
    """How many of those that wait for the turn lost their connection now."""
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE wait_event = 'advisory' AND datname = current_database()"
        ).fetchall()
    return int(found[0][0])
