"""One row of receivables.v1 as a document, or why it is not one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from clients.csv_file import Record, problem
from core.domain.customers import is_guid
from core.domain.errors import BadAmount
from core.domain.exposure import (
    COUNTED_STATUSES,
    CREDITS,
    Category,
    Document,
    Kind,
    Presence,
    Status,
)
from core.domain.money import CURRENCIES, LARGEST, Money, parse_money, zero
from core.domain.notices import is_address
from core.ports.records import KnownRow, RowProblem, SheetRow, Standing

VERSIONS = frozenset({"1", "v1", "receivables.v1"})
REQUIRED_COLUMNS = (
    "schema_version", "as_of", "source_system", "customer_ref", "customer_name", "tenant_id",
    "document_id", "document_number", "document_type", "issue_date", "due_date", "currency",
    "total_amount", "open_amount", "status",
)  # fmt: skip
OPTIONAL_COLUMNS = (
    "terms_days", "payment_method", "last_payment_date", "last_payment_amount", "po_number",
    "billing_email", "dispute_reason", "dispute_amount", "notes", "category", "subscription_ids",
    "payer_ref", "pay_url", "registration_number",
)  # fmt: skip
OF_CUSTOMER = ("billing_email", "registration_number", "payer_ref")
LONGEST_NAME = 200
LONGEST_REGISTRATION = 100
LONGEST_FIELD = 4000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YEARS = range(1970, 2200)
SEPARATORS = re.compile(r"[;\s]+")
# Looking a word up is quicker than asking its kind for it, and there are a million rows.
KINDS = {one.value: one for one in Kind}
STATUSES = {one.value: one for one in Status}
# A payment of it is under way: whether it is owed is not known until that is settled.
PENDING = "pending"
CATEGORIES = {one.value: one for one in Category}

Word = TypeVar("Word", bound=StrEnum)


class BadField(Exception):
    """Why a row cannot be used: a short key, and the field with what was expected in it."""

    def __init__(self, key: str, field: str, value: str = "", expected: str = "") -> None:
        super().__init__(key)
        self.key, self.field, self.value, self.expected = key, field, value, expected

    def of(self, record: Record) -> RowProblem:
        return problem(
            self.key,
            record.line,
            field=self.field,
            value=self.value,
            expected=self.expected,
            ref=record.fields.get("customer_ref", "")[:LONGEST_NAME],
        )


class BadFile(BadField):
    """The same, where it makes the whole file doubtful."""


def known_row(record: Record, standing: Standing) -> KnownRow:
    """One that says what it said when it was read."""
    row = record.fields
    if not any(map(row.get, OF_CUSTOMER)):
        return KnownRow(*standing, row["customer_ref"])
    return KnownRow(
        *standing,
        row["customer_ref"],
        _billing_email(row),
        _short(row, "registration_number", LONGEST_REGISTRATION),
        _short(row, "payer_ref", LONGEST_NAME),
    )


def sheet_row(record: Record, said: int = 0) -> SheetRow:
    """Read one row. Raises BadField for this row, BadFile for all of them."""
    row = record.fields
    _check_lengths(row)
    return SheetRow(
        line=record.line,
        document=_document(row),
        customer_name=_needed(row, "customer_name"),
        tenant_id=_tenant_id(row),
        billing_email=_billing_email(row),
        registration=_short(row, "registration_number", LONGEST_REGISTRATION),
        payer_ref=_short(row, "payer_ref", LONGEST_NAME),
        said=said,
    )


def as_of(row: Mapping[str, str], zone: str) -> datetime:
    """The moment the books speak of. A mere date is its last moment in `zone`."""
    return _moment(_needed(row, "as_of"), zone)


@lru_cache(maxsize=16)
def _moment(text: str, zone: str) -> datetime:
    """Every row of a file names the same."""
    if DAY.fullmatch(text):
        end = datetime.combine(_day(text, "as_of"), time.max, ZoneInfo(zone))
        return end.replace(fold=1).astimezone(UTC)
    wanted = "2026-10-12, or 2026-10-12T06:30:00Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadField("bad_as_of", "as_of", text, wanted) from None
    if moment.tzinfo is None or moment.year not in YEARS:
        raise BadField("bad_as_of", "as_of", text, wanted)
    return moment.astimezone(UTC)


def _document(row: Mapping[str, str]) -> Document:
    kind = _word(row, "document_type", KINDS)
    is_pending = row["status"] == PENDING
    status = Status.OPEN if is_pending else _word(row, "status", STATUSES)
    total, open_ = _amounts(row, kind)
    return Document(
        source=_needed(row, "source_system"),
        document_id=_needed(row, "document_id"),
        number=_needed(row, "document_number"),
        customer_ref=_needed(row, "customer_ref"),
        kind=kind,
        status=status,
        issued=_day(_needed(row, "issue_date"), "issue_date"),
        due=_due(row, kind),
        total=total,
        open=open_,
        disputed=_disputed(row, kind, status, open_),
        category=_word(row, "category", CATEGORIES) if row.get("category") else Category.CLOUD,
        presence=Presence.MISSING if is_pending else Presence.PRESENT,
        subscription_ids=_subscription_ids(row),
        payment_method=row.get("payment_method", ""),
        last_payment_on=_optional_day(row, "last_payment_date"),
        last_payment=_optional_amount(row, "last_payment_amount", total.currency),
    )


def _amounts(row: Mapping[str, str], kind: Kind) -> tuple[Money, Money]:
    currency = row["currency"]
    if currency not in CURRENCIES:
        raise BadFile("unknown_currency", "currency", currency, "an ISO 4217 code such as EUR")
    total = open_ = _amount(row, "total_amount", currency)
    _check_sign(kind, "total_amount", total)
    if row["open_amount"] != row["total_amount"]:
        open_ = _amount(row, "open_amount", currency)
        _check_sign(kind, "open_amount", open_)
    if kind is Kind.INVOICE and total < open_:
        at_most = f"at most {total.plain()}"
        raise BadFile("open_above_total", "open_amount", row["open_amount"], at_most)
    return total, open_


def _check_sign(kind: Kind, name: str, money: Money) -> None:
    wrong = money.amount > 0 if kind in CREDITS else money.amount < 0
    if wrong:
        expected = "0 or below" if kind in CREDITS else "0 or above"
        raise BadFile("wrong_sign", name, str(money.amount), f"{expected} for {kind}")


def _disputed(row: Mapping[str, str], kind: Kind, status: Status, open_: Money) -> Money:
    """The contested part. It matters while the document counts; a settled one may still name it."""
    named = _optional_amount(row, "dispute_amount", open_.currency)
    if (named is None and status is not Status.DISPUTED) or kind in CREDITS:
        return zero(open_.currency)
    if status not in COUNTED_STATUSES:
        return zero(open_.currency)
    if named is None:
        return open_
    if named.amount < 0 or open_ < named:
        expected = f"0 to {open_.plain()}"
        raise BadField("bad_dispute", "dispute_amount", row["dispute_amount"], expected)
    return named


def _amount(row: Mapping[str, str], name: str, currency: str) -> Money:
    text = _needed(row, name)
    try:
        money = parse_money(text, currency)
    except BadAmount:
        example = f"1234.50 in {currency}, below {LARGEST:f}"
        raise BadField("bad_amount", name, text, example) from None
    return money if money.amount else zero(currency)  # no negative zero


def _optional_amount(row: Mapping[str, str], name: str, currency: str) -> Money | None:
    return _amount(row, name, currency) if row.get(name) else None


def _due(row: Mapping[str, str], kind: Kind) -> date | None:
    if kind in CREDITS and not row["due_date"]:
        return None
    return _day(_needed(row, "due_date"), "due_date")


def _optional_day(row: Mapping[str, str], name: str) -> date | None:
    return _day(row[name], name) if row.get(name) else None


@lru_cache(maxsize=4096)
def _day(text: str, name: str) -> date:
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise BadField("bad_date", name, text, "2026-10-12")
    return day


def _tenant_id(row: Mapping[str, str]) -> str:
    return _guid(row["tenant_id"])


@lru_cache(maxsize=256)
def _guid(text: str) -> str:
    found = text.lower()
    if found and not is_guid(found):
        raise BadField("bad_tenant_id", "tenant_id", text, "a GUID, or nothing")
    return found


def _billing_email(row: Mapping[str, str]) -> str:
    """One that no letter could go to is none; the debt is a debt all the same."""
    found = row.get("billing_email", "")
    return found if found and is_address(found) else ""


def _short(row: Mapping[str, str], name: str, most: int) -> str:
    """One that is longer than any is none; the debt is a debt all the same."""
    found = row.get(name, "")
    return found if len(found) <= most else ""


def _subscription_ids(row: Mapping[str, str]) -> tuple[str, ...]:
    text = row.get("subscription_ids", "")
    return tuple(id for id in SEPARATORS.split(text.lower()) if id) if text else ()


def _word(row: Mapping[str, str], name: str, words: Mapping[str, Word]) -> Word:
    text = _needed(row, name)
    if (found := words.get(text)) is None:
        also = [PENDING] if name == "status" else []
        raise BadField("unknown_word", name, text, ", ".join([*words, *also]))
    return found


def _needed(row: Mapping[str, str], name: str) -> str:
    if not row[name]:
        raise BadField("missing", name)
    return row[name]


def _check_lengths(row: Mapping[str, str]) -> None:
    if max(map(len, row.values())) <= LONGEST_NAME:
        return
    for name, text in row.items():
        most = LONGEST_NAME if name in REQUIRED_COLUMNS else LONGEST_FIELD
        if len(text) > most:
            raise BadField("too_long", name, text, f"at most {most} characters")
