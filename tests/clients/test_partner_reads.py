"""Reading customers and subscriptions, on answers in the documented shapes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from clients.partner_center import PartnerCenterClient
from core.domain.customers import CustomerKey
from core.ports.outside import Missing, Unreachable
from tests.clients.scripted import (
    BASE,
    CUSTOMER,
    KEY,
    OTHER,
    RESOURCE,
    SUBSCRIPTION,
    TENANT,
    PartnerScript,
    Step,
    account,
    listed,
    refusal,
    said,
)


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (refusal(404, "20003"), Missing),
        (refusal(404, "60003"), Missing),
        (httpx.Response(404), Missing),
        (refusal(403, "20002"), Missing),
        (refusal(403, "900159"), Missing),
        (refusal(403, "900308"), Unreachable),
        (refusal(401, "900420"), Unreachable),
        (refusal(400, "400"), Unreachable),
        (refusal(500, "500"), Unreachable),
        (httpx.Response(302), Unreachable),
        (httpx.Response(204), Unreachable),
        (httpx.Response(200, content=b'{"id": '), Unreachable),
        (httpx.Response(200, content=b"\xff"), Unreachable),
        (said([]), Unreachable),
        (said({"id": "x"}), Unreachable),
        (said({"id": OTHER}), Unreachable),
        (httpx.ConnectError("refused"), Unreachable),
        (httpx.ReadTimeout("slow"), Unreachable),
    ],
)
def test_a_read_without_a_usable_answer(step: Step, error: type[Exception]) -> None:
    client = PartnerScript(step).client()

    with pytest.raises(error):
        client.read(KEY, SUBSCRIPTION)


def test_a_throttled_read_says_how_long_to_stay_away() -> None:
    body = {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds."}
    client = PartnerScript(said(body, 429, Retry_After="57")).client()

    with pytest.raises(Unreachable) as raised:
        client.read(KEY, SUBSCRIPTION)

    assert raised.value.retry_after == 57.0


@pytest.mark.parametrize(
    "id", ["", "x", "../../v1", SUBSCRIPTION.upper(), f"{TENANT}\n", f"{TENANT}/"]
)
def test_no_address_is_built_from_what_is_no_guid(id: str) -> None:
    script = PartnerScript(said(RESOURCE))
    client, key = script.client(), CustomerKey("main", id)

    for read in (client.customer, client.subscriptions):
        with pytest.raises(Missing):
            read(key)
    for asked in ((key, SUBSCRIPTION), (KEY, id)):
        with pytest.raises(Missing):
            client.read(*asked)

    assert script.requests == script.sign_ins == []


def test_a_customer_comes_with_the_country_of_its_company_profile() -> None:
    at = datetime(2026, 10, 12, 8, tzinfo=UTC)
    script = PartnerScript(said(CUSTOMER), said({"Address": {"Country": "de"}}))
    client = PartnerCenterClient([account()], clock=lambda: at, transport=script.transport)

    found = client.customer(KEY)

    assert (found.key, found.name, found.domain) == (KEY, "Contoso", "contoso.example")
    assert (found.country, found.relationship, found.read_at) == ("DE", "reseller", at)
    assert script.requests[-1].url.path.endswith(f"/customers/{TENANT}/profiles/company")


def test_another_customer_than_asked_for_is_no_answer() -> None:
    with pytest.raises(Unreachable, match="another customer"):
        PartnerScript(said(CUSTOMER | {"id": OTHER})).client().customer(KEY)


def test_an_account_that_is_not_set_up_is_unreachable() -> None:
    client = PartnerScript(said({})).client()

    assert client.accounts() == ("main",)
    with pytest.raises(Unreachable, match="no account china"):
        list(client.customers("china"))


def a_page(number: int, uri: str, **link: Any) -> httpx.Response:
    id = TENANT[:-1] + str(number)
    return said(listed([CUSTOMER | {"id": id}], next={"uri": uri, "method": "GET", **link}))


@pytest.mark.parametrize(
    ("uri", "query"),
    [
        ("/customers?size=40&seekOperation=Next", "size=40&seekOperation=Next"),
        ("/v1/customers?size=40&SeekOperation=Next", "size=40&SeekOperation=Next"),
        ("customers?size=40", "size=40&seekOperation=Next"),
        ("/customers?size=40?seekOperation=Next", "size=40&seekOperation=Next"),
        ("/customers", "seekOperation=Next"),
        ("https://evil.example/v1/customers?size=1", "size=1&seekOperation=Next"),
    ],
)
def test_the_next_page_is_asked_from_where_the_first_was(uri: str, query: str) -> None:
    header = {"key": "MS-ContinuationToken", "value": "abc="}
    script = PartnerScript(a_page(1, uri, headers=[header]), said(listed([CUSTOMER])))

    found = list(script.client().customers("main"))

    assert len(found) == 2
    assert str(script.requests[-1].url) == f"{BASE}/v1/customers?{query}"
    assert script.requests[-1].headers["MS-ContinuationToken"] == "abc="


def test_a_next_link_without_headers_is_followed_as_it_is() -> None:
    script = PartnerScript(a_page(1, "/customers?offset=40"), said(listed([CUSTOMER])))

    assert len(list(script.client().customers("main"))) == 2
    assert str(script.requests[-1].url) == f"{BASE}/v1/customers?offset=40"


@pytest.mark.parametrize(
    "link",
    [
        {"uri": "/customers/x/subscriptions"},
        {"uri": "/customers?a=1", "headers": [{"key": "Authorization", "value": "x"}]},
        {"uri": "/customers?a=1", "headers": [{"key": "MS-Token", "value": "x\r\ny: z"}]},
        {"uri": "/customers?a=1", "headers": ["MS-Token"]},
    ],
)
def test_a_next_link_that_leads_astray_is_no_answer(link: dict[str, object]) -> None:
    script = PartnerScript(said(listed([CUSTOMER], next=link)))

    with pytest.raises(Unreachable):
        list(script.client().customers("main"))

    assert len(script.requests) == 1


def test_a_list_that_goes_round_in_circles_ends() -> None:
    script = PartnerScript(a_page(1, "/customers?offset=40"))

    with pytest.raises(Unreachable, match="does not end"):
        list(script.client().customers("main"))

    assert len(script.requests) == 2


def test_no_list_of_customers_is_no_customer_missing() -> None:
    with pytest.raises(Unreachable, match="no list"):
        list(PartnerScript(refusal(404, "404")).client().customers("main"))
