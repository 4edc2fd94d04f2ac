"""Signing in to the Partner Center stand-in and reading from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from sandbox.data.partner import CHINA_TENANT, CONTOSO
from tests.sandbox.partner_center_desk import Desk, running

NAMES = {"Field": "CompanyName", "Operator": "starts_with"}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


def next_page(desk: Desk, page: dict[str, Any]) -> dict[str, Any]:
    link = page["links"]["next"]
    headers = {header["key"]: header["value"] for header in link["headers"]}
    answer = desk.get(link["uri"].removeprefix("/"), **headers)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_token_opens_its_own_account_only(desk: Desk) -> None:
    issued = desk.sign_in().json()

    assert issued["token_type"] == "Bearer"
    assert int(issued["expires_in"]) == 3600
    assert desk.get("customers").status_code == 200
    other = desk.get("customers", account="china")
    assert (other.status_code, other.json()["code"]) == (401, "900420")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_secret": "guessed"}, 401, "invalid_client"),
        ({"client_id": "somebody"}, 400, "unauthorized_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"resource": "https://graph.windows.net"}, 400, "invalid_resource"),
    ],
)
def test_a_wrong_token_request_is_answered_like_entra(
    desk: Desk, form: dict[str, str], status: int, error: str
) -> None:
    answer = desk.sign_in(**form)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].startswith("AADSTS")


def test_a_foreign_tenant_gets_no_token(desk: Desk) -> None:
    answer = desk.http.post(f"/login/main/{CHINA_TENANT}/oauth2/token", data={})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("header", "code"), [("", "800001"), ("Basic eDp5", "800001"), ("Bearer made-up", "400")]
)
def test_no_or_a_made_up_token_is_refused(desk: Desk, header: str, code: str) -> None:
    answer = desk.get("customers", Authorization=header)

    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert set(answer.json()) == {"code", "description", "data", "source"}


def test_a_token_ends_by_the_business_clock() -> None:
    with running() as desk:
        desk.http.post("/clock", json={"advance": "PT59M"})
        before = desk.get("customers").status_code
        desk.http.post("/clock", json={"advance": "PT2M"})
        after = desk.get("customers").status_code

    assert (before, after) == (200, 401)


def test_pages_hold_every_customer_once(desk: Desk) -> None:
    page = desk.read("customers?size=17")
    seen = [customer["id"] for customer in page["items"]]
    while "next" in page["links"]:
        page = next_page(desk, page)
        seen += [customer["id"] for customer in page["items"]]

    truth = [customer["id"] for customer in desk.control("customers?account=main")]
    assert seen == truth
    assert page["totalCount"] == len(truth) >= 40


def test_the_size_zero_is_the_usual_page(desk: Desk) -> None:
    assert len(desk.read("customers?size=0")["items"]) == 25


@pytest.mark.parametrize(
    ("start", "names"),
    [
        ("contoso", ["Contoso Handels GmbH"]),
        ("FABRIKAM", ["Fabrikam Bau AG", "Fabrikam Medien KG"]),
        ("주식회사", ["주식회사 마루푸드"]),
        ("nobody", []),
    ],
)
def test_customers_are_found_by_the_start_of_their_name(
    desk: Desk, start: str, names: list[str]
) -> None:
    page = desk.read(f"customers?size=0&filter={json.dumps(NAMES | {'Value': start})}")

    assert [c["companyProfile"]["companyName"] for c in page["items"]] == names


@pytest.mark.parametrize(
    "query",
    ["filter=[1]", "filter={", "size=501", "size=-1", 'filter={"Field":"Debt","Value":"1"}'],
)
def test_a_list_that_cannot_be_is_refused(desk: Desk, query: str) -> None:
    assert desk.get(f"customers?{query}").status_code == 400


def test_a_made_up_continuation_is_refused(desk: Desk) -> None:
    headers = {"MS-ContinuationToken": "bm90aGluZw=="}

    assert desk.get("customers?seekOperation=Next", **headers).status_code == 400
    assert desk.get("customers", **headers).status_code == 400


def test_a_customer_has_a_company_and_a_billing_profile(desk: Desk) -> None:
    customer = desk.read(f"customers/{CONTOSO}")
    company = desk.read(f"customers/{CONTOSO}/profiles/company")
    billing = desk.read(f"customers/{CONTOSO}/profiles/billing")

    assert customer["companyProfile"] == company
    assert (company["domain"], company["address"]["country"]) == ("contoso.example", "DE")
    assert billing["defaultAddress"]["city"] == "Hamburg"


def test_subscriptions_come_as_a_list_and_one_by_one(desk: Desk) -> None:
    listed = desk.read(f"customers/{CONTOSO}/subscriptions")
    one = listed["items"][0]

    assert [s["quantity"] for s in listed["items"]] == [45, 10, 4]
    assert desk.read(f"customers/{CONTOSO}/subscriptions/{one['id']}") == one
    by_order = desk.read(f"customers/{CONTOSO}/subscriptions?order_id={one['orderId']}")
    assert by_order["items"] == [one]


def test_add_ons_are_listed_under_their_base(desk: Desk) -> None:
    customer, base = desk.subscription("nordwind", "Office 365 E3")

    listed = desk.read(f"customers/{customer}/subscriptions/{base['id']}/addons")

    assert [s["offerName"] for s in listed["items"]] == ["Audio Conferencing"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("customers/00000000-0000-4000-8000-000000000000", 404, "60003"),
        (f"customers/{CONTOSO}/subscriptions/00000000-0000-4000-8000-000000000000", 404, "20003"),
        ("nothing", 404, "404"),
    ],
)
def test_what_is_not_there_is_said_so(desk: Desk, path: str, status: int, code: str) -> None:
    answer = desk.get(path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_lost_relationship_closes_the_customer() -> None:
    with running() as desk:
        desk.portal(customer_id=CONTOSO, set={"relationshipToPartner": "none"})
        answer = desk.get(f"customers/{CONTOSO}/subscriptions")
        listed = desk.read("customers?size=500")["items"]

    assert (answer.status_code, answer.json()["code"]) == (403, "20002")
    assert CONTOSO not in [customer["id"] for customer in listed]


def test_ids_are_echoed_and_the_date_is_business_time(desk: Desk) -> None:
    asked = {
        "MS-RequestId": "0d7b8f2e-0c47-4c3f-9d0a-5d3a0c3f7a10",
        "MS-CorrelationId": "6d8e2c0b-53f5-43c5-8a3b-0f2d8f0c9b11",
    }
    answer = desk.get("customers", **asked)

    assert {name: answer.headers[name] for name in asked} == asked
    assert answer.headers["MS-CV"]
    assert answer.headers["MS-ServerId"]
    now = datetime.fromisoformat(desk.http.get("/clock").json()["now"])
    assert 0 <= (now - parsedate_to_datetime(answer.headers["Date"])).total_seconds() < 5


def test_a_list_begins_with_a_byte_order_mark_and_options_turn_it_off(desk: Desk) -> None:
    marked = desk.get("customers").content[:3]
    desk.options(bom="none")
    bare = desk.get("customers").content[:1]
    desk.options(bom="lists")

    assert (marked, bare) == (b"\xef\xbb\xbf", b"{")


@pytest.mark.parametrize(
    "asked",
    [
        {"bom": "often"},
        {"page_size": 0},
        {"latency_ms": "5"},
        {"speed": 1},
        {"account": 3},
    ],
)
def test_a_wrong_option_is_refused(desk: Desk, asked: dict[str, Any]) -> None:
    answer = desk.options(**asked)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert desk.options(account="elsewhere").status_code == 404


def test_too_many_requests_are_told_when_to_come_back() -> None:
    with running() as desk:
        desk.options(throttle_per_minute=3)
        answers = [desk.get(f"customers/{CONTOSO}") for _ in range(4)]

    last = answers[-1]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert set(last.json()) == {"statusCode", "message"}
