"""python -m bot report: lines for people, JSON and CSV for programs, and days that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from core.domain.plans import Reason
from core.usecases import cases
from tests.world import AGENT, World


def report(*words: str) -> Result:
    return CliRunner().invoke(app, ["report", "fraud", *words])


def test_a_report_is_printed_and_written(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in world.installation.environment(3000).items():
        monkeypatch.setenv(name, value)
    customer = cases.customer_for("contoso", world.account(AGENT), office=world.office)
    cases.open_by_hand(customer.key, Reason.FRAUD, "", world.account(AGENT), office=world.office)
    world.settled()
    file = tmp_path / "fraud.csv"

    said = report("--from", "2026-10-01", "--csv", str(file))

    assert said.exit_code == 0, said.stdout
    assert "Opened: 1\n" in said.stdout and "high: 1 under a day" in said.stdout
    assert "Avoided: one more day" in said.stdout and "*" not in said.stdout
    assert "cases,opened,cases,1" in file.read_text("utf-8-sig")
    values = json.loads(report("--json").stdout)
    assert values["opened"] == 1 and values["suffered"] == {}
    wrong = report("--from", "soon")
    assert wrong.exit_code == 1 and "soon is no day" in wrong.stdout
    assert report("--csv", str(tmp_path / "no" / "file.csv")).exit_code == 1
