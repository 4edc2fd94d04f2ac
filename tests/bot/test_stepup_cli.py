"""python -m bot stepup and customers owner: what is shown once, and what never."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from core.domain.secret import Secret
from core.domain.totp import key_of
from core.usecases import factors
from handlers.checkup import Mark
from tests.a_step_up import MASTER_KEY
from tests.bot.test_doctor import lines, look
from tests.world import ADMINISTRATOR, AGENT, FIRST, OTHER_AGENT, SECOND, World

Bot = Callable[..., Result]


@pytest.fixture
def bot(world_with_codes: World, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """The command line beside a desk that runs."""
    for name, value in world_with_codes.installation.environment(3000).items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def enrolled(bot: Bot, user: str = FIRST) -> Result:
    return bot("stepup", "enrol", user, "--by", ADMINISTRATOR)


def test_a_secret_is_shown_once_and_a_card_follows(world_with_codes: World, bot: Bot) -> None:
    done = enrolled(bot)
    assert done.exit_code == 0, done.stdout
    found = re.search(r"otpauth://totp/Goodstanding:U0BRAUN\?secret=(\w+)&", done.stdout)
    assert found is not None
    assert len(key_of(Secret(found[1]))) == 20
    assert f"Typed by hand: {found[1]}" in done.stdout
    assert "waits for a second administrator" in bot("stepup", "list").stdout
    assert found[1] not in bot("stepup", "list").stdout
    world_with_codes.settled()
    (listed,) = factors.listed(office=world_with_codes.office)
    assert "CONFIRM A SECOND FACTOR" in world_with_codes.card_text(listed.plan)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param((FIRST, "--by", FIRST), "takes one of these roles", id="by an approver"),
        pytest.param(("U0READER", "--by", ADMINISTRATOR), "has no role here", id="a reader"),
        pytest.param((FIRST, "--by", "U0NOBODY"), "nobody of your workspace", id="by nobody"),
    ],
)
def test_what_cannot_be_is_one_sentence(bot: Bot, words: tuple[str, ...], said: str) -> None:
    done = bot("stepup", "enrol", *words)
    assert (done.exit_code, "otpauth" in done.stdout) == (1, False)
    assert said in done.stdout
    assert "Nobody has a second factor" in bot("stepup", "list").stdout


def test_without_a_master_key_it_says_how_to_make_one(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MASTER_KEY")
    done = enrolled(bot)
    assert done.exit_code == 1
    assert "there is no master key" in done.stdout and "MASTER_KEY_FILE=" in done.stdout
    assert MASTER_KEY not in done.stdout


def test_a_lost_telephone_takes_one_command(bot: Bot) -> None:
    enrolled(bot)
    done = bot("stepup", "revoke", FIRST, "--by", OTHER_AGENT)
    assert done.exit_code == 0 and "Revoked" in done.stdout
    assert "Nobody has a second factor" in bot("stepup", "list").stdout
    again = bot("stepup", "revoke", FIRST, "--by", ADMINISTRATOR)
    assert (again.exit_code, again.stdout.strip()) == (1, "U0BRAUN has no second factor.")


def test_revoking_does_not_wait_for_slack(bot: Bot, world_with_codes: World) -> None:
    enrolled(bot)
    world_with_codes.faults.slack("status", "users.info", status=503, times=100)
    assert "Slack does not say who" in enrolled(bot, SECOND).stdout
    assert "Revoked" in bot("stepup", "revoke", FIRST, "--by", ADMINISTRATOR).stdout


def test_who_owns_an_account(bot: Bot, world_with_codes: World) -> None:
    assert "nobody owns the account" in bot("customers", "owner", "contoso").stdout
    assert bot("customers", "owner", "contoso", AGENT).exit_code == 1
    done = bot("customers", "owner", "contoso", AGENT, "--by", ADMINISTRATOR)
    assert "Contoso Handels GmbH: " in done.stdout and f"({AGENT})" in done.stdout
    gone = bot("customers", "owner", "contoso", AGENT, "--remove", "--by", ADMINISTRATOR)
    assert "nobody owns the account" in gone.stdout
    bot("customers", "owner", "contoso", FIRST, "--by", ADMINISTRATOR)
    many = bot("customers", "owner", "contoso", SECOND, "--by", ADMINISTRATOR)
    assert many.exit_code == 1 and "Too few people would be left" in many.stdout


def test_the_doctor_knows_factors_and_who_may_not_vote(bot: Bot, world_with_codes: World) -> None:
    wrong = lines(look(world_with_codes), Mark.WRONG)
    assert [one for one in wrong if "where votes take a code: 2 of 0" in one]
    enrolled(bot)
    assert "second factors: 0 count, 1 wait" in lines(look(world_with_codes), Mark.OK)
    keyless = lines(look(world_with_codes, MASTER_KEY=""), Mark.NOTE)
    assert [one for one in keyless if "there is no master key to look at codes" in one]
