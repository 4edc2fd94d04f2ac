"""customers.v1.csv: the customers of an account that no program can read, as its provider lists
them: one row for each subscription, the whole list at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from clients.csv_file import Record, fingerprint, header, problem, records, refused
from core.domain.customers import Customer, CustomerKey, Generation, Subscription, is_guid
from core.domain.errors import ImportRefused
from core.ports.records import RowProblem

COLUMNS = (
    "tenant_id", "customer_name", "domain", "country", "subscription_id", "subscription_name",
    "seats", "kind", "status", "term_ends", "auto_renew",
)  # fmt: skip
KINDS = tuple(kind.value for kind in Generation if kind is not Generation.UNKNOWN)
STATUSES = ("active", "suspended", "deleted")
YES_OR_NO = {"yes": True, "no": False}
LONGEST = 200
MOST_PROBLEMS = 20
Row = tuple[Customer, Subscription]


class _Bad(Exception):
    def __init__(self, key: str, field: str, value: str = "", expected: str = "") -> None:
        super().__init__(key)
        self.key, self.field, self.value, self.expected = key, field, value, expected

    def of(self, record: Record) -> RowProblem:
        facts = {"field": self.field, "value": self.value, "expected": self.expected}
        return problem(self.key, record.line, **facts)


def read_customers(path: Path, account: str) -> dict[Customer, list[Subscription]]:
    """Every customer with its subscriptions. Raises ImportRefused with up to 20 problems: one bad
    row and nothing is taken, since whoever is left out could not be suspended."""
    _check_header(header(path))
    found: dict[Customer, list[Subscription]] = {}
    problems: list[RowProblem] = []
    for row in _rows(path, account):
        if isinstance(row, RowProblem):
            problems.append(row)
            if len(problems) == MOST_PROBLEMS:
                break
        else:
            customer, subscription = row
            found.setdefault(customer, []).append(subscription)
    if problems:
        raise ImportRefused(problems=problems)
    if not found:
        raise refused("no_rows", 0)
    return found


def _rows(path: Path, account: str) -> Iterator[Row | RowProblem]:
    seen, tenants = set[str](), dict[str, Customer]()
    for record in records(path, sha256=fingerprint(path).sha256):
        try:
            customer, subscription = _row(record, account)
            _check_alone(subscription, seen)
            _check_agrees(customer, tenants)
            yield customer, subscription
        except _Bad as error:
            yield error.of(record)


def _row(record: Record, account: str) -> Row:
    row = record.fields
    if record.length != record.expected:
        raise _Bad("wrong_length", "")
    if long := [name for name, value in row.items() if len(value) > LONGEST]:
        raise _Bad("too_long", long[0])
    key = CustomerKey(account, _guid(row, "tenant_id"))
    return _customer(row, key), _subscription(row, key)


def _customer(row: Mapping[str, str], key: CustomerKey) -> Customer:
    country = _needed(row, "country").upper()
    if not re.fullmatch("[A-Z]{2}", country):
        raise _Bad("unknown_word", "country", country, "ISO codes such as DE")
    name, domain = _needed(row, "customer_name"), _needed(row, "domain").lower()
    return Customer(key, name, domain, country)


def _subscription(row: Mapping[str, str], key: CustomerKey) -> Subscription:
    name = _needed(row, "subscription_name")
    return Subscription(
        customer=key,
        subscription_id=_guid(row, "subscription_id"),
        name=name,
        offer_name=name,
        status=_word(row, "status", STATUSES),
        quantity=_seats(row),
        generation=Generation(_word(row, "kind", KINDS)),
        auto_renew=YES_OR_NO[_word(row, "auto_renew", tuple(YES_OR_NO))],
        commitment_ends=_end(row),
    )


def _check_header(names: list[str]) -> None:
    problems = [
        problem("missing_column", 1, field=name) for name in COLUMNS if name not in names
    ] + [problem("unknown_column", 1, field=name) for name in names if name not in COLUMNS]
    if problems:
        raise ImportRefused(problems=problems)
    if double := [name for name in COLUMNS if names.count(name) > 1]:
        raise refused("double_column", 1, field=double[0])


def _check_alone(subscription: Subscription, seen: set[str]) -> None:
    if subscription.subscription_id in seen:
        raise _Bad("double_subscription", "subscription_id", subscription.subscription_id)
    seen.add(subscription.subscription_id)


def _check_agrees(customer: Customer, tenants: dict[str, Customer]) -> None:
    """One tenant is one customer, on every row."""
    known = tenants.setdefault(customer.key.tenant_id, customer)
    if known != customer:
        raise _Bad("other_customer", "tenant_id", customer.key.tenant_id, known.name)


def _needed(row: Mapping[str, str], field: str) -> str:
    if not (value := row.get(field, "")):
        raise _Bad("missing", field)
    return value


def _guid(row: Mapping[str, str], field: str) -> str:
    value = _needed(row, field).lower()
    if not is_guid(value):
        raise _Bad("bad_guid", field, value)
    return value


def _word(row: Mapping[str, str], field: str, words: tuple[str, ...]) -> str:
    value = _needed(row, field).lower()
    if value not in words:
        raise _Bad("unknown_word", field, value, ", ".join(words))
    return value


def _seats(row: Mapping[str, str]) -> int:
    value = _needed(row, "seats")
    if not (value.isascii() and value.isdecimal()) or len(value) > 7:
        raise _Bad("bad_seats", "seats", value)
    return int(value)


def _end(row: Mapping[str, str]) -> datetime | None:
    """The day on which its term ends; empty where it has none."""
    if not (value := row.get("term_ends", "")):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise _Bad("bad_date", "term_ends", value) from None
    return datetime.combine(day, time.min, UTC)
