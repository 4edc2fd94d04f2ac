"""Business Central's own ways: its sign-in, its pages, its refusals, and what it does not show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Response

from clients.receivables_business_central import BusinessCentralAccount, BusinessCentralBooks
from core.domain.secret import Secret
from core.ports.outside import Unreachable
from core.ports.receivables import PlaceLost, Row, SourceRefused
from sandbox.accounting.business_central import BusinessCentral
from sandbox.accounting.business_central_truth import Customer, Entry, Invoice, Truth
from tests.clients.receivables.business_central_bench import NOW, SHORT, account, serving
from tests.clients.scripted import Script, Step, addresses, said

ELSEWHERE = "https://elsewhere.example/v2.0/x/y/ODataV4/Company('z')/Cust_LedgerEntries"


@dataclass(frozen=True, slots=True)
class Place:
    """A stand-in and the account that reads it."""

    stand_in: BusinessCentral
    account: BusinessCentralAccount
    made: list[BusinessCentralBooks] = field(default_factory=list)

    @property
    def truth(self) -> Truth:
        return self.stand_in.truth

    def books(self, page_size: int = 2, **changed: Any) -> BusinessCentralBooks:
        ours = replace(self.account, **changed)
        books = BusinessCentralBooks(ours, clock=lambda: NOW, page_size=page_size, timeouts=SHORT)
        self.made.append(books)
        return books

    def asked(self, path_ends: str) -> list[dict[str, str]]:
        return [dict(one.query) for one in self.stand_in.asked if one.path.endswith(path_ends)]


@pytest.fixture
def place() -> Iterator[Place]:
    """Five invoices of two customers: 2801 to 2805, of 10, 20 and so on."""
    truth = Truth()
    for number, name in (("O'1", "O'Brien"), ("C2", "Two")):
        truth.customers[number] = Customer(number, name, f"ap@{number[-1]}.example")
    for n in range(1, 6):
        customer = "O'1" if n % 2 else "C2"
        amount = Decimal(10 * n)
        entry = Entry(
            2800 + n, customer, "Invoice", f"INV-{n}", "2026-09-01", "2026-09-15", amount, amount
        )
        truth.entries[entry.number] = entry
        truth.invoices.append(Invoice(entry.document, customer, order=f"PO-{n}"))
    with serving(truth) as (stand_in, url):
        made = Place(stand_in, account(truth, url))
        yield made
        for books in made.made:
            books.close()


def read(books: BusinessCentralBooks, now: datetime = NOW) -> list[Row]:
    """All of it, with one adapter."""
    at, rows = books.begin("", now).place, list[Row]()
    while at:
        page = books.page(at)
        rows += page.rows
        at = page.next
    return rows


def first_page(books: BusinessCentralBooks) -> str:
    """The place after it."""
    after = books.page(books.begin("", NOW).place).next
    assert after
    return after


def numbers(rows: list[Row]) -> list[int]:
    return [int(row["document_id"].rpartition(":")[2]) for row in rows]


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


# Pages


def test_what_is_settled_is_not_read(place: Place) -> None:
    place.truth.entries[2803].open = False
    assert numbers(read(place.books())) == [2801, 2802, 2804, 2805]


def test_the_size_of_a_page_is_said_for_each(place: Place) -> None:
    read(place.books(page_size=2))
    sizes = [one.size for one in place.stand_in.asked if "ODataV4" in one.path]
    assert sizes == [2, 2, 2]


def test_what_takes_too_long_is_asked_for_in_smaller_pages_from_then_on(place: Place) -> None:
    place.truth.slow_above = 200
    after = first_page(more_of(place).books(page_size=1000))
    assert json.loads(after)[-1] == 200
    place.stand_in.asked.clear()
    place.books().page(after)
    assert {one.size for one in place.stand_in.asked if "ODataV4" in one.path} == {200}


def test_what_is_too_slow_in_the_smallest_page_is_not_to_be_had(place: Place) -> None:
    place.truth.slow_above = 1
    with pytest.raises(Unreachable, match="408"):
        read(place.books(page_size=1000))


def test_of_a_link_to_the_next_page_only_the_query_is_believed(place: Place) -> None:
    place.stand_in.trouble = linking(lambda link: f"{ELSEWHERE}?{link.partition('?')[2]}")
    assert len(read(place.books())) == 5


@pytest.mark.parametrize(
    "link", [ELSEWHERE, "", 7, ["x"]], ids=["no query", "empty", "number", "list"]
)
def test_a_link_that_leads_nowhere_is_no_end(place: Place, link: object) -> None:
    place.stand_in.trouble = linking(lambda _: link)
    with pytest.raises(Unreachable, match="leads nowhere"):
        read(place.books())


def test_a_link_that_leads_back_is_no_end(place: Place) -> None:
    books = place.books()
    after = first_page(books)
    query = json.loads(after)[2]
    place.stand_in.trouble = linking(lambda _: f"{ELSEWHERE}?{query}")
    with pytest.raises(Unreachable, match="leads nowhere"):
        books.page(after)


@pytest.mark.parametrize(
    "body", [[], {}, {"value": None}, {"value": [1]}, {"value": {}}, 7],
    ids=["list", "empty", "none", "numbers", "object", "number"],
)  # fmt: skip
def test_another_shape_is_no_page(body: object) -> None:
    token = said({"access_token": "t", "expires_in": 3599})
    with pytest.raises(Unreachable):
        scripted(token, said(body)).check()


def test_a_place_that_is_not_taken_any_more_begins_anew(place: Place) -> None:
    as_of, company, _, size = json.loads(first_page(place.books()))
    stale = json.dumps([as_of, company, "$skiptoken=1&$unknown=1", size])
    other = json.dumps([as_of, "another company", "$skiptoken=1", size])
    for lost in ("", "[]", "nonsense", stale, other):
        with pytest.raises(PlaceLost):
            place.books().page(lost)


def test_a_question_that_is_never_taken_is_somebodys_to_mend(place: Place) -> None:
    no = '{"error":{"code":"BadRequest","message":"No."}}'

    def refuse(path: str, response: Response) -> Response:
        return Response(no, 400) if "ODataV4" in path else response

    place.stand_in.trouble = refuse
    with pytest.raises(SourceRefused, match="does not take the question: 400 BadRequest"):
        read(place.books())


@pytest.mark.parametrize("away", [0, 90], ids=["says nothing", "says how long"])
def test_too_many_questions_wait(place: Place, away: int) -> None:
    place.truth.limit, place.truth.retry_after = 1, away
    with pytest.raises(Unreachable, match="429") as raised:
        read(place.books())
    assert raised.value.retry_after == away


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


def an_id(place: Place, number: int) -> str:
    return f"{place.truth.company_id}:{number}"


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


def more_of(place: Place) -> Place:
    """Three hundred entries."""
    like = place.truth.entries[2802]
    place.truth.entries.update(
        {number: replace(like, number=number) for number in range(2806, 3101)}
    )
    return place


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


def scripted(*steps: Step) -> BusinessCentralBooks:
    ours = account(Truth(), "http://127.0.0.1:9")
    script = Script(*steps)
    return BusinessCentralBooks(
        ours, clock=lambda: NOW, transport=script.transport, resolve=addresses()
    )


def linking(of: Callable[[str], object]) -> Callable[[str, Response], Response]:
    """Another link to the next page of the ledger, where there is one."""

    def changed(path: str, response: Response) -> Response:
        body = json.loads(response.get_data(), parse_float=str)
        if "ODataV4" in path and "@odata.nextLink" in body:
            body["@odata.nextLink"] = of(body["@odata.nextLink"])
            response.set_data(json.dumps(body))
        return response

    return changed
