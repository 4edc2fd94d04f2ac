"""Files of contacts and of letters sent before: taken whole, or every problem is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clients.letter_files import CONTACT_COLUMNS, LETTER_COLUMNS, read_contacts, read_letters
from core.domain.errors import ImportRefused
from core.domain.notices import Contact, ContactKind, Means, Past
from core.ports.records import RowProblem
from tests.builders import CONTOSO

CONTACT = f"main,{CONTOSO.tenant_id.upper()},escalation,cfo@contoso.example,zh-Hans,王芳"
LETTER = f"main,{CONTOSO.tenant_id},reminder,2026-09-28,email,mail of that day,"


def a_file(folder: Path, columns: tuple[str, ...], *rows: str) -> Path:
    path = folder / "file.csv"
    path.write_text("\n".join([",".join(columns), *rows, ""]), encoding="utf-8-sig")
    return path


def problems(refused: ImportRefused) -> list[tuple[int, str, str]]:
    found = refused.facts["problems"]
    assert isinstance(found, list)
    rows = [one for one in found if isinstance(one, RowProblem)]
    return [(one.line, one.problem, one.facts.get("field", "")) for one in rows]


def test_contacts_are_read(tmp_path: Path) -> None:
    contact = Contact(CONTOSO, ContactKind.ESCALATION, "cfo@contoso.example", "zh-Hans", "王芳")
    assert read_contacts(a_file(tmp_path, CONTACT_COLUMNS, CONTACT)) == [contact]


def test_letters_sent_before_are_read(tmp_path: Path) -> None:
    with_day = LETTER.replace("reminder", "final") + "2026-11-02"
    usual, final = read_letters(a_file(tmp_path, LETTER_COLUMNS, LETTER, with_day))
    on = date(2026, 9, 28)
    assert usual == Past(CONTOSO, "reminder", Means.EMAIL, on, "mail of that day")
    assert final.access_from == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (CONTOSO.tenant_id.upper(), "contoso", (3, "bad_tenant_id", "tenant_id")),
        ("main", "", (3, "missing", "account")),
        ("escalation", "boss", (3, "unknown_word", "kind")),
        ("zh-Hans", "zh", (3, "unknown_word", "language")),
        ("cfo@contoso.example", "cfo contoso", (3, "unknown_word", "address")),
        (",王芳", "", (3, "wrong_length", "")),
        ("王芳", "x" * 1001, (3, "too_long", "name")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else None,
)
def test_one_bad_row_and_nothing_is_taken(
    tmp_path: Path, old: str, new: str, problem: tuple[int, str, str]
) -> None:
    path = a_file(tmp_path, CONTACT_COLUMNS, CONTACT, CONTACT.replace(old, new))
    with pytest.raises(ImportRefused) as refused:
        read_contacts(path)
    assert problems(refused.value) == [problem]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2026-09-28", "28.09.2026", (2, "bad_date", "delivered_on")),
        ("email", "pigeon", (2, "unknown_word", "means")),
        ("mail of that day", "", (2, "missing", "evidence")),
    ],
    ids=["day", "means", "no-proof"],
)
def test_a_letter_needs_its_proof(
    tmp_path: Path, old: str, new: str, problem: tuple[int, str, str]
) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_letters(a_file(tmp_path, LETTER_COLUMNS, LETTER.replace(old, new)))
    assert problems(refused.value) == [problem]


def test_other_columns_and_no_rows_are_refused(tmp_path: Path) -> None:
    for columns in (CONTACT_COLUMNS[1:], (*CONTACT_COLUMNS, "phone")):
        with pytest.raises(ImportRefused):
            read_contacts(a_file(tmp_path, columns, CONTACT))
    with pytest.raises(ImportRefused):
        read_contacts(a_file(tmp_path, CONTACT_COLUMNS))
