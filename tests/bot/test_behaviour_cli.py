"""python -m bot behaviour: lines for people, JSON for programs."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from tests.world import World


def behaviour(*words: str) -> Result:
    return CliRunner().invoke(app, ["behaviour", *words])


def test_how_a_customer_pays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    said = behaviour("contoso")
    assert said.exit_code == 0, said.stdout
    name, pays, formula = said.stdout.splitlines()
    assert name.startswith("Contoso") and name.endswith(":")
    assert pays == (
        "  Pays EUR: after 20.9 days, 6.9 of them beyond terms; 0 of 5 invoices on time, 0% of "
        "the amount."
    )
    assert "weighted by amount" in formula

    values = json.loads(behaviour("contoso", "--json").stdout)
    euros = values["currencies"]["EUR"]
    assert euros["year"] == {
        "documents": 5, "days_to_pay": "20.9", "days_beyond_terms": "6.9"
    }  # fmt: skip
    assert (euros["paid"], euros["on_time"], euros["trend"]) == ("13525.00", 0, None)
    assert values["promises"] == {"kept": 0, "partly": 0, "broken": 0}

    nobody = behaviour("nobody at all")
    assert nobody.exit_code == 1 and "nobody at all" in nobody.stdout
