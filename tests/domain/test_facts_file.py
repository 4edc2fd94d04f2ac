"""A facts file: taken as it is written, or refused with every path that is wrong."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.domain.exposure import Presence
from core.domain.facts import Delivered, HoldSpan, OpenPromise
from core.domain.facts_file import FactsRefused, read_facts
from core.domain.money import parse_money
from tests.a_ladder import Given

WHOLE: Given = {
    "customer": {"id": "7C1E", "tags": ["new"], "country": "DE", "time_zone": "Europe/Berlin"},
    "invoices": [
        {
            "id": "A", "issued": "2026-01-01", "due": "2026-01-31", "currency": "EUR",
            "total": "100.00", "open": "60.00", "status": "partially_paid", "disputed": "10.00",
            "counted_from": "2026-02-10", "category": "cloud", "payment_method": "direct_debit",
        }
    ],
    "credits": [{"currency": "EUR", "amount": "5.00"}],
    "promises": [{"currency": "EUR", "amount": "5.00", "by": "2026-03-02", "state": "open"}],
    "holds": [{"kind": "hardship", "from": "2026-02-01", "until": "2026-02-10"}],
    "notices": [{"name": "final", "delivered_on": "2026-02-01", "access_from": "2026-02-20"}],
    "receivables_as_of": "2026-03-01T06:00:00+01:00",
}  # fmt: skip


def problems_of(given: object) -> list[str]:
    text = given if isinstance(given, str) else json.dumps(given)
    with pytest.raises(FactsRefused) as refused:
        read_facts(text)
    return refused.value.problems


def changed(path: str, value: object) -> Given:
    """The whole file with something else at a dotted path."""
    given: Any = json.loads(json.dumps(WHOLE))
    *parents, last = path.split(".")
    at = given
    for name in parents:
        at = at[int(name)] if name.isdecimal() else at[name]
    at[int(last) if last.isdecimal() else last] = value
    return dict(given)


def test_everything_is_taken_as_it_is_written() -> None:
    facts = read_facts(json.dumps(WHOLE)).facts
    assert (facts.customer, facts.country, facts.zone) == ("7c1e", "DE", "Europe/Berlin")
    assert facts.tags == {"new"}
    assert facts.promises == (OpenPromise(parse_money("5.00", "EUR"), date(2026, 3, 2)),)
    assert facts.holds == (HoldSpan("hardship", date(2026, 2, 1), date(2026, 2, 10)),)
    assert facts.notices == (Delivered("final", date(2026, 2, 1), date(2026, 2, 20)),)
    assert facts.as_of == datetime(2026, 3, 1, 5, tzinfo=UTC)
    doc, credit = facts.documents
    assert (doc.document_id, doc.due, doc.counted_from) == (
        "A", date(2026, 1, 31), date(2026, 2, 10),
    )  # fmt: skip
    amounts = (doc.total, doc.open, doc.disputed, credit.open)
    assert [one.plain() for one in amounts] == ["100.00", "60.00", "10.00", "-5.00"]


def test_every_list_may_be_absent() -> None:
    facts = read_facts('{"customer": {"id": "a", "country": "KR"}}').facts
    assert (facts.documents, facts.as_of, facts.zone) == ((), None, "Asia/Seoul")


@pytest.mark.parametrize("state", ["kept", "broken", "cancelled"])
def test_promises_that_are_over_are_left_out(state: str) -> None:
    assert read_facts(json.dumps(changed("promises.0.state", state))).facts.promises == ()


def test_a_document_that_is_missing_from_the_books_is_unknown() -> None:
    facts = read_facts(json.dumps(changed("invoices.0.status", "unknown"))).facts
    assert facts.documents[0].presence is Presence.MISSING


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("customer.zone", "UTC", "customer.zone: "),
        ("customer.tags", "new", "customer.tags: "),
        ("customer.country", "Germany", "customer.country: "),
        ("customer.country", "de", "customer.country: "),
        ("customer.time_zone", "Berlin", "customer.time_zone: not an IANA time zone"),
        ("customer.time_zone", "../etc/passwd", "customer.time_zone: not an IANA time zone"),
        ("invoices", {}, "invoices: "),
        ("invoices.0", "A", "invoices[0]: "),
        ("invoices.0.id", 1, "invoices[0].id: "),
        ("invoices.0.opened", "1", "invoices[0].opened: "),
        ("invoices.0.open", 60, "invoices[0].open: "),
        ("invoices.0.open", 60.5, "invoices[0].open: "),
        ("invoices.0.open", None, "invoices[0].open: "),
        ("invoices.0.open", "sixty", "invoices[0].open: not an amount"),
        ("invoices.0.open", "1e3", "invoices[0].open: not an amount"),
        ("invoices.0.open", "60.001", "invoices[0].open: not an amount"),
        ("invoices.0.open", "60,00", "invoices[0].open: not an amount"),
        ("invoices.0.open", "-1.00", "invoices[0].open: must not be below zero"),
        ("invoices.0.total", 100, "invoices[0].total: "),
        ("invoices.0.disputed", "some", "invoices[0].disputed: not an amount"),
        ("invoices.0.currency", "EURO", "invoices[0].currency: not an ISO 4217"),
        ("invoices.0.due", "31.01.2026", "invoices[0].due: "),
        ("invoices.0.due", "2026-02-30", "invoices[0].due: "),
        ("invoices.0.due", 20260131, "invoices[0].due: "),
        ("invoices.0.due", 0, "invoices[0].due: "),
        ("invoices.0.due", None, "invoices[0].due: "),
        ("invoices.0.due", "9999-12-31", "invoices[0].due: "),
        ("holds.0.until", "0026-02-10", "holds[0].until: "),
        ("invoices.0.status", "late", "invoices[0].status: "),
        ("credits.0.amount", 5, "credits[0].amount: "),
        ("credits.0.amount", "-5.00", "credits[0].amount: must not be below zero"),
        ("promises.0.state", "maybe", "promises[0].state: "),
        ("promises.0.by", "soon", "promises[0].by: "),
        ("holds.0.kind", "holiday", "holds[0].kind: no kind of hold; these are: "),
        ("holds.0.from", None, "holds[0].from: "),
        ("notices.0.name", None, "notices[0].name: "),
        ("notices.0.delivered_on", True, "notices[0].delivered_on: "),
        ("receivables_as_of", "2026-03-01T06:00:00", "receivables_as_of: "),
        ("receivables_as_of", 1772323200, "receivables_as_of: "),
        ("recievables_as_of", "2026-03-01T06:00:00Z", "recievables_as_of: "),
    ],
)
def test_what_is_wrong_is_named_with_its_path(path: str, value: object, problem: str) -> None:
    (found,) = problems_of(changed(path, value))
    assert found.startswith(problem)


@pytest.mark.parametrize("name", ["id", "due", "currency", "open", "status"])
def test_an_invoice_without_what_it_needs_is_refused(name: str) -> None:
    given = changed("invoices.0.id", "A")
    del given["invoices"][0][name]
    assert [one.split(":")[0] for one in problems_of(given)] == [f"invoices[0].{name}"]


def test_all_problems_are_told_at_once() -> None:
    given = changed("invoices.0.open", 1) | {"holds": [{"kind": "x"}], "extra": 1}
    paths = [one.split(":")[0] for one in problems_of(given)]
    assert paths == ["invoices[0].open", "holds[0].kind", "holds[0].from", "extra"]


def test_two_invoices_of_one_id_are_refused() -> None:
    twice = WHOLE | {"invoices": [*WHOLE["invoices"], *WHOLE["invoices"]]}
    assert problems_of(twice) == ["invoices[1].id: A is there already"]


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "not json"])
def test_what_is_no_json_is_said_to_be_that(text: str) -> None:
    (found,) = problems_of(text)
    assert "JSON" in found


@pytest.mark.parametrize("text", ["[]", "null", '"facts"', "{}"])
def test_json_without_a_customer_is_refused(text: str) -> None:
    assert problems_of(text)
