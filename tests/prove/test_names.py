"""A customer may be called anything: on no card, form or list does its name mention anybody, lead
anywhere or turn around what stands beside it, and no spreadsheet calculates with it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest

from core.usecases.finding import find_customer
from handlers.messages.spreadsheets import Sheet, as_csv, as_xlsx
from sandbox.stories.driver import ALERTS, APPROVALS, CASES, GENERAL
from tests.world import AGENT, FIRST, World

EVIL = "=1+1 Contoso <!channel> <@U0EVIL> <https://evil.example|pay> \u202egnp\u2066 \u200b& Söhne"
MARKUP, UNSEEN = ("<!channel", "<@U0EVIL", "<https://evil"), ("\u202e", "\u2066", "\u200b")
# Elements in which Slack looks for no markup: what stands in them is shown as it is.
LITERAL = {"plain_text", "raw_text", "text"}
TYPED = (
    "/standing contoso.example", "/suspend contoso.example", "/reinstate contoso.example",
    "/overdue", "/promise contoso.example", "/dispute contoso.example", "/credit contoso.example",
    "/case open contoso.example misuse They called", "/case list", "/case show 1",
    "/case contain 1", "/ticket contoso.example", "/collections preview", "/breakglass contoso",
    "/collections explain contoso.example", "/collections hold contoso.example", "/overdue export",
)  # fmt: skip
WHO = (AGENT, FIRST, "U0ADMIN")


def test_a_name_mentions_nobody_and_leads_nowhere(world: World) -> None:
    world.installation.desk.timetable.stop()
    with world.office.store() as work:
        work.customers.save([replace(find_customer(work, "contoso.example"), name=EVIL)])
        work.commit()
    shown = [answer for text in TYPED for answer in _typed(world, text)]
    world.suspend("contoso.example", "Exchange")
    for button in ("plan_evidence", "plan_explain"):
        world.click(FIRST, button)
    shown += [world.open_approval(FIRST), *_posted(world)]
    told = list(_read(shown))
    assert sum("S\u00f6hne" in text for text, _ in told) >= len(TYPED)
    assert [text for text, literal in told if not literal and _has(text, MARKUP)] == []
    assert [text for text, _ in told if _has(text, UNSEEN)] == []


def _typed(world: World, text: str) -> list[object]:
    answer = world.driver.command(AGENT, text)
    world.driver.close(AGENT)
    return [answer["ephemeral"], answer["views"]]


def _posted(world: World) -> Iterator[object]:
    """Everything in every channel, as it is seen by each of these people."""
    world.settled()
    for channel in (APPROVALS, CASES, ALERTS, GENERAL):
        for user in WHO:
            for message in world.driver.messages(channel, user):
                yield message
                yield world.driver.messages(channel, user, message["ts"])


def _has(text: str, signs: tuple[str, ...]) -> bool:
    return any(sign in text for sign in signs)


def _read(node: Any) -> Iterator[tuple[str, bool]]:
    """Every text, the fallback of messages among them, and whether it is shown as it is."""
    if isinstance(node, dict):
        for name, value in node.items():
            if isinstance(value, str) and name == "text":
                yield value, node.get("type") in LITERAL
            elif not isinstance(value, str):
                yield from _read(value)
    elif isinstance(node, list):
        for one in node:
            yield from _read(one)


@pytest.mark.parametrize(
    ("start", "formula"),
    [
        ("=1+1", "=1+1"), ("+1", "+1"), ("-1", "-1"), ("@SUM(A1)", "@SUM"), ("\uff1d1", "\uff1d1"),
        ("x;=1", "=1"),
    ],
)  # fmt: skip
def test_no_column_of_a_spreadsheet_is_calculated(start: str, formula: str) -> None:
    sheet = Sheet(("a", "b", "c"), ((start, start, start),), (2,))
    cells = [*csv.reader(StringIO(as_csv(sheet).decode("utf-8-sig")))][1]
    assert all(cell == start.replace(formula, f"'{formula}") for cell in cells)
    with ZipFile(BytesIO(as_xlsx(sheet))) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert "'" in book.read("xl/sharedStrings.xml").decode()
