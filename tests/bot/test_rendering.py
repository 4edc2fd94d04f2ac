"""python -m bot policy render: from a file, for a segment, and what the desk goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.a_terminal import ROOT, bot
from tests.bot.test_cli import environment_of
from tests.world import World

MILD = """
name = "mild"

[texts.zh-Hans]
seller = "云商"

[[stage]]
name = "reminder"
when = { days_overdue = 4 }
notice = "reminder"
"""


@pytest.fixture
def mild(tmp_path: Path) -> str:
    file = tmp_path / "policy.toml"
    file.write_text(MILD, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("words", "environment"),
    [(("--policy", "{file}"), {}), ((), {"POLICY_FILE": "{file}"})],
    ids=["by option", "by setting"],
)
def test_a_file_is_printed(words: tuple[str, ...], environment: dict[str, str], mild: str) -> None:
    given = [word.format(file=mild) for word in words]
    around = {name: value.format(file=mild) for name, value in environment.items()}
    shown = bot(around, "policy", "render", *given, "--language", "zh-Hans", "--format", "html")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("<!doctype html>")
    for said in ("收款政策“mild”", "云商", "到期日后 4 天：我们发送付款提醒。"):
        assert said in shown.stdout


def test_a_segment_that_is_not_there_is_refused() -> None:
    shown = bot({}, "policy", "render", "--segment", "old customers")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert '"old customers" is not in this policy; its segments: "new customers"' in shown.stderr


def test_a_segment_is_told_its_own_days() -> None:
    shown = bot({}, "policy", "render", "--segment", "new customers")
    assert "27 days after the due date: we may suspend services" in shown.stdout


def test_what_the_desk_goes_by_is_printed(world: World, mild: str) -> None:
    environment = environment_of(world, POLICY_FILE=mild)
    shown = bot(environment, "policy", "render", "--in-force")
    assert shown.returncode == 0, shown.stdout
    assert "Collections policy “standard”" in shown.stdout


def test_letters_that_may_not_be_sent_fail_the_check(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    shipped = (ROOT / "bot" / "policy.toml").read_text(encoding="utf-8")
    letter = '[texts.en.letters.final]\nsubject = "Pay"\nbody = "Or else. {{ colour }}"\n'
    file.write_text(f'{shipped}\n[texts.en]\nseller = "We"\n{letter}', encoding="utf-8")
    shown = bot({}, "policy", "check", str(file))
    assert shown.returncode == 1
    assert "refused: texts.en.letters.final: final: 'colour' is undefined" in shown.stderr
