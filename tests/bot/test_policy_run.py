"""The policy run at the command line: what it would have done, and cases in flight."""

from __future__ import annotations

import pytest

from core.domain.collecting import Mode
from core.usecases.collecting import Collector
from handlers.messages.letters import Letters
from tests.bot.a_terminal import bot
from tests.bot.test_cli import environment_of
from tests.bot.test_policy_commands import SHIPPED
from tests.world import AGENT, FIRST, World


@pytest.fixture
def shadowed(world: World) -> World:
    """A desk of which everybody was judged once, and nothing was let go."""
    Collector(world.office, Letters(), Mode.SHADOW).collect()
    return world


def test_a_shadow_says_what_would_have_left(shadowed: World) -> None:
    done = bot(environment_of(shadowed), "policy", "shadow")
    assert done.returncode == 0, done.stdout
    assert "letter reminder" in done.stdout
    assert "not known yet" in done.stdout
    assert "Contoso Handels GmbH, EUR" in done.stdout


def test_without_a_run_there_is_nothing_to_say(world: World) -> None:
    done = bot(environment_of(world), "policy", "shadow", "--since", "2026-09-01")
    assert "Nothing would have been sent or proposed since 2026-09-01." in done.stdout
    assert bot(environment_of(world), "policy", "shadow", "--since", "soon").returncode == 2


def test_cases_in_flight_are_listed_and_moved_by_whoever_may(shadowed: World) -> None:
    environment = environment_of(shadowed)
    assert "goes by the policy in force" in bot(environment, "policy", "migrate").stdout
    softer = shadowed.installation.folder / "softer.toml"
    text = SHIPPED.replace("days_overdue = 35", "days_overdue = 40", 1)
    softer.write_text(text, encoding="utf-8")
    bot(environment, "policy", "propose", str(softer), "--by", FIRST)
    listed = bot(environment, "policy", "migrate", "--customer", "contoso")
    assert listed.stdout.startswith("Contoso Handels GmbH: since 20")
    refused = bot(environment, "policy", "migrate", "--customer", "contoso", "--by", AGENT)
    assert refused.returncode == 1
    moved = bot(environment, "policy", "migrate", "--customer", "contoso", "--by", FIRST)
    assert moved.stdout.splitlines()[-1] == "Moved: 1."
    assert "Contoso" not in bot(environment, "policy", "migrate").stdout
