"""Bad requests: what is wrong before a word of them is read."""

from __future__ import annotations

import time
from functools import partial

from tests.prove.bad.case import Bad, Elsewhere
from tests.prove.bad.stage import JSON, Answer, Stage

GOOD = b"command=%2Fstanding&team_id=T0PARTNER&user_id=U0KANG&text=contoso&channel_id=C0GENERAL"
NO_ONE = "not signed by Slack"
HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
SIGNED_BY_MICROSOFT = "tests/clients/test_partner_webhooks.py::"


def _ago(seconds: int) -> str:
    return str(int(time.time()) - seconds)


def _send(stage: Stage, body: bytes = GOOD, **more: str | None) -> Answer:
    return stage.request(body, **more)  # type: ignore[arg-type]


def _old(seconds: int, stage: Stage) -> Answer:
    return stage.request(GOOD, stamp=_ago(seconds))


def _of_another(stage: Stage) -> Answer:
    stamp = _ago(0)
    return stage.request(GOOD, stamp=stamp, signature=stage.sign(GOOD + b"&a=b", stamp))


def _of_another_time(stage: Stage) -> Answer:
    return stage.request(GOOD, stamp=_ago(0), signature=stage.sign(GOOD, _ago(60)))


def _twice(stage: Stage) -> Answer:
    """The header that Slack signed comes a second time, with another value."""
    stamp = _ago(0)
    return stage.request(
        GOOD, stamp=stamp, X_Slack_Request_Timestamp=f"{stamp}\r\nX-Slack-Request-Timestamp: 1"
    )


def _chunked(stage: Stage) -> Answer:
    return stage.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n0\r\n\r\n")


def _both_lengths(stage: Stage) -> Answer:
    return stage.raw(HEAD + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nhello")


def _no_http(stage: Stage) -> Answer:
    return stage.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")


def _endless_head(stage: Stage) -> Answer:
    return stage.raw(HEAD + b"X-Long: " + b"a" * 262_144)


def _ten_megabytes(stage: Stage) -> Answer:
    return stage.raw(HEAD + b"Content-Length: 10000000\r\n\r\n", ends=False)


def _get(path: str, stage: Stage) -> Answer:
    return stage.request(b"", method="GET", path=path)


def _method(method: str, stage: Stage) -> Answer:
    return stage.request(GOOD, method=method)


def _hint(stage: Stage, path: str = "/webhooks/partner-center/main", **more: str | None) -> Answer:
    return stage.request(b'{"EventName": "subscription-updated"}', path=path,
        **more)  # type: ignore[arg-type]


TRANSPORT = (
    Bad("no timestamp", "a request without a timestamp", NO_ONE,
        lambda s: _send(s, X_Slack_Request_Timestamp=None), 401),
    Bad("old timestamp", "one signed 310 seconds ago", "too old", partial(_old, 310), 401),
    Bad("future timestamp", "one signed for 310 seconds from now", "too old", partial(_old, -310),
        401),
    Bad("timestamp in words", "`soon` for a timestamp", NO_ONE,
        lambda s: s.request(GOOD, stamp="soon", signature="v0=" + "0" * 64), 401),
    Bad("timestamp of milliseconds", "thirteen digits", NO_ONE,
        lambda s: s.request(GOOD, stamp=f"{_ago(0)}000"), 401),
    Bad("no signature", "a request without a signature", NO_ONE,
        lambda s: _send(s, X_Slack_Signature=None), 401),
    Bad("empty signature", "`v0=` and nothing behind it", NO_ONE,
        lambda s: s.request(GOOD, signature="v0="), 401),
    Bad("wrong signature", "64 zeros", NO_ONE,
        lambda s: s.request(GOOD, signature="v0=" + "0" * 64), 401),
    Bad("other version of the signature", "`v1=` before a right one", NO_ONE,
        lambda s: s.request(GOOD, signature=s.sign(GOOD, _ago(0)).replace("v0", "v1")), 401),
    Bad("signature in capitals", "a right one in upper case", NO_ONE,
        lambda s: s.request(GOOD, signature=s.sign(GOOD, _ago(0)).upper()), 401),
    Bad("signature of another body", "one made for a field more", NO_ONE, _of_another, 401),
    Bad("signature of another moment", "one made a minute before", NO_ONE, _of_another_time, 401),
    Bad("timestamp twice", "two timestamps, of which one was signed", NO_ONE, _twice, 401),
    Bad("no content type", "a body of no kind", "neither a form nor JSON",
        lambda s: _send(s, Content_Type=None), 415),
    Bad("text", "text/plain", "neither a form nor JSON",
        lambda s: _send(s, Content_Type="text/plain"), 415),
    Bad("multipart", "a form in parts", "neither a form nor JSON",
        lambda s: _send(s, Content_Type="multipart/form-data; boundary=x"), 415),
    Bad("empty body", "nothing, rightly signed", "", lambda s: _send(s, b"")),
    Bad("body above 1 MiB", "a byte too many", "too large",
        lambda s: _send(s, b"x" * (1024 * 1024 + 1)), 413),
    Bad("body of 10 MB", "ten million bytes", "exceeds", _ten_megabytes, 413),
    Bad("not UTF-8", "0xFF in a form", "no form that can be read", lambda s: _send(s, b"text=%FF"),
        400),
    Bad("bytes that are no text", "0xFF where JSON belongs", "not UTF-8",
        lambda s: _send(s, b"\xff\xfe", Content_Type=JSON), 400),
    Bad("field twice", "`text` with two values", "a field comes twice",
        lambda s: _send(s, GOOD + b"&text=fabrikam"), 400),
    Bad("too many fields", "200 fields", "no form that can be read",
        lambda s: _send(s, b"&".join(b"a%d=1" % n for n in range(200))), 400),
    Bad("chunked nonsense", "a chunk of `zz` bytes", "Bad Request", _chunked, 400),
    Bad("two lengths", "Content-Length with two values", "Bad Request", _both_lengths, 400),
    Bad("no HTTP", "the beginning of TLS", "Bad Request", _no_http, 400),
    Bad("endless head", "a header of 256 kB", "exceeds", _endless_head, 431),
    Bad("GET", "a question instead of a message", "only POST", partial(_method, "GET"), 400),
    Bad("DELETE", "another method", "only POST", partial(_method, "DELETE"), 400),
    Bad("method of nobody", "FROBNICATE", "Method Not Allowed", partial(_method, "FROBNICATE"),
        405),
    Bad("path up the tree", "/../../etc/passwd", "Not Found", partial(_get, "/../../etc/passwd"),
        404),
    Bad("path in code", "/slack/%2e%2e/%2fetc", "Not Found", partial(_get, "/slack/%2e%2e/%2fetc"),
        404),
    Bad("path with a slash more", "/slack/events/", "Not Found", partial(_get, "/slack/events/"),
        404),
    Bad("webhook without a signature", "a hint that nobody signed", "no", _hint, 401),
    Bad("webhook for a stranger", "a hint for an account that is not ours", "no",
        lambda s: _hint(s, "/webhooks/partner-center/nobody"), 400),
    Bad("webhook with a certificate from elsewhere", "https://evil.example/x.cer", "no",
        lambda s: _hint(s, X_MS_Certificate_Url="https://evil.example/x.cer",
                        X_MS_Signature="Signature " + "A" * 344,
                        X_MS_Signature_Algorithm="rsa-sha256"), 401),
    Elsewhere("webhook of another certificate", "one that leads to no root of ours", "401",
              SIGNED_BY_MICROSOFT + "test_a_certificate_that_is_not_microsofts_signs_nothing"),
    Elsewhere("webhook from three days ago", "a delivery that was kept", "400: too old",
              SIGNED_BY_MICROSOFT + "test_what_microsoft_signed_must_still_be_a_hint_of_today"),
    Elsewhere("webhook changed on the way", "one byte another", "401",
              SIGNED_BY_MICROSOFT + "test_not_one_byte_may_be_another"),
    Elsewhere("webhook with SHA-1", "a method that is broken", "401",
              SIGNED_BY_MICROSOFT + "test_sha1_is_not_taken"),
)  # fmt: skip
