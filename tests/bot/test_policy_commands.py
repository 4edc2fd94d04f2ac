"""The policy at the command line: proposed, compared, and a file that is not heard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.doctor import findings
from core.domain.plans import Action
from handlers.checkup import Finding, Mark
from storage.tables.policies import policies
from tests.bot.a_terminal import bot
from tests.bot.test_cli import LOCAL, environment_of
from tests.world import AGENT, FIRST, World

SHIPPED = Path("bot/policy.toml").read_text(encoding="utf-8")


@pytest.fixture
def harder(tmp_path: Path) -> Path:
    return written(tmp_path / "harder.toml", "days_overdue = 35", "days_overdue = 30")


@pytest.fixture
def softer(tmp_path: Path) -> Path:
    return written(tmp_path / "softer.toml", "days_overdue = 35", "days_overdue = 40")


def in_force(world: World) -> str:
    return world.ask(lambda work: work.policies.current()).text


def written(path: Path, find: str, put: str) -> Path:
    path.write_text(SHIPPED.replace(find, put, 1), encoding="utf-8")
    return path


def looked(world: World, **changed: str) -> list[Finding]:
    return list(findings(environment_of(world, **changed), offline=True))


def test_a_harder_policy_is_proposed_with_what_it_changes(world: World, harder: Path) -> None:
    words = ("policy", "propose", str(harder), "--by", AGENT, "--note", "Finance asked")
    done = bot(environment_of(world), *words)
    assert done.returncode == 0, done.stdout
    assert "Hardens:\n• stage[suspension].when.days_overdue: 35 → 30" in done.stdout
    assert "24 hours after the last vote it is in force" in done.stdout
    [plan] = world.ask(lambda work: work.plans.open_of(Action.CHANGE_POLICY))
    assert plan.note == "Finance asked"
    again = bot(environment_of(world), *words)
    assert again.returncode == 1
    assert "proposed already" in again.stdout


def test_a_softer_one_is_in_force_at_once_here_and_in_the_desk_that_runs(
    world: World, softer: Path
) -> None:
    before = world.ask(lambda work: work.policies.current())
    done = bot(environment_of(world), "policy", "propose", str(softer), "--by", FIRST)
    assert "In force now: standard" in done.stdout
    after = world.ask(lambda work: work.policies.current())
    assert after.version != before.version
    assert after.text == softer.read_text(encoding="utf-8")


def test_what_is_no_policy_is_refused_with_every_path(world: World, tmp_path: Path) -> None:
    broken = written(tmp_path / "broken.toml", "suspend = 2", "suspend = 1\nunheard = 3")
    done = bot(environment_of(world), "policy", "propose", str(broken), "--by", FIRST)
    assert done.returncode == 2
    assert "approvals.suspend: " in done.stdout
    assert "approvals.unheard: " in done.stdout


def test_two_files_are_compared_without_a_desk(harder: Path) -> None:
    done = bot({}, "policy", "diff", "bot/policy.toml", str(harder), "--json")
    assert json.loads(done.stdout) == {
        "hardens": True,
        "softens": False,
        "changes": [
            {
                "path": "stage[suspension].when.days_overdue",
                "before": "35",
                "after": "30",
                "effect": "hardens",
            }
        ],
    }


def test_a_file_is_compared_with_what_is_in_force(world: World, softer: Path) -> None:
    softer.write_text(in_force(world).replace("= 35", "= 40"), encoding="utf-8")
    done = bot(environment_of(world), "policy", "diff", "in-force", str(softer))
    assert done.stdout == "Softens:\n• stage[suspension].when.days_overdue: 35 → 40\n"
    unknown = bot(environment_of(world), "policy", "diff", "in-force", "0000")
    assert unknown.returncode == 2
    assert "begins like “0000”" in unknown.stdout


def test_a_changed_file_is_said_and_not_heard(world: World, softer: Path) -> None:
    before = in_force(world)
    notes = [one.says for one in looked(world, POLICY_FILE=str(softer)) if one.mark is Mark.NOTE]
    assert any(f"POLICY_FILE {softer} is not the policy in force" in note for note in notes)
    done = bot(environment_of(world, POLICY_FILE=str(softer)), "run")
    assert f"POLICY_FILE {softer} is not the policy in force" in done.stdout
    assert in_force(world) == before


def test_the_file_of_the_settings_is_the_first_policy(tmp_path: Path, softer: Path) -> None:
    ours = LOCAL | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    assert bot(ours | {"POLICY_FILE": str(softer)}, "freeze", "test").returncode == 0
    done = bot(ours, "policy", "diff", "bot/policy.toml", "in-force")
    assert "days_overdue: 35 → 40" in done.stdout


def test_a_policy_that_this_program_cannot_read_stops_the_start(world: World) -> None:
    before = in_force(world)
    with world.installation.ledger.database.transaction() as connection:
        connection.execute(policies.update().values(text="name = 3"))
        connection.commit()
    done = bot(environment_of(world), "run")
    assert done.returncode == 2
    assert "cannot read the policy in force, version " in done.stdout
    assert "  name: " in done.stdout
    wrong = [one.says for one in looked(world) if one.mark is Mark.WRONG]
    assert any(said.startswith("policy in force, ") for said in wrong)
    with world.installation.ledger.database.transaction() as connection:
        connection.execute(policies.update().values(text=before))
        connection.commit()
