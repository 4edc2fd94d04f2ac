"""A customer may be called anything: on no card, form or list does its name mention anybody, lead
anywhere or turn around what stands beside it, and no spreadsheet calculates with it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from core.domain.letters import Letter
from core.usecases import schedules
from core.usecases.finding import find_customer
from core.usecases.home import view
from handlers.messages.home import home
from handlers.messages.letters import compose
from handlers.messages.spreadsheets import Sheet, as_csv, as_xlsx
from handlers.messages.text import Words
from sandbox.stories.driver import ALERTS, APPROVALS, CASES, GENERAL
from tests.handlers.a_letter import the_facts
from tests.handlers.a_pack import made, verified
from tests.world import ADMINISTRATOR, AGENT, FIRST, World

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
    "/overdue suspended",
)  # fmt: skip
WHO = (AGENT, FIRST, "U0ADMIN")


def test_a_name_mentions_nobody_and_leads_nowhere(world: World, tmp_path: Path) -> None:
    world.installation.desk.timetable.stop()
    with world.office.store() as work:
        work.customers.save([replace(find_customer(work, "contoso.example"), name=EVIL)])
        work.commit()
    shown = [answer for text in TYPED for answer in _typed(world, text)]
    world.suspend("contoso.example", "Exchange")
    for button in ("plan_evidence", "plan_explain"):
        world.click(FIRST, button)
    shown += [world.open_approval(FIRST), _home(world), *_digest(world), *_posted(world)]
    told = list(_read(shown))
    assert sum("S\u00f6hne" in text for text, _ in told) >= len(TYPED)
    assert [text for text, literal in told if not literal and _has(text, MARKUP)] == []
    assert [text for text, _ in told if _has(text, UNSEEN)] == []
    _check_pack(world, tmp_path)


def _typed(world: World, text: str) -> list[object]:
    answer = world.driver.command(AGENT, text)
    world.driver.close(AGENT)
    return [answer["ephemeral"], answer["views"]]


def _home(world: World) -> object:
    """Of whoever may vote, so that the plan waits on it."""
    found = home(view(world.account(FIRST), office=world.office), Words())
    assert "Söhne" in json.dumps(found, ensure_ascii=False)
    return found


def _digest(world: World) -> Iterator[object]:
    wish = schedules.Wish("0 9 * * mon-fri", "Europe/Berlin", GENERAL)
    schedules.schedule(wish, world.account(ADMINISTRATOR), office=world.office)
    world.command(AGENT, "/collections run 1")
    yield world.driver.wait_for_message(GENERAL, "Söhne")


def _check_pack(world: World, folder: Path) -> None:
    """A name in it is text to who reads it, no cell of a table calculates, and it still holds."""
    pack = made(world, folder)
    assert verified(pack)[0] == 0
    page = (pack / "index.html").read_text("utf-8")
    assert "Söhne" in page and not _has(page, (*UNSEEN, 'href="https://evil', "<@U0EVIL"))
    drafts = "".join(path.read_text("utf-8") for path in pack.glob("drafts/*.txt"))
    assert "Söhne" in drafts and not _has(drafts, UNSEEN)
    for path in pack.glob("*.csv"):
        cells = [cell for row in csv.reader(StringIO(path.read_text("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell[:1] in set("=+-@") and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", cell) is not None


@pytest.mark.parametrize("language", ["en", "ko", "zh-Hans"])
@pytest.mark.parametrize("name", [one.value for one in Letter])
def test_a_name_is_only_a_name_in_a_letter(name: str, language: str) -> None:
    letter = compose(the_facts(name, customer=f"{EVIL}\nBcc: all@evil.example"), language)
    for said in (letter.subject, letter.text, letter.html):
        assert not _has(said, UNSEEN), said
    assert "\n" not in letter.subject and "\nBcc:" not in letter.text
    assert not _has(letter.html, ("<!channel", "<@U0EVIL", '"https://evil', "<https://"))


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
        ("x;=1", "=1"), ("\u200b=1", "=1"),
    ],
)  # fmt: skip
def test_no_column_of_a_spreadsheet_is_calculated(start: str, formula: str) -> None:
    sheet = Sheet(("a", "b", "c"), ((start, start, start),), (2,))
    cells = [*csv.reader(StringIO(as_csv(sheet).decode("utf-8-sig")))][1]
    wanted = start.replace("\u200b", "").replace(formula, f"'{formula}")
    assert all(cell == wanted for cell in cells)
    with ZipFile(BytesIO(as_xlsx(sheet))) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert "'" in book.read("xl/sharedStrings.xml").decode()
