"""Which machine a call reaches: the configured host, at an address that was judged."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from clients.http import Call, HttpClient, NoAnswer, NotSent, Timeouts
from core.domain.secret import Secret
from tests.clients.scripted import BASE, Script, addresses, said

ASKED = Call("GET", f"{BASE}/v1/customers", token=Secret("abc-token"), correlation_id="c-1")


def client(script: Script, base: str = BASE, *found: str) -> HttpClient:
    return HttpClient(base, transport=script.transport, resolve=addresses(*found))


@pytest.mark.parametrize(
    ("base", "found", "why"),
    [
        ("http://api.example", ["93.184.216.34"], "another machine"),
        ("http://api.example", ["127.0.0.1", "93.184.216.34"], "another machine"),
        ("https://api.example", ["10.0.0.7"], "no public address"),
        ("https://api.example", ["93.184.216.34", "169.254.169.254"], "no public address"),
        ("https://api.example", ["93.184.216.34", "127.0.0.1"], "no public address"),
        ("https://api.example", ["::ffff:192.168.0.1"], "no public address"),
        ("https://api.example", ["0.0.0.0"], "no public address"),
        ("https://api.example", ["fe80::1"], "no public address"),
        ("https://api.example", ["224.0.0.1"], "no public address"),
        ("https://api.example", ["not an address"], "has no address"),
    ],
)
def test_an_address_that_is_not_fit_is_never_called(base: str, found: list[str], why: str) -> None:
    script = Script(said({}))

    with pytest.raises(NotSent, match=why):
        client(script, base, *found).once(Call("GET", f"{base}/x"))

    assert script.requests == []


@pytest.mark.parametrize("base", ["http://api.example", "https://api.example"])
def test_this_machine_may_be_called_either_way(base: str) -> None:
    script = Script(said({}))

    client(script, base, "127.0.0.1", "::1").once(Call("GET", f"{base}/x"))

    assert script.requests[0].url.host == "127.0.0.1"


def test_the_judged_address_is_called_by_the_name_of_the_host() -> None:
    script = Script(said({}))

    client(script, "https://api.example", "93.184.216.34").once(
        Call("GET", "https://api.example/x")
    )

    (request,) = script.requests
    assert request.url == "https://93.184.216.34/x"
    assert request.headers["Host"] == "api.example"
    assert request.extensions["sni_hostname"] == "api.example"


def test_the_next_address_is_tried_when_the_first_cannot_be_reached() -> None:
    script = Script(httpx.ConnectError("refused"), said({}))

    reply = client(script, "http://api.example", "::1", "127.0.0.1").once(
        Call("PATCH", "http://api.example/x", body=b"{}")
    )

    assert reply.status == 200
    assert [request.url.host for request in script.requests] == ["::1", "127.0.0.1"]


def test_an_unknown_name_is_not_sent() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    script = Script(said({}))
    with pytest.raises(NotSent, match="has no address"):
        HttpClient(BASE, transport=script.transport, resolve=nobody).once(ASKED)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:10/api", "https://127.0.0.1:9/api", "http://localhost:9/api"]
)
def test_only_the_configured_host_is_called(url: str) -> None:
    script = Script(said({}))

    with pytest.raises(NotSent, match="not the host that was configured"):
        client(script).once(Call("GET", url))

    assert script.requests == []


@pytest.mark.parametrize(
    "base", ["ftp://api.example", "api.example", "https://", "https://me:pw@api.example"]
)
def test_an_address_that_makes_no_sense_is_refused_at_once(base: str) -> None:
    with pytest.raises(ValueError, match="address"):
        HttpClient(base)


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    script = Script(httpx.Response(302, headers={"Location": "https://elsewhere.example"}))

    assert client(script).once(ASKED).status == 302
    assert len(script.requests) == 1


def test_a_proxy_of_the_environment_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with listening() as url:
        made = HttpClient(url, timeouts=Timeouts(read=0.2))
        # Whoever listens never answers: a proxy would have refused the connection.
        with pytest.raises(NoAnswer):
            made.once(Call("GET", url))
        made.close()


@contextmanager
def listening() -> Iterator[str]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
