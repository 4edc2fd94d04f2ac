"""python -m bot forget: counted first, erased when asked twice, and the chain still holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from core.usecases import cases, contacts
from sandbox.stories.driver import ALERTS, words_of
from tests.a_letter import a_contact
from tests.installation import DATABASE
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


NAME, ADDRESS = "Greta Lindqvist", "greta.lindqvist@contoso.example"


def test_nobody_is_left_in_the_files_of_a_desk_at_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor was anybody ever in the trail."""
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    key = cases.customer_for("contoso", world.account(AGENT), office=world.office).key
    contacts.save_all([a_contact(customer=key, address=ADDRESS, name=NAME)], office=world.office)
    world.command(AGENT, "/case open contoso misuse they called")
    world.command(AGENT, f"/case note 1 {NAME} says that nobody called")
    world.suspend("contoso", "Exchange", note=f"As told by {NAME}")
    world.settled()
    with closing(sqlite3.connect(world.installation.folder / DATABASE)) as database:
        told = " ".join(body for (body,) in database.execute("SELECT body FROM events"))
    assert "CaseNoted" in told and NAME not in told and ADDRESS not in told
    asked = ("forget", "contoso", "--by", ADMINISTRATOR, "--address", ADDRESS)
    erased = run(*asked, "--yes")
    assert erased.exit_code == 0, erased.stdout
    world.settled()
    world.until(world.installation.ledger.database.scrub)
    files = [path.read_bytes() for path in world.installation.folder.glob("*.db*")]
    assert not [one for one in files if NAME.encode() in one or ADDRESS.encode() in one]
    assert run("audit", "verify").stdout.startswith("the chain holds")
