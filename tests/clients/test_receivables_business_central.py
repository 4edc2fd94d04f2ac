"""Business Central's own ways: its sign-in, what stands beside the ledger, what is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Response

from core.domain.secret import Secret
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused
from tests.clients.a_business_central import (
    Place,
    an_id,
    first_page,
    more_of,
    numbers,
    opened,
    read,
    scripted,
)
from tests.clients.receivables.business_central_bench import NOW
from tests.clients.scripted import said


@pytest.fixture
def place() -> Iterator[Place]:
    with opened() as made:
        yield made


# Signing in


def test_one_token_serves_a_reading_and_is_asked_for_by_its_scope(place: Place) -> None:
    assert numbers(read(place.books())) == [2801, 2802, 2803, 2804, 2805]
    assert place.stand_in.sign_ins == 1


def test_a_token_that_ended_is_replaced_within_a_reading(place: Place) -> None:
    books = place.books()
    after = first_page(books)
    place.stand_in.expire_tokens()
    assert numbers(list(books.page(after).rows)) == [2803, 2804]
    assert place.stand_in.sign_ins == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"secret": Secret("wrong-secret")}, "AADSTS7000215.*client secret in the settings"),
        ({"client_id": "somebody"}, "AADSTS700016"),
        ({"tenant": "elsewhere.example"}, "AADSTS90002"),
        ({"environment": "sandbox"}, "no environment sandbox in the tenant"),
        ({"company": "Contoso"}, "no company Contoso in production.*there are: Tern & O'Hara"),
        ({"company": ""}, "no company"),
        ({"service": "Ledger"}, "no web service Ledger.*Web Services.*262.*Service Name Ledger"),
    ],
    ids=["secret", "client", "tenant", "environment", "company", "no company", "service"],
)
def test_what_is_wrong_in_the_settings_is_said(
    place: Place, changed: dict[str, Any], words: str
) -> None:
    books = place.books(**changed)
    for ask in (books.check, lambda: read(books), lambda: books.look([an_id(place, 2801)])):
        with pytest.raises(SourceRefused, match=words) as raised:
            ask()
        assert not any(secret in raised.value.why for secret in place.stand_in.confidential)
        assert "wrong-secret" not in raised.value.why


def test_what_is_not_allowed_is_said(place: Place) -> None:
    place.truth.enabled = False
    with pytest.raises(SourceRefused, match=f"Entra Applications.*{place.account.client_id}"):
        place.books().check()
    place.truth.enabled, place.truth.forbidden = True, "salesInvoices"
    with pytest.raises(SourceRefused, match="permission set"):
        read(place.books())


def test_entra_may_be_out_of_order() -> None:
    out = said({"error": "temporarily_unavailable", "error_description": "AADSTS90033: Wait."}, 400)
    with pytest.raises(Unreachable, match="AADSTS90033"):
        scripted(out).check()


def test_a_secret_hides(place: Place) -> None:
    assert place.truth.client_secret not in repr(place.account)
    assert place.truth.client_secret not in place.books().begin("", NOW).place


@pytest.mark.parametrize("called", ["company", "shown", "company_id"])
def test_a_company_goes_by_its_id_and_by_its_names(place: Place, called: str) -> None:
    name = str(getattr(place.truth, called))
    assert len(read(place.books(company=name.upper()))) == 5


def test_a_company_that_is_renamed_meanwhile_is_read_to_its_end(place: Place) -> None:
    books = place.books()
    after = first_page(books)
    place.truth.company = "Another's & Name"
    assert numbers(list(books.page(after).rows)) == [2803, 2804]


def test_a_company_that_goes_between_two_questions_is_asked_for_again(place: Place) -> None:
    def rename(path: str, response: Response) -> Response:
        place.truth.company = "Renamed"
        return response

    place.stand_in.trouble = rename
    with pytest.raises(Unreachable, match="a moment ago"):
        place.books().page(place.books().begin("", NOW).place)


# What stands beside the ledger


def test_customers_and_invoices_come_in_pages_too(place: Place) -> None:
    place.truth.max_page_size = 1
    expected = [("O'Brien" if n % 2 else "Two", f"PO-{n}") for n in range(1, 6)]
    rows = [*read(place.books()), *place.books().look([an_id(place, 2801), an_id(place, 2802)])]
    assert [(row["customer_name"], row["po_number"]) for row in rows] == expected + expected[:2]


def test_invoices_and_customers_are_read_once_for_each_reading(place: Place) -> None:
    books = place.books()
    read(books)
    assert len(place.asked("/customers")) == len(place.asked("/salesInvoices")) == 1
    place.truth.customers["C2"].name = "Two, renamed"
    assert "Two, renamed" in {row["customer_name"] for row in read(books)}


def test_a_dispute_is_of_one_customer_alone(place: Place) -> None:
    place.truth.entries[2806] = replace(place.truth.entries[2801], number=2806, customer="C2")
    place.truth.invoices[0].dispute = "INVEST"
    rows = {row["document_id"][-4:]: row for row in read(place.books())}
    assert (rows["2801"]["status"], rows["2801"]["dispute_reason"]) == ("disputed", "INVEST")
    assert (rows["2806"]["status"], rows["2806"]["po_number"]) == ("open", "")


# Looking


def test_how_entries_ended(place: Place) -> None:
    paid = place.truth.entries[2802]
    paid.open, paid.remaining = False, Decimal(0)
    ids = [an_id(place, 2802), an_id(place, 2801), an_id(place, 9999)]
    strange = ["another-company:2803", "2803", f"{place.truth.company_id}:2803 or 1", ""]
    rows = place.books().look([*ids, *strange])
    assert [(row["document_id"][-4:], row["status"], row["open_amount"]) for row in rows] == [
        ("2801", "open", "10"), ("2802", "closed", "0"),
    ]  # fmt: skip
    assert rows[0]["customer_name"] == "O'Brien" and rows[0]["po_number"] == "PO-1"
    assert rows[0]["registration_number"] == "BE1"


def test_only_what_belongs_to_them_is_asked_for(place: Place) -> None:
    place.books().look([an_id(place, 2801), an_id(place, 2803)])
    assert [one["$filter"] for one in place.asked("/customers")] == ["number eq 'O''1'"]
    wanted = "number eq 'INV-1' or number eq 'INV-3'"
    assert [one["$filter"] for one in place.asked("/salesInvoices")] == [wanted]


def test_many_are_looked_for_in_several_questions(place: Place) -> None:
    ids = [an_id(place, number) for number in range(2801, 2901)]
    assert len(more_of(place).books().look(ids)) == 100
    assert len(place.asked("/Cust_LedgerEntries")) == 3
    assert place.books().look([]) == ()


# What is not shown


def test_whose_books_they_are(place: Place) -> None:
    whose = place.books().check()
    assert (whose.company, whose.currency, whose.lacking) == ("Tern and O'Hara", "EUR", ())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"hidden": frozenset({"Cust_LedgerEntries"})}, "balance of 60, and .* come to 0: a perm"),
        ({"hidden": frozenset({"customers", "customerFinancialDetails"})}, "No customer is seen"),
        ({"hidden": frozenset({"salesInvoices"})}, "No sales invoice is seen"),
        ({"forbidden": "customerFinancialDetails"}, "cannot be checked"),
        ({"tells_disputes": False}, "which invoices are disputed"),
        ({"currency": ""}, "names no currency.*LCY Code"),
    ],
    ids=["ledger", "customers", "invoices", "balances", "old version", "currency"],
)
def test_what_is_lacking_is_said(place: Place, changed: dict[str, Any], words: str) -> None:
    for name, value in changed.items():
        setattr(place.truth, name, value)
    (lacks,) = place.books().check().lacking
    assert re.search(words, lacks)
