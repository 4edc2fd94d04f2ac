"""python -m bot books: a day's aging and what changed, printed and as files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from sandbox.data.receivables import paid
from tests.world import World


def books(*words: str) -> Result:
    return CliRunner().invoke(app, ["books", *words])


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))


def test_past_books_are_printed_and_written(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    world.take_in(paid("INV-20466"))
    world.settled()
    aging, changes = tmp_path / "aging.csv", tmp_path / "changes.csv"

    said = books("aging", "--on", "2026-10-12", "--csv", str(aging))
    assert said.exit_code == 0, said.stdout
    assert "EUR overdue" in said.stdout and f"written: {aging}" in said.stdout
    names = [row["Customer"] for row in rows(aging)]
    assert any(name.startswith("Contoso") for name in names)
    assert aging.stat().st_mode & 0o077 == 0

    one = books("aging", "--on", "2026-10-12", "--customer", "contoso")
    assert one.exit_code == 0 and "1 customers" in one.stdout

    said = books("changes", "--csv", str(changes))
    assert said.exit_code == 0, said.stdout
    assert "paid" in said.stdout
    (row,) = [row for row in rows(changes) if row["Document"] == "INV-20466"]
    assert (row["Change"], row["Customer number"], row["Open now"]) == ("paid", "D10001", "0.00")

    for wrong in (["aging", "--on", "soon"], ["aging", "--on", "2001-01-01"]):
        refused = books(*wrong)
        assert refused.exit_code == 1 and "That cannot be read" in refused.stdout
    assert books("changes", "--csv", str(tmp_path / "no" / "file.csv")).exit_code == 1
