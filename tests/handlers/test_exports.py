"""Exports in Slack: files for the one who asked, and for the thread of a digest that was cut."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from core.usecases import overdue, schedules
from sandbox.data.receivables import Row
from sandbox.stories.driver import GENERAL, Json, words_of
from tests.world import ADMINISTRATOR, AGENT, READER, World

DIRECT = "D0KANG"


def files(world: World, channel: str = DIRECT, thread: str = "") -> list[Json]:
    world.settled()
    found = world.driver.messages(channel, thread_ts=thread)
    return [file for message in found for file in message.get("files") or []]


def content(world: World, file: Json) -> bytes:
    return bytes(world.driver.http.get(file["url_private"]).content)


def owing(world: World, count: int) -> list[Row]:
    """The books, and so many more customers with something late."""
    rows = world.rows()
    late = next(row for row in rows if row["document_number"] == "INV-20418")
    return rows + [
        late | {
            "document_id": f"X{n}", "document_number": f"X{n}", "customer_ref": f"X{n}",
            "customer_name": f"=Debtor {n}", "tenant_id": "",
        }
        for n in range(count)
    ]  # fmt: skip


def test_the_list_comes_as_files_to_the_one_who_asked(world: World) -> None:
    said = world.command(AGENT, "/overdue export")
    assert "list of 20 customers is on its way" in said
    sheet, book = files(world)
    assert (sheet["name"], book["name"]) == ("overdue-2026-10-12.csv", "overdue-2026-10-12.xlsx")
    rows = list(csv.DictReader(StringIO(content(world, sheet).decode("utf-8-sig"))))
    found = overdue.overview(world.account(AGENT), office=world.office)
    assert [r["Customer"] for r in rows if r["Currency"] == "KRW" and r["Overdue"] != "0"]
    euros = sum(float(r["Overdue"]) for r in rows if r["Currency"] == "EUR")
    assert euros == pytest.approx(float(found.totals["EUR"].amount))
    assert content(world, book).startswith(b"PK")
    assert files(world, GENERAL) == []


def test_one_format_and_some_customers(world: World) -> None:
    assert "list of 1 customer is" in world.command(AGENT, "/overdue export CSV baltic")
    (sheet,) = files(world)
    assert content(world, sheet).decode().count("\n") == 2
    assert "called “zzz”" in world.command(AGENT, "/overdue export zzz")
    assert "one of these roles" in world.command(READER, "/overdue export")
    assert len(files(world)) == 1


def test_without_the_scope_it_is_said_how_else(world: World) -> None:
    world.faults.slack("error", "files.getUploadURLExternal", error="missing_scope")
    world.command(AGENT, "/overdue export xlsx")
    world.settled()
    world.until(lambda: "export overdue --format xlsx" in world.private(AGENT))
    assert files(world) == []


def test_slack_may_put_it_off(world: World) -> None:
    world.faults.slack("ratelimited", "files.completeUploadExternal", retry_after=1)
    world.command(AGENT, "/overdue export xlsx")
    assert len(files(world)) == 1


def test_five_hundred_rows_go_into_the_thread_of_the_digest(world: World) -> None:
    world.take_in_rows(owing(world, 500))
    assert "520 customers are overdue" in world.command(AGENT, "/overdue")
    assert "worst 50 of 520" in world.private(AGENT)
    wish = schedules.Wish("0 9 * * *", "Europe/Berlin", GENERAL)
    schedules.schedule(wish, world.account(ADMINISTRATOR), office=world.office)
    schedules.run_now("1", world.account(AGENT), office=world.office)
    world.settled()
    digests = [m for m in world.driver.messages(GENERAL) if not m["ephemeral_for"]]
    (root,) = [m for m in digests if "50 of 520" in words_of(m)]
    sheet, book = files(world, GENERAL, root["ts"])
    assert (sheet["name"], book["name"]) == ("overdue-2026-10-12.csv", "overdue-2026-10-12.xlsx")
    assert content(world, sheet).decode().count("'=Debtor") == 500
    world.command(AGENT, "/overdue export csv")
    (sheet,) = files(world)
    assert content(world, sheet).decode().count("'=Debtor") == 500


def test_the_terminal_writes_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in world.installation.environment(port=1).items():
        monkeypatch.setenv(name, value)
    path = world.installation.folder / "late.csv"
    words = ["export", "overdue", "--format", "csv", "--matching", "baltic", str(path)]
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.output) == (0, f"written: {path}, 1 overdue customers\n")
    assert "Baltic Freight" in path.read_text(encoding="utf-8-sig")
    assert path.stat().st_mode & 0o077 == 0
    assert CliRunner().invoke(app, [*words[:-1], "/nowhere/late.csv"]).exit_code == 1
