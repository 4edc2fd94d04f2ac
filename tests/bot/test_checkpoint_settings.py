"""Where checkpoints are kept: what is no address is said, and what is this machine is known."""

from __future__ import annotations

import pytest

from bot.checkpoint_settings import CheckpointSettings
from bot.config import Settings
from bot.part import Part
from tests.bot.test_config import GOOD, problems
from tests.bot.test_mail_settings import FROM, SMTP

MAIL = {"SMTP_URL": SMTP, "MAIL_FROM": FROM}
AUDITOR, URL = "audit@kanzlei.example", "https://log.kanzlei.example/goodstanding"


def read(set_to: dict[str, str], part: Part = Part.WORKER) -> CheckpointSettings:
    return Settings.from_environment(GOOD | set_to, part).checkpoints


@pytest.mark.parametrize(
    ("set_to", "outside"),
    [
        pytest.param({}, False, id="nobody"),
        pytest.param({"CHECKPOINT_MAIL": AUDITOR} | MAIL, True, id="mail"),
        pytest.param({"CHECKPOINT_URL": URL}, True, id="address"),
        pytest.param({"CHECKPOINT_URL": "http://127.0.0.1:9/c"}, False, id="this-machine"),
    ],
)
def test_who_keeps_them_is_read(set_to: dict[str, str], outside: bool) -> None:
    found = read(set_to)
    assert found.address == set_to.get("CHECKPOINT_MAIL", "")
    assert found.url == set_to.get("CHECKPOINT_URL", "")
    assert found.is_outside is outside


def test_who_only_answers_slack_is_not_told() -> None:
    assert read({"CHECKPOINT_URL": URL}, Part.WEB) == CheckpointSettings()


@pytest.mark.parametrize(
    ("set_to", "said"),
    [
        pytest.param({"CHECKPOINT_MAIL": "kanzlei"} | MAIL, "an auditor", id="no-address"),
        pytest.param({"CHECKPOINT_MAIL": AUDITOR}, "it needs SMTP_URL", id="no-mail"),
        pytest.param({"CHECKPOINT_URL": "http://log.example"}, "CHECKPOINT_URL", id="not-sealed"),
    ],
)
def test_what_is_wrong_is_said(set_to: dict[str, str], said: str) -> None:
    (problem,) = problems(**set_to)
    assert said in problem
