"""Files of overdue customers: every amount in a row of its currency, and nothing calculates."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from core.domain.exposure import Exposure
from core.domain.money import Money
from core.usecases.overdue import Row
from handlers.messages.spreadsheets import File, harmless, overdue_file
from handlers.messages.text import Words
from tests.handlers.a_plan_view import TODAY
from tests.handlers.test_cards import OWED, a_row

WORDS = Words()
# The last four are full-width.
FORMULAS = [
    *("=1+1", "+49 30", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "  =1"),
    *("\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"),
]


def read(file: File) -> list[dict[str, str]]:
    assert file.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))


def sheet_of(file: File) -> str:
    """The one page of a workbook and its strings, as XML."""
    with ZipFile(BytesIO(file.content)) as book:
        parts = ("worksheets/sheet1.xml", "sharedStrings.xml")
        return "".join(book.read(f"xl/{part}").decode() for part in parts)


def both(*rows: Row) -> tuple[File, File]:
    return overdue_file(rows, TODAY, "csv", WORDS), overdue_file(rows, TODAY, "xlsx", WORDS)


def test_sums_and_ages_stand_in_a_row_for_each_currency() -> None:
    won = Money(Decimal(70000), "KRW")
    mixed = Exposure(
        OWED.on, OWED.debts, {"KRW": won}, OWED.credits, OWED.unknown, OWED.not_counted
    )
    file, book = both(a_row("Contoso", mixed))
    euros, wons = read(file)
    assert file.name == f"overdue-{TODAY.isoformat()}.csv"
    assert (euros["Currency"], wons["Currency"]) == ("EUR", "KRW")
    assert Money(Decimal(euros["Overdue"]), "EUR") == mixed.overdue()["EUR"]
    ages = [Decimal(euros[name]) for name in euros if "days" in name and "overdue" not in name]
    assert sum(ages) == Decimal(euros["Overdue"])
    assert (wons["Overdue"], wons["In dispute"]) == ("0", "70000")
    assert f"<v>{float(euros['Overdue'])}</v>" in sheet_of(book)


@pytest.mark.parametrize("number", range(len(FORMULAS)))
def test_no_name_becomes_a_formula(number: int) -> None:
    name = FORMULAS[number]
    assert harmless(name).startswith("'")
    file, book = both(a_row(name), a_row("Müller & Söhne"))
    first, second = read(file)
    assert first["Customer"].startswith("'") and second["Customer"] == "Müller & Söhne"
    page = sheet_of(book)
    assert "<f>" not in page and "Müller &amp; Söhne" in page
    assert not re.search(r"<t[^>]*>\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", page)


@pytest.mark.parametrize(
    "mark", [";", "\t", "\n", "\r\n"], ids=["semicolon", "tab", "line", "crlf"]
)
@pytest.mark.parametrize("blank", ["", "  "], ids=["at once", "after blanks"])
def test_nor_does_what_another_separator_cuts_out_of_it(mark: str, blank: str) -> None:
    """Where a comma separates decimals, a spreadsheet cuts cells at semicolons, and does not see
    that lines are quoted."""
    text = harmless(f"Contoso{mark}{blank}=1+cmd|' /C calc'!A0")
    cells = re.split("[;\t\r\n]", text)
    assert cells[-1] == f"'{blank}=1+cmd|' /C calc'!A0"
    assert harmless("1; 2\nthree") == "1; 2\nthree"


def test_what_nobody_confirmed_is_marked_and_names_no_tenant() -> None:
    (row,) = read(both(a_row("Altmark", customer=None, confirmed=False))[0])
    assert row["Customer"] == "Altmark (not confirmed)"
    assert (row["Partner account"], row["Tenant id"]) == ("", "")


def test_five_hundred_rows_are_all_there() -> None:
    file, book = both(*(a_row(f"{n} {'Ä' * 70}") for n in range(500)))
    assert len(read(file)) == 500
    assert sheet_of(book).count("<row ") == 501
