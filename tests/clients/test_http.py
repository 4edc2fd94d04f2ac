"""The one way out by HTTP: what it repeats, what it takes, what it never says."""

from __future__ import annotations

import logging
import time
from decimal import Decimal

import httpx
import pytest
import stamina

from clients.http import Call, HttpClient, NoAnswer, NotSent, Reply, Timeouts, TooMuchAsked
from core.domain.secret import Secret
from core.ports.boundary import CallInsideTransaction, transaction_open
from core.ports.outside import Unreachable
from tests.clients.scripted import BASE, Script, Step, addresses, said

ASKED = Call("GET", f"{BASE}/v1/customers", token=Secret("abc-token"), correlation_id="c-1")


def client(script: Script, base: str = BASE, *found: str) -> HttpClient:
    return HttpClient(base, transport=script.transport, resolve=addresses(*found))


# What it repeats


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("cut short"),
        said({}, 429),
        said({}, 500),
        said({}, 503),
    ],
)
def test_a_question_is_asked_three_times(failure: Step) -> None:
    recovers, stays_down = Script(failure, failure, said({"a": 1})), Script(failure)

    assert client(recovers).ask(ASKED).json() == {"a": 1}
    with pytest.raises(Unreachable):
        client(stays_down).ask(ASKED)
    assert len(stays_down.requests) == len(recovers.requests) == 3


@pytest.mark.parametrize("status", [200, 204, 302, 400, 401, 403, 404, 409, 412])
def test_a_definite_answer_is_taken_at_once(status: int) -> None:
    script = Script(said({}, status))

    assert client(script).ask(ASKED).status == status
    assert len(script.requests) == 1


@pytest.mark.parametrize("failure", [httpx.ReadTimeout("slow"), httpx.ConnectError("refused")])
def test_a_change_is_sent_once(failure: Exception) -> None:
    script = Script(failure, said({}))

    with pytest.raises((NoAnswer, NotSent)):
        client(script).once(Call("PATCH", f"{BASE}/x", body=b"{}"))

    assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("x"), NotSent),
        (httpx.ConnectTimeout("x"), NotSent),
        (httpx.PoolTimeout("x"), NotSent),
        (httpx.ReadTimeout("x"), NoAnswer),
        (httpx.WriteTimeout("x"), NoAnswer),
        (httpx.WriteError("x"), NoAnswer),
        (httpx.ReadError("x"), NoAnswer),
        (httpx.CloseError("x"), NoAnswer),
        (httpx.RemoteProtocolError("x"), NoAnswer),
        (httpx.DecodingError("x"), NoAnswer),
    ],
)
def test_what_never_left_is_told_from_what_may_have_arrived(
    error: Exception, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        client(Script(error)).once(ASKED)


def test_a_short_wait_that_was_asked_for_is_obeyed() -> None:
    script = Script(said({}, 429, Retry_After="1"), said({}))
    stamina.set_testing(False)
    started = time.monotonic()

    client(script).ask(ASKED)

    assert time.monotonic() - started >= 1.0


def test_a_long_wait_is_handed_to_whoever_asked() -> None:
    script = Script(said({}, 429, Retry_After="57"))

    with pytest.raises(Unreachable) as raised:
        client(script).ask(ASKED)

    assert raised.value.retry_after == 57.0
    assert len(script.requests) == 1


@pytest.mark.parametrize("text", ["", "soon", "-3", "1e9", "99999999999", "Wed, 21 Oct 2026"])
def test_a_wait_that_cannot_be_read_is_none(text: str) -> None:
    assert Reply(429, httpx.Headers({"Retry-After": text}), b"").retry_after() == 0.0


# What it takes


def test_an_answer_of_more_than_five_mebibytes_is_dropped() -> None:
    whole = httpx.Response(200, content=b"x" * (5 * 1024 * 1024))
    larger = httpx.Response(200, content=b"x" * (5 * 1024 * 1024 + 1))

    assert len(client(Script(whole)).once(ASKED).body) == 5 * 1024 * 1024
    with pytest.raises(NoAnswer, match="larger"):
        client(Script(larger)).once(ASKED)


def test_an_answer_that_drips_is_dropped() -> None:
    script = Script(said({"a": 1}))
    made = HttpClient(BASE, timeouts=Timeouts(whole=-1.0), transport=script.transport)

    with pytest.raises(NoAnswer, match="did not end"):
        made.once(ASKED)


@pytest.mark.parametrize(
    ("failure", "too_much"),
    [
        (said({}, 408), True),
        (said({}, 504), True),
        (httpx.ReadTimeout("slow"), True),
        (httpx.Response(200, content=b"x" * (5 * 1024 * 1024 + 1)), True),
        (said({}, 500), False),
        (said({}, 429), False),
        (httpx.ConnectTimeout("nobody"), False),
    ],
    ids=["408", "504", "slow", "large", "500", "429", "nobody"],
)
def test_whoever_asked_for_too_much_at_once_is_told(failure: Step, too_much: bool) -> None:
    with pytest.raises(Unreachable) as raised:
        client(Script(failure)).ask(ASKED)
    assert isinstance(raised.value, TooMuchAsked) is too_much


def test_amounts_keep_their_digits() -> None:
    reply = Reply(200, httpx.Headers(), b'{"a": [999999999999.99, 0.10, 7]}')
    assert reply.json(number=Decimal) == {"a": [Decimal("999999999999.99"), Decimal("0.10"), 7]}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000])
def test_what_is_no_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):
        Reply(200, httpx.Headers(), body).json()


def test_text_that_no_database_keeps_is_marked() -> None:
    reply = Reply(200, httpx.Headers(), b'{"a\\u0000": ["\\ud800b", 1]}')
    assert reply.json() == {"a\ufffd": ["\ufffdb", 1]}


def test_a_byte_order_mark_is_no_part_of_the_answer() -> None:
    assert Reply(200, httpx.Headers(), b'\xef\xbb\xbf{"a": 1}').json() == {"a": 1}


# What it never does, and never says


def test_nothing_is_called_while_a_transaction_is_open() -> None:
    script = Script(said({}))

    with transaction_open(), pytest.raises(CallInsideTransaction):
        client(script).once(ASKED)
    with transaction_open(), pytest.raises(CallInsideTransaction):
        client(script).ask(ASKED)

    assert script.requests == []


@pytest.mark.parametrize("step", [said({"secret": "body-text"}), httpx.ReadTimeout("slow")])
def test_the_log_knows_the_call_but_no_token_and_no_body(
    step: Step, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    call = Call("PATCH", f"{BASE}/x?q=1", {"A": "h-text"}, b"sent-text", Secret("abc-token"), "c-7")

    try:
        client(Script(step)).once(call)
    except NoAnswer as error:
        assert error.__suppress_context__

    assert "correlation=c-7" in caplog.text
    assert "path=/api/x" in caplog.text
    for hidden in ("abc-token", "body-text", "sent-text", "h-text"):
        assert hidden not in caplog.text + repr(call)


def test_a_secret_hides() -> None:
    secret = Secret("abc-token")

    assert "abc" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "abc-token"
    assert secret == Secret("abc-token") != Secret("other")
    assert not Secret("")
    with pytest.raises(TypeError):
        secret.__reduce__()
