"""Receivables files: encodings, headers, and what makes a whole file doubtful."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clients.receivables_csv import MOST_REFUSALS, CsvSheet
from clients.receivables_rows import REQUIRED_COLUMNS
from core.domain.errors import ImportRefused
from core.ports.records import RowProblem, SheetHead, SheetRow
from sandbox.data.large import large_receivables
from sandbox.data.receivables import disputed, paid, partly_paid, write_receivables
from tests.clients.books import COLUMNS, CREDIT, GOOD, ZONE, judged, read, refusal, row, sheet, text

AS_OF = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)
TWO = text(row(), row(customer_ref="D2"))
HEADER = ",".join(COLUMNS)


def rows(folder: Path, content: str | bytes) -> list[SheetRow | RowProblem]:
    return judged(sheet(folder, content))


# Good files


@pytest.mark.parametrize(
    "content",
    [
        TWO.encode(),
        b"\xef\xbb\xbf" + TWO.encode(),
        TWO.replace("\r\n", "\n").encode(),
        TWO.rstrip().encode(),
        TWO.encode() + b"\r\n\r\n",
        TWO.replace("\r\n", "\r\n\r\n").encode(),
        text(row(), row(customer_ref="D2"), columns=REQUIRED_COLUMNS).encode(),
        text(row(), row(customer_ref="D2"), columns=tuple(reversed(COLUMNS))).encode(),
        TWO.replace("as_of", " as_of ").encode(),
    ],
)
def test_a_good_file(tmp_path: Path, content: bytes) -> None:
    made = sheet(tmp_path, content)

    assert made.head() == SheetHead("erp", AS_OF)
    found = list(made.rows())
    assert [type(one) for one in found] == [SheetRow, SheetRow]
    assert isinstance(found[0], SheetRow)
    assert found[0].customer_name == "Müller & Söhne GmbH"
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert made.file_name == "books.csv"


@pytest.mark.parametrize("version", ["1", "v1", "receivables.v1"])
def test_the_version_may_be_written_in_three_ways(tmp_path: Path, version: str) -> None:
    assert isinstance(read(tmp_path, row(schema_version=version))[0], SheetRow)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-10-12T06:30:00Z", AS_OF),
        ("2026-10-12T08:30:00+02:00", AS_OF),
        ("2026-10-11", datetime(2026, 10, 11, 21, 59, 59, 999999, tzinfo=UTC)),
        ("2026-12-01", datetime(2026, 12, 1, 22, 59, 59, 999999, tzinfo=UTC)),
        ("2026-10-25", datetime(2026, 10, 25, 22, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_a_date_means_its_end_where_the_partner_is(
    tmp_path: Path, written: str, moment: datetime
) -> None:
    assert sheet(tmp_path, text(row(as_of=written))).head().as_of == moment


def test_a_row_is_named_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    content = text(row(notes="three\nlines\nhere"), row(status="?"), row(notes='say ""no""'))

    found = rows(tmp_path, content)

    assert [one.line for one in found] == [2, 5, 6]


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    large_receivables(path, rows=2_000, seed=1)
    made = CsvSheet(path, ZONE)

    assert made.count_rows() == 2_000
    assert isinstance(next(made.rows()), SheetRow)
    assert all(isinstance(one, SheetRow) for one in made.rows())


def test_the_sample_books_are_read_without_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    changes = (paid("contoso"), partly_paid("INV-20466", "100.00"), disputed("INV-20507"))
    for number, chosen in enumerate([(), changes[:1], changes[1:]]):
        write_receivables(path, as_of=AS_OF, changes=chosen)
        made = CsvSheet(path, ZONE)
        assert made.head().as_of == AS_OF
        found = list(made.rows())
        assert len(found) == made.count_rows() >= 300, number
        assert all(isinstance(one, SheetRow) for one in found)


def test_a_bad_row_in_front_does_not_hide_the_head(tmp_path: Path) -> None:
    assert sheet(tmp_path, text(row(as_of=""), row())).head() == SheetHead("erp", AS_OF)


# Rows of the wrong length


@pytest.mark.parametrize("change", [lambda line: line + ",more", lambda line: line[:-1]])
def test_a_row_of_another_length_is_bad_but_names_its_customer(
    tmp_path: Path, change: Callable[[str], str]
) -> None:
    header, first, second = TWO.splitlines()

    bad, good = rows(tmp_path, "\n".join([header, change(first), second]))

    assert isinstance(bad, RowProblem) and isinstance(good, SheetRow)
    assert (bad.line, bad.problem, bad.customer_ref) == (2, "wrong_length", "D1")


# Files that are refused whole


BAD_FILES = [
    (b"", "empty_file", 1),
    (b"\xef\xbb\xbf", "empty_file", 1),
    (b"\r\n\r\n", "empty_file", 1),
    (HEADER, "no_rows", 2),
    (text(row(as_of="")), "missing", 2),
    (text(row(as_of="?")), "bad_as_of", 2),
    (text(row(source_system="")), "missing", 2),
    (HEADER.replace(",", ";") + "\n1;2", "bad_delimiter", 1),
    (TWO.replace("as_of,", "", 1), "missing_column", 1),
    (TWO.replace("notes", "remarks", 1), "unknown_column", 1),
    (TWO.replace("notes", "", 1), "unknown_column", 1),
    (TWO.replace("notes", "pay_url", 1), "double_column", 1),
    (TWO.encode("utf-16"), "not_utf8", 1),
    (TWO.encode("utf-16-be"), "nul_byte", 1),
    (TWO.encode("cp1252"), "not_utf8", 2),
    (TWO.replace("D2", "D\0").encode(), "nul_byte", 3),
    (TWO.replace("D2", "D" * 70_000), "row_too_long", 3),
    (TWO.replace("\r\n", "\r"), "bad_csv", 1),
    (TWO.replace("D2", '"D"2'), "bad_csv", 3),
    (TWO.replace("D2", '"D2'), "bad_csv", 3),
    (text(row(), row(as_of="2026-10-12T06:30:01Z")), "several_as_of", 3),
    (text(row(), row(as_of="2026-10-12")), "several_as_of", 3),
    (text(row(), row(source_system="other")), "several_sources", 3),
    (text(row(), row(schema_version="2")), "unknown_version", 3),
    (text(row(), row(schema_version="")), "unknown_version", 3),
    (text(row(), row(document_id="1")), "double_document", 3),
    (text(row(status="?"), row(document_id="1")), "double_document", 3),
    (text(row(), row(currency="EURO")), "unknown_currency", 3),
    (text(row(), row(currency="eur")), "unknown_currency", 3),
    (text(row(), row(currency="")), "unknown_currency", 3),
    (text(row(), row(open_amount="100.01")), "open_above_total", 3),
    (text(row(), row(total_amount="-100")), "wrong_sign", 3),
    (text(row(), row(open_amount="-1")), "wrong_sign", 3),
    (text(row(), row(document_type="finance_charge", open_amount="-1")), "wrong_sign", 3),
    (text(row(), row(**CREDIT | {"total_amount": "50"})), "wrong_sign", 3),
    (text(row(), row(**CREDIT | {"open_amount": "20"})), "wrong_sign", 3),
    (
        text(row(), row(**CREDIT | {"document_type": "payment_unapplied", "open_amount": "1"})),
        "wrong_sign",
        3,
    ),
]


@pytest.mark.parametrize(("content", "key", "line"), BAD_FILES)
def test_a_doubtful_file_is_refused_whole(
    tmp_path: Path, content: str | bytes, key: str, line: int
) -> None:
    problems = refusal(tmp_path, content)

    assert [(one.problem, one.line) for one in problems] == [(key, line)]


def test_a_wrong_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, TWO.encode("cp1252"))

    assert "CSV UTF-8" in problem.facts["expected"]
    assert problem.facts["value"] == "byte 0xFC"


def test_every_problem_of_a_header_is_named_at_once(tmp_path: Path) -> None:
    problems = refusal(tmp_path, "schema_version,stand,status\n1,2,3")

    assert len(problems) == len(REQUIRED_COLUMNS) - 2 + 1
    assert problems[-1].facts["field"] == "stand"


def test_a_refusal_names_many_rows_and_the_customer(tmp_path: Path) -> None:
    bad = [row(currency="?", customer_ref=f"D{n}") for n in range(MOST_REFUSALS + 5)]

    problems = refusal(tmp_path, text(row(), *bad))

    assert [one.customer_ref for one in problems] == [f"D{n}" for n in range(MOST_REFUSALS)]
    assert [one.line for one in problems] == list(range(3, MOST_REFUSALS + 3))


def test_a_refusal_comes_after_the_rows_that_were_good(tmp_path: Path) -> None:
    seen = []

    with pytest.raises(ImportRefused):
        for one in sheet(tmp_path, text(row(), row(currency="?"), row())).rows():
            assert isinstance(one, SheetRow)
            seen.append(one.line)

    assert seen == [2, 4]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    made = sheet(tmp_path, TWO)
    (tmp_path / "books.csv").write_text(TWO.replace("D2", "D3"), encoding="utf-8")

    with pytest.raises(ImportRefused) as raised:
        list(made.rows())

    assert "changed_while_read" in str(raised.value.facts["problems"])


def test_the_good_row_is_good(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == read(tmp_path, row())
