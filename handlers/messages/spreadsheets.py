"""Overdue customers as CSV and XLSX: one row for each customer and currency, safe to open."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from core.domain.exposure import BUCKETS, Exposure
from core.domain.money import minor_digits
from core.usecases.overdue import Row
from handlers.messages.behaviour_lines import percent
from handlers.messages.escaping import one_line, seen
from handlers.messages.exposure_lines import BUCKET_NAMES, standing_word
from handlers.messages.text import N_, Words

# What a spreadsheet takes for the beginning of a formula, the full-width forms included: in a cell,
# and in what it cuts out of one where cells end at semicolons.
STARTS_A_FORMULA = re.compile("(^|[;\t\r\n])(?= *[-=+@\t\r\uff1d\uff0b\uff0d\uff20])")
LONGEST_CELL = 500
WIDTHS = {0: 38, 1: 16, 2: 38, 3: 14, 4: 14}
WIDE = 14
COLUMNS = (
    N_("Customer"),
    N_("Partner account"),
    N_("Tenant id"),
    N_("Standing"),
    N_("Days overdue"),
    N_("Currency"),
    N_("Overdue"),
)
AFTER = (
    N_("In dispute"),
    N_("Credits not applied"),
    N_("Paid invoices in a year"),
    N_("Days to pay"),
    N_("Days beyond terms"),
    N_("Paid on time, % of amount"),
    N_("Owner"),
)

Value = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text and numbers; every row as long as the header, each of one currency."""

    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    digits: tuple[int, ...]
    title: str = "Overdue"


@dataclass(frozen=True, slots=True)
class File:
    """What is uploaded or written. `alt` says what a picture shows."""

    name: str
    content: bytes
    alt: str = ""


def overdue_sheet(rows: Sequence[Row], words: Words) -> Sheet:
    """Worst first. Currencies stand in rows of their own and are never added up."""
    ages = [BUCKET_NAMES[name] for name in BUCKETS]
    header = tuple(words(name) for name in (*COLUMNS, *ages, *AFTER))
    lines = [
        (code, _line(row, code, words)) for row in rows for code in currencies_of(_read(row))
    ]
    return Sheet(
        header, tuple(line for _, line in lines), tuple(minor_digits(code) for code, _ in lines)
    )


def _read(row: Row) -> Exposure:
    """Rows of a file come with every document read."""
    assert isinstance(row.exposure, Exposure)
    return row.exposure


def currencies_of(found: Exposure) -> list[str]:
    sums = (found.overdue(), found.buckets(), found.disputed, found.credits)
    return sorted({code for one in sums for code in one})


def _line(row: Row, code: str, words: Words) -> tuple[Value, ...]:
    name, customer = one_line(row.name, LONGEST_CELL), row.customer
    return (
        name if row.confirmed else f"{name} {words('(not confirmed)')}",
        customer.account if customer else "",
        customer.tenant_id if customer else "",
        str(standing_word(row.standing, words)),
        row.exposure.days_overdue(),
        code,
        *amounts_of(_read(row), code),
        *_pays(row, code),
        one_line(", ".join(row.people.values()), LONGEST_CELL),
    )


def _pays(row: Row, code: str) -> tuple[Value, ...]:
    """In whole days; empty where nothing is known, or too little to say how."""
    found = row.pays.of(code) if row.pays else None
    if found is None or found.pace is None:
        return (found.documents if found else "", "", "", "")
    pace = found.pace
    days = (int(one.to_integral_value()) for one in (pace.to_pay, pace.beyond_terms))
    return (found.documents, *days, percent(found.share_by_amount))


def amounts_of(exposure: Exposure, code: str) -> tuple[Decimal, ...]:
    """Overdue, by age, in dispute, and credits."""
    ages = exposure.buckets().get(code, {})
    sums = [ages.get(bucket) for bucket in BUCKETS]
    other = [exposure.disputed.get(code), exposure.credits.get(code)]
    amounts = [exposure.overdue().get(code), *sums, *other]
    return tuple(money.amount if money else Decimal(0) for money in amounts)


def as_csv(sheet: Sheet) -> bytes:
    """With the mark by which Excel knows UTF-8."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.header)
    for row, digits in zip(sheet.rows, sheet.digits, strict=True):
        writer.writerow([_written(value, digits) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _written(value: Value, digits: int) -> str:
    match value:
        case Decimal():
            return f"{value:.{digits}f}"
        case int():
            return str(value)
    return harmless(value)


def harmless(text: str) -> str:
    """Text that no spreadsheet calculates with, and in which nothing is hidden."""
    return STARTS_A_FORMULA.sub(r"\1'", seen(text))


def as_xlsx(sheet: Sheet) -> bytes:
    # Loaded where somebody asks for a file: it takes two megabytes, and most hours nobody does.
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet(sheet.title)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, bold)
        page.set_column(column, column, WIDTHS.get(column, WIDE))
    formats = {n: book.add_format({"num_format": _pattern(n)}) for n in set(sheet.digits)}
    for number, column, value, digits in _cells(sheet):
        match value:
            case Decimal():
                page.write_number(number, column, float(value), formats[digits])
            case int():
                page.write_number(number, column, value)
            case _:
                page.write_string(number, column, harmless(value))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    book.close()
    return content.getvalue()


def _pattern(digits: int) -> str:
    return "#,##0." + "0" * digits if digits else "#,##0"


def _cells(sheet: Sheet) -> Iterator[tuple[int, int, Value, int]]:
    """Row from 1, column, value, and the digits of the row's currency."""
    for number, (row, digits) in enumerate(zip(sheet.rows, sheet.digits, strict=True), start=1):
        for column, value in enumerate(row):
            yield number, column, value, digits


FORMATS: Mapping[str, Callable[[Sheet], bytes]] = {"csv": as_csv, "xlsx": as_xlsx}


def overdue_file(rows: Sequence[Row], on: date, ending: str, words: Words) -> File:
    content = FORMATS[ending](overdue_sheet(rows, words))
    return File(f"overdue-{on.isoformat()}.{ending}", content)
