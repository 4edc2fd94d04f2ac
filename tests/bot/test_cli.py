"""The command line for real: what fails is one line and an exit code, never a traceback."""

from __future__ import annotations

import os
import socket
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import COMMANDS, GROUPS, app
from sandbox.data.receivables import write_receivables
from tests.bot.a_terminal import bot
from tests.bot.test_config import GOOD
from tests.installation import DATABASE
from tests.sandbox.slack_desk import wait_for
from tests.world import World

NOWHERE = "http://127.0.0.1:9"
# Right settings for a world that is not there.
LOCAL = GOOD | {
    "SLACK_API_URL": f"{NOWHERE}/api/",
    "PARTNER_CENTER_URL": NOWHERE,
    "PARTNER_CENTER_TOKEN_URL": NOWHERE,
    "PARTNER_CENTER_GRAPH_URL": NOWHERE,
}


def environment_of(world: World, **changed: str) -> dict[str, str]:
    return world.installation.environment(port=free_port()) | changed


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_settings_that_are_missing_are_listed() -> None:
    done = bot({}, "run")
    assert done.returncode == 2
    for name in ("SLACK_BOT_TOKEN", "APPROVERS", "TIME_ZONE", "PARTNER_CENTER_CLIENT_ID"):
        assert f"  {name}: " in done.stdout


def test_a_second_desk_on_the_same_database_is_turned_away(world: World) -> None:
    done = bot(environment_of(world), "run")
    assert done.returncode == 1
    assert f"Process {os.getpid()} is already working on this database" in done.stdout


def test_a_port_that_is_taken_is_named(world: World, tmp_path: Path) -> None:
    taken = world.installation.desk.url.rpartition(":")[2]
    other = environment_of(world, PORT=taken, DATABASE_URL=f"sqlite:///{tmp_path}/other.db")
    done = bot(other, "run")
    assert done.returncode == 1
    assert f"127.0.0.1:{taken}: Address already in use" in done.stdout


@pytest.mark.parametrize(
    ("changed", "said", "code"),
    [
        pytest.param({}, "Slack does not let us in", 1, id="slack"),
        pytest.param({"DATABASE_URL": "sqlite:///{here}/notes"}, "not a database", 1, id="file"),
        pytest.param({"DATABASE_URL": "sqlite:///{here}/no/where"}, "No such file", 1, id="folder"),
        pytest.param({"POLICY_FILE": "{here}/notes"}, "not TOML", 2, id="policy"),
        pytest.param({"CLOCK_URL": f"{NOWHERE}/clock"}, "CLOCK_URL: no clock there", 1, id="clock"),
    ],
)
def test_what_a_desk_cannot_start_with_is_one_line(
    tmp_path: Path, changed: dict[str, str], said: str, code: int
) -> None:
    (tmp_path / "notes").write_text("This is no database, and no policy either. " * 5)
    own = {"DATABASE_URL": "sqlite:///{here}/own.db"} | changed
    done = bot(LOCAL | {name: value.format(here=tmp_path) for name, value in own.items()}, "run")
    assert done.returncode == code
    assert said in done.stdout


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        pytest.param("--split", "--split needs --database", 2, id="split on a file"),
        pytest.param("--split --story unpaid", "--split needs --database", 2, id="split story"),
        pytest.param("--database sqlite:///x.db", "no PostgreSQL database", 2, id="file"),
        pytest.param(
            "--database postgresql://u:canary@127.0.0.1:9/d", "cannot be used", 1, id="nobody there"
        ),
        pytest.param("--keep --story unpaid", "--keep goes on with the page", 2, id="kept story"),
        pytest.param("--story war", "There are: unpaid, digest", 2, id="no such story"),
    ],
)
def test_a_demo_that_cannot_be_is_one_line(words: str, said: str, code: int) -> None:
    done = bot({}, "demo", *words.split())
    assert (done.returncode, said in done.stdout, done.stdout.count("\n")) == (code, True, 1)
    assert "canary" not in done.stdout + done.stderr


def test_a_freeze_from_the_terminal_reaches_the_desk_that_runs(world: World) -> None:
    done = bot(environment_of(world), "freeze", "wrong invoices")
    assert done.returncode == 0
    freeze = world.ask(lambda work: work.freezes.current())
    assert freeze is not None
    assert (freeze.why, freeze.reason) == ("terminal", "wrong invoices")
    wait_for(lambda: "Everything is frozen from the terminal." in alerts(world))
    assert "It is frozen already." in bot(environment_of(world), "freeze", "x").stdout


def test_books_come_in_beside_the_desk_and_a_bad_row_has_its_line(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "books.csv"
    write_receivables(file, as_of=world.now)
    done = bot(environment_of(world), "import", str(file))
    assert (done.returncode, done.stdout.partition(",")[0]) == (0, "taken in: books.csv")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[6] = lines[6].replace(",EUR,", ",X<X,").replace(",USD,", ",X<X,")
    file.write_text("".join(lines), encoding="utf-8")
    done = bot(environment_of(world), "import", str(file))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "refused: books.csv. Nothing of it was kept.",
        "  line 7: currency X<X is unknown",
    ]
    world.settled()


def test_the_chain_is_checked_beside_the_desk_and_an_edited_event_is_found(
    world: World, tmp_path: Path
) -> None:
    done = bot(environment_of(world), "audit", "verify")
    assert (done.returncode, done.stdout[:16]) == (0, "the chain holds:")
    copy = tmp_path / "copy.db"
    with sqlite3.connect(copy) as edited:
        with sqlite3.connect(world.installation.folder / DATABASE) as source:
            source.backup(edited)
        edited.execute("DROP TRIGGER events_no_update")
        edited.execute("UPDATE events SET body = replace(body, 'T0PARTNER', 'T0OTHER')")
    source.close()
    edited.close()
    done = bot(environment_of(world, DATABASE_URL=f"sqlite:///{copy}"), "audit", "verify")
    assert done.returncode == 1
    assert "the chain is broken at event 2: edited" in done.stdout


def alerts(world: World) -> str:
    return "\n".join(message["text"] for message in world.driver.messages("C0ALERTS"))


@pytest.mark.parametrize("group", ["", *GROUPS])
def test_every_command_is_there_when_it_is_called(group: str) -> None:
    above, names = ([group], GROUPS[group]) if group else ([], COMMANDS)
    for name in names:
        done = CliRunner().invoke(app, [*above, name, "--help"])
        assert (done.exit_code, f"{' '.join([*above, name])} [OPTIONS]" in done.output) == (0, True)


@pytest.mark.parametrize(("typed", "meant"), [("rnu", "run"), ("polcy", "policy")])
def test_a_command_that_is_mistyped_is_guessed(typed: str, meant: str) -> None:
    done = CliRunner().invoke(app, [typed])
    assert (done.exit_code, f"Did you mean '{meant}'?" in done.output) == (2, True)
