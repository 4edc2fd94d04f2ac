"""Files about letters: contacts.v1.csv, whom they go to; letters.v1.csv, what was sent before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from clients.csv_file import Record, fingerprint, header, problem, records, refused
from core.domain.customers import CustomerKey, is_guid
from core.domain.errors import ImportRefused
from core.domain.letters import LANGUAGES
from core.domain.notices import Contact, ContactKind, Means, Past, is_address
from core.ports.records import RowProblem

CONTACT_COLUMNS = ("account", "tenant_id", "kind", "address", "language", "name")
LETTER_COLUMNS = (
    *("account", "tenant_id", "name", "delivered_on", "means", "evidence", "access_from"),
)
LONGEST = 1000
MOST_PROBLEMS = 20

T = TypeVar("T")
Row = Mapping[str, str]


class _Bad(Exception):
    def __init__(self, key: str, field: str, value: str = "", expected: str = "") -> None:
        super().__init__(key)
        self.key, self.field, self.value, self.expected = key, field, value, expected

    def of(self, record: Record) -> RowProblem:
        facts = {"field": self.field, "value": self.value, "expected": self.expected}
        return problem(self.key, record.line, **facts)


def read_contacts(path: Path) -> list[Contact]:
    """Raises ImportRefused with up to 20 problems: one bad row and nothing is taken."""
    return _read(path, CONTACT_COLUMNS, _contact)


def read_letters(path: Path) -> list[Past]:
    """Raises ImportRefused, as for contacts."""
    return _read(path, LETTER_COLUMNS, _past)


def _read(path: Path, columns: tuple[str, ...], made: Callable[[Row], T]) -> list[T]:
    names = header(path)
    if sorted(names) != sorted(columns):
        raise refused("missing_column", 1, field=next(iter(_odd(names, columns)), ""))
    found: list[T] = []
    problems: list[RowProblem] = []
    for record in records(path, sha256=fingerprint(path).sha256):
        try:
            _check(record)
            found.append(made(record.fields))
        except _Bad as error:
            problems.append(error.of(record))
    if problems:
        raise ImportRefused(problems=problems[:MOST_PROBLEMS])
    if not found:
        raise refused("no_rows", 0)
    return found


def _odd(names: list[str], columns: tuple[str, ...]) -> list[str]:
    """Columns that are missing, then those that are too many."""
    missing = [name for name in columns if name not in names]
    return missing or [name for name in names if name not in columns or names.count(name) > 1]


def _check(record: Record) -> None:
    if record.length != record.expected:
        raise _Bad("wrong_length", "")
    if long := [name for name, value in record.fields.items() if len(value) > LONGEST]:
        raise _Bad("too_long", long[0])


def _contact(row: Row) -> Contact:
    address = _needed(row, "address")
    if not is_address(address):
        raise _Bad("unknown_word", "address", address, "an address such as name@example.com")
    return Contact(
        customer=_customer(row),
        kind=ContactKind(_word(row, "kind", tuple(ContactKind))),
        address=address,
        language=_word(row, "language", LANGUAGES),
        name=row["name"],
    )


def _past(row: Row) -> Past:
    return Past(
        customer=_customer(row),
        name=_needed(row, "name"),
        means=Means(_word(row, "means", tuple(Means))),
        delivered_on=_day(row, "delivered_on"),
        evidence=_needed(row, "evidence"),
        access_from=_day(row, "access_from") if row["access_from"] else None,
    )


def _customer(row: Row) -> CustomerKey:
    tenant_id = _needed(row, "tenant_id").lower()
    if not is_guid(tenant_id):
        raise _Bad("bad_tenant_id", "tenant_id", tenant_id, "a GUID")
    return CustomerKey(_needed(row, "account"), tenant_id)


def _day(row: Row, name: str) -> date:
    try:
        return date.fromisoformat(_needed(row, name))
    except ValueError:
        raise _Bad("bad_date", name, row[name], "2026-10-12") from None


def _word(row: Row, name: str, known: tuple[str, ...]) -> str:
    if row[name] not in known:
        raise _Bad("unknown_word", name, row[name], ", ".join(known))
    return row[name]


def _needed(row: Row, name: str) -> str:
    if not row[name]:
        raise _Bad("missing", name)
    return row[name]
