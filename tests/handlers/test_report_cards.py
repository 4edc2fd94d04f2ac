"""A report on the fraud desk as a message, as a table and as values."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.domain.case_sums import Age, Loss, PageSums, Report, Spread
from core.domain.cases import Severity
from core.domain.money import Money
from core.domain.signals import KindPrecision, SignalKind
from handlers.messages.report_lines import report_message
from handlers.messages.report_table import report_csv, report_values
from tests.handlers.a_reader import Reader

WORDS = Reader("en-US", "Europe/Berlin", date(2026, 11, 1))
MINUTE = timedelta(minutes=1)
Look = Callable[[str, object], None]
BEGINS, ENDS = datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)
NONE = Spread(0, 0)
REPORT = Report(
    begins=BEGINS,
    ends=ENDS,
    cases=7,
    open={(Severity.CRITICAL, Age.DAY): 1, (Severity.HIGH, Age.OLDER): 1,
          (Severity.HIGH, Age.WEEK): 2},
    to_response=Spread(6, 1, 8 * MINUTE, 31 * MINUTE),
    to_contain=Spread(4, 0, 52 * MINUTE, 125 * MINUTE),
    loss=Loss((Money(Decimal("1700.5"), "EUR"), Money(Decimal(88000), "KRW")),
              (Money(Decimal(1000), "EUR"), Money(Decimal(0), "KRW")), 2),
    precision=(KindPrecision(SignalKind.SECURITY_ALERT, 3, 1, 1),
               KindPrecision(SignalKind.SPEND_ANOMALY, 0, 0, 2)),
    containments={"lifted": 2, "rolled_back": 1, "running": 1},
    alone=1,
    pages=PageSums(Spread(5, 0, 3 * MINUTE, 14 * MINUTE), 1, 2),
)  # fmt: skip
EMPTY = Report(BEGINS, ENDS, 0, {}, NONE, NONE, Loss((), (), 0), (), {}, 0, PageSums(NONE, 0, 0))


def test_a_report_says_what_each_number_is(looks_like: Look) -> None:
    looks_like("report", report_message(REPORT, WORDS))


def test_a_quiet_month_is_none_and_not_nothing(looks_like: Look) -> None:
    looks_like("report_empty", report_message(EMPTY, WORDS))


def test_a_table_has_one_row_for_each_number() -> None:
    rows = report_csv(REPORT).decode("utf-8-sig").splitlines()
    assert rows[0] == "part,name,unit,value"
    for row in ("suffered,,EUR,1700.50", "suffered,,KRW,88000", "containment,p90,minutes,125.00",
                '"open","high, week"', "pages,open,pages,1",
                '"signals","security_alert, true"'):  # fmt: skip
        assert any(row.replace('"', "") in one.replace('"', "") for one in rows), row
    assert len(report_csv(EMPTY).splitlines()) < len(rows)


def test_values_survive_json_and_bring_their_definitions() -> None:
    values = json.loads(json.dumps(report_values(REPORT)))
    assert values["suffered"] == {"EUR": "1700.50", "KRW": "88000"}
    assert values["containment"] == {
        "measured": 4, "without_one_yet": 0, "median_minutes": "52.00", "p90_minutes": "125.00",
    }  # fmt: skip
    assert any("Avoided" in one for one in values["definitions"])
    assert report_values(EMPTY)["suffered"] == {}
