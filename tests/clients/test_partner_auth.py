"""Tokens: fetched once, renewed in time, dropped when they are refused."""

from __future__ import annotations

import httpx
import pytest

from clients.partner_center import PartnerCenterClient
from core.ports.outside import Outcome, Unreachable
from tests.clients.scripted import (
    BASE,
    IDS,
    KEY,
    LOGIN,
    RESOURCE,
    SUBSCRIPTION,
    PartnerScript,
    Script,
    Step,
    account,
    addresses,
    read_then,
    refusal,
    said,
)


def test_one_token_serves_many_calls() -> None:
    script, client, _ = read_then(said(RESOURCE))

    client.read(KEY, SUBSCRIPTION)

    assert len(script.sign_ins) == 1
    assert dict(httpx.QueryParams(script.sign_ins[0].content.decode())) == {
        "grant_type": "client_credentials",
        "client_id": "client",
        "client_secret": "very-secret",
        "resource": BASE,
    }


def test_a_token_that_ends_at_once_is_not_kept() -> None:
    script = PartnerScript(said(RESOURCE))
    script.expires_in = "0"
    client = script.client()

    client.read(KEY, SUBSCRIPTION)
    client.read(KEY, SUBSCRIPTION)

    assert len(script.sign_ins) == 2


def test_a_read_is_repeated_once_with_a_new_token() -> None:
    script = PartnerScript(refusal(401, "400"), said(RESOURCE))

    script.client().read(KEY, SUBSCRIPTION)

    tokens = [request.headers["Authorization"] for request in script.requests]
    assert tokens == ["Bearer token-1", "Bearer token-2"]


def test_a_read_is_not_repeated_a_second_time() -> None:
    script = PartnerScript(refusal(401, "900420"))

    with pytest.raises(Unreachable, match="900420"):
        script.client().read(KEY, SUBSCRIPTION)

    assert len(script.requests) == len(script.sign_ins) == 2


def test_a_change_with_an_old_token_waits_for_the_next_attempt() -> None:
    script, client, read = read_then(refusal(401, "400"), said(RESOURCE))

    assert client.change(read, {}, **IDS).outcome is Outcome.LATER
    assert client.change(read, {}, **IDS).outcome is Outcome.DONE
    assert script.requests[-1].headers["Authorization"] == "Bearer token-2"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (
            said({"error": "invalid_client", "error_description": "Bad. Trace ID: 1\r\n"}, 401),
            "invalid_client: Bad.$",
        ),
        (httpx.Response(200, content=b"<html>"), "without a token"),
        (said({"access_token": "", "expires_in": "3600"}), "without a token"),
        (said({"access_token": "x", "expires_in": "soon"}), "without a token"),
        (said({"access_token": "x", "expires_in": "3600"}, 400), "without a token"),
        (httpx.ConnectError("refused"), "refused"),
    ],
)
def test_without_a_token_nothing_is_sent(answer: Step, why: str) -> None:
    script = Script(answer)
    client = PartnerCenterClient(
        [account()], transport=script.transport, resolve=addresses("127.0.0.1")
    )
    _, _, read = read_then(said(RESOURCE))

    with pytest.raises(Unreachable, match=why):
        client.read(KEY, SUBSCRIPTION)
    later = client.change(read, {}, **IDS)

    assert later.outcome is Outcome.LATER
    assert {str(request.url) for request in script.requests} == {LOGIN}
