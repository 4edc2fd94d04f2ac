"""signals.v1.csv: what people saw, a row for each; one bad row and nothing is taken."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clients.signal_files import read_signals
from core.domain.errors import ImportRefused
from core.domain.signals import SignalKind
from core.ports.records import RowProblem
from core.ports.signal_reports import Report

HEADER = "customer,kind,strength,when,note"


def read(path: Path, *rows: str, header: str = HEADER) -> list[Report]:
    file = path / "signals.csv"
    file.write_text("\n".join((header, *rows)), encoding="utf-8")
    return read_signals(file, "Europe/Berlin")


def refused(path: Path, *rows: str, header: str = HEADER) -> list[RowProblem]:
    with pytest.raises(ImportRefused) as caught:
        read(path, *rows, header=header)
    problems = caught.value.facts["problems"]
    assert isinstance(problems, list)
    return problems


def test_a_row_is_a_report(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "contoso.example,seat_burst,80,2026-10-12T09:30,They asked for 500 seats",
        'Fabrikam,,100,2026-10-12,"He said: ""pay later"""',
        "Fabrikam,REPORTED,0,2026-10-12T09:30:00Z,",
    )
    note = "They asked for 500 seats"
    half_past = datetime(2026, 10, 12, 7, 30, tzinfo=UTC)
    assert found[0] == Report(2, "contoso.example", SignalKind.SEAT_BURST, 80, half_past, note)
    assert (found[1].kind, found[1].note) == (SignalKind.REPORTED, 'He said: "pay later"')
    assert found[1].at == datetime(2026, 10, 11, 22, tzinfo=UTC)
    assert (found[2].strength, found[2].at) == (0, datetime(2026, 10, 12, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("row", "problem", "field"),
    [
        (",reported,50,2026-10-12,x", "missing", "customer"),
        ("Contoso,rumour,50,2026-10-12,x", "unknown_word", "kind"),
        ("Contoso,reported,101,2026-10-12,x", "bad_strength", "strength"),
        ("Contoso,reported,,2026-10-12,x", "bad_strength", "strength"),
        ("Contoso,reported,-1,2026-10-12,x", "bad_strength", "strength"),
        ("Contoso,reported,5.5,2026-10-12,x", "bad_strength", "strength"),
        ("Contoso,reported,50,12.10.2026,x", "bad_date", "when"),
        ("Contoso,reported,50,,x", "bad_date", "when"),
        (f"Contoso,reported,50,2026-10-12,{'x' * 1001}", "too_long", "note"),
        ("Contoso,reported,50,2026-10-12", "wrong_length", ""),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, problem: str, field: str) -> None:
    good = "Contoso,reported,50,2026-10-12,x"
    (found,) = refused(tmp_path, good, row)
    assert (found.line, found.problem, found.facts.get("field", "")) == (3, problem, field)


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("customer,kind,strength,when", "missing_column"),
        (f"{HEADER},colour", "unknown_column"),
        (f"{HEADER},note", "double_column"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, header: str, problem: str) -> None:
    assert refused(tmp_path, header=header)[0].problem == problem


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path)[0].problem == "no_rows"


def test_at_most_twenty_problems_are_told(tmp_path: Path) -> None:
    assert len(refused(tmp_path, *["Contoso,rumour,50,2026-10-12,x"] * 30)) == 20
