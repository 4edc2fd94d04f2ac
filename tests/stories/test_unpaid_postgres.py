"""The same story on PostgreSQL, with the worker in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.demo import Setup
from bot.cli.demo import running as demo
from clients.receivables_csv import CsvSheet
from core.domain.events import Route
from core.usecases.receivables import take_in
from sandbox.stories import unpaid
from storage.audit import verify
from tests.postgres import running


def test_the_unpaid_story_is_told_by_two_processes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running() as server, demo(tmp_path, 0, Setup(server.empty(), split=True)) as started:
        desk = started.desk

        def bring(file: Path) -> None:
            sheet = CsvSheet(file, desk.settings.time_zone)
            take_in(sheet, office=desk.ledger.office, route=Route.CLI)

        unpaid.tell(started.url, bring, tmp_path)
        with desk.ledger.database.reading() as connection:
            assert verify(connection).holds()
    assert "story unpaid: 12 of 12 steps" in capsys.readouterr().out
