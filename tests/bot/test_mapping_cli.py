"""python -m bot mapping: who accounts are, listed, confirmed, changed and taken back."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from core.domain.customers import MappingState
from tests.world import ADMINISTRATOR, READER, World

ACCOUNT = "erp-berlin/D10064"


def mapping(*words: str) -> Result:
    return CliRunner().invoke(app, ["mapping", *words])


@pytest.fixture
def terminal(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    return world


def test_a_list_for_people_and_for_programs(terminal: World) -> None:
    said = mapping("list")
    assert said.exit_code == 0, said.stdout
    assert f"{ACCOUNT}  Bäckerei Sonnenkorn eG  EUR 4413.86 open" in said.stdout
    assert "Sure: bills go to its mail domain, same name" in said.stdout
    assert "accounts are not confirmed: EUR " in said.stdout.splitlines()[-1]

    values = json.loads(mapping("list", "--json").stdout)
    (found,) = [one for one in values if one["customer_ref"] == "D10064"]
    assert found["open"] == {"EUR": "4413.86"} and found["mapping"] == "unmapped"
    (one,) = found["suggestions"]
    assert (one["strength"], one["reasons"]) == ("sure", ["mail_domain", "same_name"])


def test_one_is_confirmed_changed_and_taken_back(terminal: World) -> None:
    by = ("--by", ADMINISTRATOR)
    done = mapping("confirm", "d10064", *by)
    assert done.exit_code == 0 and "It is Bäckerei Sonnenkorn eG" in done.stdout, done.stdout
    again = mapping("confirm", ACCOUNT, *by)
    assert again.exit_code == 1 and "needs a reason" in again.stdout

    silent = mapping("remove", ACCOUNT, *by)
    assert silent.exit_code == 1 and "give a reason" in silent.stdout
    other = mapping("change", ACCOUNT, "contoso", "--reason", "Sold", *by)
    assert other.exit_code == 0 and "It is Contoso" in other.stdout
    gone = mapping("remove", ACCOUNT, "--reason", "Not them", *by)
    assert gone.exit_code == 0 and "Nothing says who it is" in gone.stdout
    found = terminal.ask(lambda work: work.books.debtor("erp-berlin", "D10064"))
    assert found is not None and found.mapping is MappingState.UNMAPPED


REFUSED = {
    "nobody": (("confirm", "zzz", "--by", ADMINISTRATOR), "called “zzz”"),
    "several": (("confirm", "e", "--by", ADMINISTRATOR), "fits several accounts"),
    "no role": (("confirm", ACCOUNT, "--by", READER), "one of these roles"),
    "no customer": (
        ("change", ACCOUNT, "zzz", "--reason", "Why", "--by", ADMINISTRATOR), "called “zzz”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused_is(terminal: World, case: str) -> None:
    words, said = REFUSED[case]
    done = mapping(*words)
    assert done.exit_code == 1 and said in done.stdout, done.stdout
