"""Where customers are, at the command line: said, shown, refused, and counted by the doctor."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.cli.place_checks import check_places
from handlers.checkup import Mark
from tests.bot.a_terminal import bot
from tests.bot.test_cli import environment_of
from tests.world import ADMINISTRATOR, AGENT, World

WHY = ("--reason", "Their head office is there")


def test_a_place_is_said_shown_and_taken_back(world: World) -> None:
    environment, by = environment_of(world), ("--by", ADMINISTRATOR)
    shown = bot(environment, "customers", "place", "contoso")
    assert "Contoso Handels GmbH: Counts by DE, Europe/Berlin.\n" in shown.stdout
    bavaria = ("--zone", "Europe/Vienna", "--country", "DE", "--region", "BY")
    said = bot(environment, "customers", "place", "contoso", *bavaria, *WHY, *by)
    assert said.returncode == 0, said.stdout
    assert "Counts by DE-BY, Europe/Vienna, as an administrator said." in said.stdout
    assert "nobody there is cut off for money before 2026-10-13" in said.stdout
    explained = bot(environment, "policy", "explain", "--customer", "contoso", "--json")
    answer = json.loads(explained.stdout)
    assert answer["place"] == "Counts by DE-BY, Europe/Vienna, as an administrator said."
    assert "EUR" in answer["overdue"]
    plain = bot(environment, "policy", "explain", "--customer", "contoso").stdout
    assert plain.startswith("Contoso Handels GmbH\n  Counts by DE-BY, Europe/Vienna")
    cleared = bot(environment, "customers", "place", "contoso", "--clear", *WHY, *by)
    assert "Counts by DE, Europe/Berlin.\n" in cleared.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--zone", "Berlin", *WHY, "--by", ADMINISTRATOR), "Did you mean Europe/Berlin?"),
        (("--region", "XY", *WHY, "--by", ADMINISTRATOR), "Some that it knows: BB"),
        (("--zone", "Europe/Vienna", *WHY), "--by is missing"),
        (("--zone", "Europe/Vienna", *WHY, "--by", AGENT), "You may not do this"),
        (("--zone", "Europe/Vienna", "--by", ADMINISTRATOR), "give a reason"),
        (("--clear", "--zone", "Europe/Vienna"), "name no place beside it"),
    ],
    ids=["no zone", "no region", "nobody", "no administrator", "no reason", "both"],
)
def test_what_cannot_be_said_is_refused_with_what_can(
    world: World, words: tuple[str, ...], says: str
) -> None:
    refused = bot(environment_of(world), "customers", "place", "contoso", *words)
    assert refused.returncode != 0
    assert says in refused.stdout


def test_explaining_takes_a_customer_or_a_file(world: World) -> None:
    assert bot(environment_of(world), "policy", "explain").returncode == 2


def test_the_doctor_counts_whose_zone_is_a_guess(world: World) -> None:
    with world.office.store() as work:
        customers = [replace(one, country="CL") for one in work.customers.all()[:2]]
        work.customers.save(customers)
        work.commit()
    found = list(check_places(world.installation.ledger))
    (chile,) = [one for one in found if "America/Santiago" in one.says]
    assert chile.mark is Mark.NOTE
    assert chile.says.startswith("places: 2 customers in countries with several time zones count")
