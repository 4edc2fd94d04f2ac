"""Signs that people wrote down: all of a file or nothing, each once, safe in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.errors import ImportRefused
from core.domain.events import Route, SignalSeen
from core.domain.plans import Reason
from core.domain.signals import Label, SignalKind
from core.ports.signal_reports import Report
from core.usecases.receivables import problems_of
from core.usecases.signal_reports import Taken, listed, take_in
from core.usecases.signals import label_case, precision
from handlers.messages.signal_sheet import precision_sheet, signal_file
from handlers.messages.text import Words
from tests.office import MONDAY, Desk, contoso

REPORT = Report(2, "contoso.example", SignalKind.REPORTED, 70, MONDAY, "=cmd()")


def a_report(**changes: Any) -> Report:
    return replace(REPORT, **changes)


def test_a_file_opens_cases_and_the_same_file_changes_nothing(desk: Desk) -> None:
    reports = [REPORT, a_report(line=3, kind=SignalKind.SEAT_BURST, note="500 seats")]
    assert take_in(reports, "may.csv", office=desk.office) == Taken(2, 2, 1)
    assert take_in(reports, "june.csv", office=desk.office) == Taken(2, 0, 1)
    with desk.store.reading() as work:
        (case,) = work.cases.open_for(contoso(desk), Reason.FRAUD)
        assert len(work.signals.of_case(case.case_id)) == 2
        recorded = work.events.since(SignalSeen, MONDAY)
    assert [one.stamp.route for one in recorded] == [Route.CLI, Route.CLI]


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (a_report(line=7, customer="Nobody Ltd"), "unknown_customer"),
        (a_report(line=7, customer="a"), "several_customers"),
        (a_report(line=7, at=MONDAY + timedelta(seconds=1)), "in_the_future"),
    ],
    ids=["nobody", "several", "not yet"],
)
def test_one_bad_row_and_nothing_is_kept(desk: Desk, bad: Report, problem: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        take_in([REPORT, bad], "may.csv", office=desk.office)
    (found,) = problems_of(refused.value)
    assert (found.line, found.problem) == (7, problem)
    with desk.store.reading() as work:
        assert work.signals.of_customer(contoso(desk)) == []


def test_a_day_is_a_day_where_it_was_written_down(desk: Desk) -> None:
    midnight_in_berlin = MONDAY - timedelta(days=2, hours=10)
    take_in([a_report(at=midnight_in_berlin)], "may.csv", office=desk.office)
    with desk.store.reading() as work:
        (found,) = work.signals.of_customer(contoso(desk))
    assert dict(found.facts)["day"] == "2026-10-10"


def test_a_list_is_safe_to_open(desk: Desk) -> None:
    take_in([REPORT], "may.csv", office=desk.office)
    with desk.store.reading() as work:
        (one,) = found = listed(work, MONDAY)
        assert listed(work, MONDAY + timedelta(seconds=1)) == []
    assert (one.customer, one.score) == ("Contoso Handels GmbH", 70)
    assert one.case > 0
    text = signal_file(found, Words()).content.decode("utf-8-sig")
    header, row = csv.reader(text.splitlines())
    assert dict(zip(header, row, strict=True))["Why"] == (
        "day: 2026-10-12; note: =cmd(); file: may.csv"
    )
    bad = replace(one, signal=replace(one.signal, facts=(("=1+1", "x"),)), customer="@SUM(A1)")
    cells = next(csv.reader(signal_file([bad], Words()).content.decode().splitlines()[1:]))
    assert [cell for cell in cells if cell.startswith(("=", "@"))] == []


def test_precision_is_a_table(desk: Desk) -> None:
    take_in([REPORT], "may.csv", office=desk.office)
    with desk.store() as work:
        (signal,) = work.signals.of_customer(contoso(desk))
        stamp = desk.office.stamp(desk.now, "", Route.SLACK)
        label_case(work, signal.case_id, {signal.signal_id: Label.TRUE}, stamp)
        sheet = precision_sheet(precision(work, MONDAY), Words())
    assert sheet.rows == (("reported by a person", 1, 0, 0, "100%"),)
