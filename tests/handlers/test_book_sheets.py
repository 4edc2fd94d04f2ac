"""Past books as tables: nothing in them is a formula, and no currency is in another's row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.domain.book_changes import Change, Changed
from core.domain.exposure import expose
from core.usecases.past_books import Aged, Aging, Compared
from handlers.messages.book_sheets import CHANGES, aging_sheet, changes_sheet
from handlers.messages.spreadsheets import as_csv
from handlers.messages.text import Words
from tests.builders import CONTOSO, a_document, a_snapshot, eur

TODAY = date(2026, 10, 12)


def test_a_name_that_begins_like_a_formula_is_a_name() -> None:
    exposure = expose([a_document()], TODAY)
    row = Aged('=HYPERLINK("x")', CONTOSO, exposure, confirmed=False)
    sheet = aging_sheet(Aging(TODAY, (), (row,), {}, {}, {}, {}), Words())
    text = as_csv(sheet).decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text and "(not confirmed)" in text
    ((*_, overdue, not_due, month, _, _, _, disputed, credits),) = sheet.rows
    assert (overdue, not_due) == (Decimal("8412.60"), 0)
    assert (disputed, credits) == (0, 0) and month == 0
    assert sheet.header[-1] == "Credits not applied" and len(sheet.header) == len(sheet.rows[0])


def test_every_change_has_a_word_and_what_is_gone_is_not_open() -> None:
    doc = a_document(number="+1", customer_ref="@k")
    changes = tuple(Changed(change, doc, eur("5"), "was") for change in Change)
    compared = Compared(None, a_snapshot(), changes, {"@k": "-1+1"})
    sheet = changes_sheet([compared], Words())
    assert [row[1] for row in sheet.rows] == list(CHANGES.values())
    left = {str(row[1]): row[-1] for row in sheet.rows}
    assert (left["paid"], left["vanished"], left["grown"]) == (0, 0, doc.open.amount)
    line = as_csv(sheet).decode("utf-8-sig").splitlines()[1]
    assert ",'-1+1,'@k,was,'+1,1,2026-09-07,EUR,5.00," in line
