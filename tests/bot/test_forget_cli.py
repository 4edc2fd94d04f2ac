"""python -m bot forget: counted first, erased when asked twice, and the chain still holds."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from core.usecases import cases
from sandbox.stories.driver import ALERTS, words_of
from tests.a_letter import a_contact
from tests.world import ADMINISTRATOR, AGENT, World


def run(*words: str) -> Result:
    return CliRunner().invoke(app, [*words])


def test_a_person_is_forgotten_and_everybody_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    key = cases.customer_for("contoso", world.account(AGENT), office=world.office).key
    with world.office.store() as work:
        work.contacts.save(a_contact(customer=key, address="greta@contoso.example"))
        work.commit()
    asked = ("forget", "contoso", "--by", ADMINISTRATOR, "--address", "greta@contoso.example")

    counted = run(*asked)
    assert counted.exit_code == 0, counted.stdout
    assert "this would be erased" in counted.stdout and "     1 contacts" in counted.stdout
    assert "With --yes it is." in counted.stdout
    erased = run(*asked, "--yes")
    assert erased.exit_code == 0 and "in backups" in erased.stdout
    world.settled()
    told = [words_of(message) for message in world.driver.messages(ALERTS)]
    assert any("had a person at" in text and "contacts: 1" in text for text in told), told
    assert "greta" not in "".join(told)
    assert run("audit", "verify").stdout.startswith("the chain holds")

    again = run(*asked, "--yes")
    assert again.exit_code == 1 and "Nothing is kept under greta@contoso.example" in again.stdout
    whole = run("forget", "contoso", "--by", ADMINISTRATOR, "--yes")
    assert whole.exit_code == 1 and "there is an open document" in whole.stdout
