"""What becomes of a change, by every answer that there may be."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest

from clients.partner_errors import one_line
from core.domain.customers import CustomerKey
from core.ports.outside import Answer, Outcome
from tests.clients.scripted import (
    BASE,
    IDS,
    RESOURCE,
    SUBSCRIPTION,
    TENANT,
    Step,
    read_then,
    refusal,
    said,
)


def changed(step: Step) -> Answer:
    _, client, read = read_then(step)
    return client.change(read, {"status": "suspended"}, **IDS)


@pytest.mark.parametrize(
    ("step", "outcome", "code", "retry_after"),
    [
        (said(RESOURCE), Outcome.DONE, "", 0),
        (said(RESOURCE, bom="\ufeff"), Outcome.DONE, "", 0),
        (httpx.Response(202), Outcome.DONE, "", 0),
        (httpx.Response(204), Outcome.DONE, "", 0),
        (httpx.Response(200), Outcome.UNKNOWN, "200", 0),
        (httpx.Response(200, content=b'{"id": "aaa'), Outcome.UNKNOWN, "200", 0),
        (httpx.Response(200, content=b"[]"), Outcome.UNKNOWN, "200", 0),
        (httpx.Response(202, content=b"<html>"), Outcome.UNKNOWN, "202", 0),
        (httpx.Response(302), Outcome.UNKNOWN, "302", 0),
        (refusal(400, "2055"), Outcome.STALE, "2055", 0),
        (refusal(412, "412"), Outcome.STALE, "412", 0),
        (httpx.Response(412), Outcome.STALE, "412", 0),
        (refusal(401, "400"), Outcome.LATER, "400", 0),
        (
            said({"statusCode": 429, "message": "Try again"}, 429, Retry_After="57"),
            Outcome.LATER,
            "429",
            57,
        ),
        (httpx.Response(429), Outcome.LATER, "429", 0),
        (refusal(400, "800096"), Outcome.REFUSED, "800096", 0),
        (refusal(400, "2011"), Outcome.REFUSED, "2011", 0),
        (refusal(409, "27009"), Outcome.REFUSED, "27009", 0),
        (refusal(403, "900115"), Outcome.REFUSED, "900115", 0),
        (refusal(404, "20003"), Outcome.REFUSED, "20003", 0),
        (said({"Code": 2011, "Description": "No."}, 400), Outcome.REFUSED, "2011", 0),
        (refusal(408, "408"), Outcome.UNKNOWN, "408", 0),
        (httpx.Response(400, content=b"<html>"), Outcome.UNKNOWN, "400", 0),
        (httpx.Response(403, content=b"[1]"), Outcome.UNKNOWN, "403", 0),
        (refusal(500, "500"), Outcome.UNKNOWN, "500", 0),
        (refusal(503, "503", Retry_After="9"), Outcome.UNKNOWN, "503", 9),
        (httpx.ReadTimeout("slow"), Outcome.UNKNOWN, "", 0),
        (httpx.WriteTimeout("slow"), Outcome.UNKNOWN, "", 0),
        (httpx.ReadError("reset"), Outcome.UNKNOWN, "", 0),
        (httpx.RemoteProtocolError("cut short"), Outcome.UNKNOWN, "", 0),
        (httpx.ConnectError("refused"), Outcome.LATER, "", 0),
        (httpx.ConnectTimeout("slow"), Outcome.LATER, "", 0),
        (httpx.PoolTimeout("busy"), Outcome.LATER, "", 0),
    ],
)
def test_the_outcome_of_a_change(
    step: Step, outcome: Outcome, code: str, retry_after: float
) -> None:
    answer = changed(step)

    assert (answer.outcome, answer.code, answer.retry_after) == (outcome, code, retry_after)


@pytest.mark.parametrize(
    "step", [refusal(500, "500"), httpx.ReadTimeout("x"), refusal(429, "429"), refusal(401, "400")]
)
def test_a_change_is_sent_once_whatever_happens(step: Step) -> None:
    script, client, read = read_then(step)

    client.change(read, {"status": "suspended"}, **IDS)

    assert [request.method for request in script.requests] == ["GET", "PATCH"]


def test_a_change_sends_the_whole_resource_back() -> None:
    script, client, read = read_then(said(RESOURCE))

    client.change(read, {"status": "suspended"}, **IDS)

    patch = script.requests[-1]
    assert patch.url == f"{BASE}/v1/customers/{TENANT}/subscriptions/{SUBSCRIPTION}"
    assert patch.headers["If-Match"] == '"eyJ2IjoxfQ=="'
    assert patch.headers["MS-RequestId"] == IDS["request_id"]
    assert patch.headers["MS-CorrelationId"] == IDS["correlation_id"]
    assert patch.headers["Authorization"] == "Bearer token-1"
    assert json.loads(patch.content) == {
        "id": SUBSCRIPTION,
        "offerId": "CFQ7TTC0LCHC:0002:CFQ7TTC0L26W",
        "status": "suspended",
        "quantity": 45,
        "autoRenewEnabled": True,
        "somethingNew": {"inner": [1, {"deep": None}]},
        "attributes": {"etag": "eyJ2IjoxfQ==", "objectType": "Subscription"},
    }


def test_a_change_without_an_etag_or_with_a_foreign_id_is_not_sent() -> None:
    script, client, read = read_then(said(RESOURCE))
    without = replace(read, subscription=replace(read.subscription, etag=""))
    foreign = replace(read, subscription=replace(read.subscription, subscription_id="../x"))

    for bad in (without, foreign):
        assert client.change(bad, {}, **IDS).outcome is Outcome.REFUSED

    assert len(script.requests) == 1


@pytest.mark.parametrize("name", ["request_id", "correlation_id"])
def test_an_id_of_ours_that_is_no_guid_is_a_mistake(name: str) -> None:
    _, client, read = read_then(said(RESOURCE))

    with pytest.raises(ValueError, match="not a GUID"):
        client.change(read, {}, **(IDS | {name: "x\r\ny"}))


def test_a_change_for_an_account_that_is_gone_waits() -> None:
    script, client, read = read_then(said(RESOURCE))
    key = CustomerKey("gone", TENANT)
    moved = replace(read, subscription=replace(read.subscription, customer=key))

    assert client.change(moved, {}, **IDS).outcome is Outcome.LATER
    assert len(script.requests) == 1


def test_foreign_words_come_on_one_short_line() -> None:
    answer = changed(refusal(400, "899999", "No\r\n\x1b[31m way,\u202e <!channel>\u200b " * 50))

    assert answer.detail.startswith("No [31m way, <!channel> No")
    assert answer.detail.isprintable() and len(answer.detail) == 300


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), (" a \t b\u2028c ", "a b c"), ("x" * 300, "x" * 300), ("x" * 301, "x" * 299 + "…")],
)
def test_one_line(text: str, expected: str) -> None:
    assert one_line(text) == expected
