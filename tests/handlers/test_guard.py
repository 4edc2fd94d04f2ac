"""What is sent by hand, byte for byte, to the address that Slack knows, and is turned away."""

from __future__ import annotations

import hashlib
import hmac
import socket
import time
from collections.abc import Iterator

import pytest

from tests.handlers.a_bot import World, a_world
from tests.sandbox.slack_desk import SECRET

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
GOOD = b"command=%2Fstanding&team_id=T1&user_id=U1&text=contoso&channel_id=C0CASES"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def now(offset: int = 0) -> str:
    return str(int(time.time()) + offset)


def sign(body: bytes, stamp: str, secret: str = SECRET) -> str:
    signed = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def send(
    world: World,
    body: bytes = GOOD,
    *,
    method: str = "POST",
    kind: str = FORM,
    stamp: str | None = None,
    signature: str | None = None,
) -> tuple[int, str]:
    """One request over a bare socket: no client tidies it up."""
    stamp = now() if stamp is None else stamp
    signature = sign(body, stamp) if signature is None else signature
    head = (
        f"{method} /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {signature}\r\n\r\n"
    )
    host, _, port = world.server.url.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(head.encode("latin-1") + body)
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    return int(answer.split()[1]), answer.partition("\r\n\r\n")[2]


def test_a_signed_request_is_answered(world: World) -> None:
    status, text = send(world)
    assert status == 200 and "You typed contoso" in text


@pytest.mark.parametrize(("offset", "status"), [(-290, 200), (-310, 401), (290, 200), (310, 401)])
def test_a_timestamp_holds_for_five_minutes(world: World, offset: int, status: int) -> None:
    found, text = send(world, stamp=now(offset))
    assert (found, text == "too old\n") == (status, status == 401)


@pytest.mark.parametrize(
    "stamp",
    ["", "abc", "-1", "1e9", "17000000000", "9" * 400, "\xb2" * 10],
)
def test_a_timestamp_is_ten_digits(world: World, stamp: str) -> None:
    assert send(world, stamp=stamp, signature="v0=" + "0" * 64)[0] == 401


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v0=",
        "v0=" + "0" * 64,
        "v0=" + "0" * 63,
        "v1=" + "0" * 64,
        "v0=" + "G" * 64,
        "v0=" + "\xe9" * 64,
        sign(GOOD, now(), "f" * 32),
        sign(GOOD, now(), ""),
        sign(GOOD + b" ", now()),
        sign(GOOD, now(-60)),
    ],
    ids=range(11),
)
def test_a_wrong_signature_is_turned_away(world: World, signature: str) -> None:
    assert send(world, stamp=now(), signature=signature) == (401, "not signed by Slack\n")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"payload=%7B", FORM, 400),
        (b"payload=[]", FORM, 400),
        (b"payload=" + b"%5B" * 100_000, FORM, 400),
        (b"text=%FF", FORM, 400),
        (b"\xff", FORM, 400),
        (b"text=a&text=b", FORM, 400),
        (b"&".join(b"a%d=1" % n for n in range(200)), FORM, 400),
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b"\xff\xfe", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b"1" * 10_000, JSON, 400),
        (GOOD, "text/plain", 415),
        (GOOD, "", 415),
        (GOOD, "multipart/form-data; boundary=x", 415),
        (b"x" * (1024 * 1024 + 1), FORM, 413),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_turned_away_even_with_a_signature(
    world: World, body: bytes, kind: str, status: int
) -> None:
    answered, text = send(world, body, kind=kind)
    assert answered == status
    assert "Traceback" not in text and len(text) < 300


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_post_is_answered(world: World, method: str) -> None:
    assert send(world, method=method) == (400, "only POST is answered here\n")


def test_a_check_of_the_certificate_needs_a_signature_too(world: World) -> None:
    assert send(world, b"ssl_check=1&token=x", signature="v0=" + "0" * 64)[0] == 401


def test_slack_may_make_sure_of_our_address(world: World) -> None:
    body = b'{"type": "url_verification", "challenge": "abc"}'
    status, text = send(world, body, kind=JSON)
    assert status == 200 and "abc" in text
