"""A simulation in Slack: the card, the files beside it, and how it is asked for and brought."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from core.domain.comparing import replay
from core.domain.simulation import Subject
from core.domain.simulation_sums import Limits, Scheme, outlooks
from core.usecases.simulating import Simulated, beside
from handlers.messages.simulation_card import simulation_card
from handlers.messages.simulation_page import simulation_page
from handlers.messages.simulation_sheet import simulation_sheet
from handlers.messages.spreadsheets import as_csv
from sandbox.stories.driver import Json, words_of
from tests.a_portfolio import DUE, facts, history, invoice, rules, subject
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks, Reads
from tests.world import AGENT, READER, World

WORDS = Reader(today=DUE)
DIRECT = "D0KANG"


def customers() -> list[Subject]:
    """One in euros, one in dollars, one of no harm, and one without a floor."""
    return [
        replace(subject(invoice(), key="1"), name="=Anna & Söhne"),
        subject(invoice(left="80.50", code="USD"), key="2"),
        subject(invoice(left="12"), key="3"),
        subject(invoice(code="CHF"), key="4"),
    ]


def simulated(*finals: int) -> Simulated:
    schemes = [Scheme(str(final) * 8, rules(final), Limits(1, 1, 0.01)) for final in finals]
    return beside(outlooks(customers(), schemes, DUE, 30))


def test_the_policy_in_force(looks_like: Looks) -> None:
    looks_like("simulation_in_force", simulation_card(simulated(8), WORDS))


def test_an_edited_policy_and_the_past(looks_like: Looks) -> None:
    past = replay([history(invoice(), days=60, paid_on=None)], rules(20), rules(8))
    found = replace(simulated(20, 8), past=past)
    looks_like("simulation_edited", simulation_card(found, WORDS))


def test_nobody_owes_anything(looks_like: Looks) -> None:
    (outlook,) = outlooks([], [Scheme("8" * 64, rules())], DUE, 30)
    looks_like("simulation_empty", simulation_card(Simulated(outlook), WORDS))


def test_the_page(reads_like: Reads) -> None:
    past = replay([], rules(20), rules(8))
    found = replace(simulated(20, 8), past=past)
    reads_like("simulation.html", simulation_page(found, WORDS))


def test_as_many_rows_as_slack_takes_and_the_rest_is_in_the_files() -> None:
    many = [Subject(str(n), f"Customer {n}", facts(invoice())) for n in range(150)]
    (outlook,) = outlooks(many, [Scheme("8" * 64, rules())], DUE, 30)
    card = simulation_card(Simulated(outlook), WORDS)
    (table,) = [block for block in card.blocks if block["type"] == "data_table"]
    rows = table["rows"]
    assert isinstance(rows, list) and len(rows) == 101
    assert any("These are 100 of 150" in str(block) for block in card.blocks)
    assert as_csv(simulation_sheet(outlook, WORDS)).decode().count("suspension proposed") == 150


def test_the_sheet_is_safe_to_open_and_keeps_currencies_apart() -> None:
    text = as_csv(simulation_sheet(simulated(8).outlook, WORDS)).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert {row["Customer"] for row in rows} == {"'=Anna & Söhne", "Customer 2", "Customer 3"}
    proposed = [row for row in rows if row["Proposed"]]
    assert [(row["Day"], row["Currency"], row["Net overdue"]) for row in proposed] == [
        ("2026-02-18", "EUR", "900.00"),
        ("2026-02-18", "USD", "80.50"),
    ]


# In Slack


def brought(world: World) -> list[Json]:
    world.settled()
    return list(world.driver.messages(DIRECT))


def test_it_is_brought_to_the_one_who_asked(world: World) -> None:
    assert "on its way" in world.command(AGENT, "/collections simulate")
    messages = brought(world)
    card = next(m for m in messages if "days from" in m.get("text", "") and m.get("blocks"))
    assert "data_visualization" in {block["type"] for block in card["blocks"]}
    assert "Supposed: nothing is paid" in words_of(card)
    names = [file["name"] for message in messages for file in message.get("files") or []]
    assert names == ["simulation-2026-10-12.csv", "simulation-2026-10-12.xlsx"]
    assert "one of these roles" in world.command(READER, "/collections simulate")
    assert "no policy was kept whose version begins with 00ff" in world.command(
        AGENT, "/collections simulate 00ff"
    )


def test_a_kept_policy_is_compared_by_the_beginning_of_its_version(world: World) -> None:
    version = world.ask(lambda work: work.policies.version())
    world.command(AGENT, f"/collections simulate {version[:8]}")
    said = [words_of(message) for message in brought(world)]
    assert any("Nobody would be treated otherwise" in one for one in said)


@pytest.mark.parametrize("text", ["explain contoso", "explain contoso.example"])
def test_a_customer_is_explained_in_private(world: World, text: str) -> None:
    said = world.command(AGENT, f"/collections {text}")
    for piece in ("Contoso", "*The ladder:*", "*Why*", "as of Mon 12 Oct where the customer is"):
        assert piece in said
    assert "one of these roles" in world.command(READER, f"/collections {text}")
    assert "For example: /collections explain" in world.command(AGENT, "/collections explain")
