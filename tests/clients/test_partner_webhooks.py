"""Deliveries of Partner Center: Microsoft's are read, and nobody else's."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from clients.partner_webhooks import LARGEST, Deliveries, Turned
from clients.webhook_certificates import FETCHES, FRESH, Certificates, Roots
from core.domain.hints import Notice
from tests.clients.a_key import NOW
from tests.clients.a_signer import (
    BETWEEN,
    HOST,
    LEAF,
    ROOT,
    URL,
    Host,
    Sent,
    Wish,
    certificate,
    chain,
    pem,
    root,
    said,
    sent,
)
from tests.clients.scripted import addresses


class Desk:
    """What judges deliveries, with a clock that a test moves."""

    def __init__(self, roots: bytes = b"", fresh: float = FRESH) -> None:
        self.host, self.now = Host(), NOW
        self.host.serve(chain())
        self.certificates = Certificates(
            [HOST],
            Roots(roots or root()),
            clock=lambda: self.now,
            transport=self.host.transport,
            resolve=addresses("93.184.216.34"),
            fresh=fresh,
        )
        self._deliveries = Deliveries(self.certificates, lambda: self.now)

    def read(self, sent: Sent, body: bytes | None = None, **headers: str) -> Notice:
        return self._deliveries.read("main", sent.headers | headers, body or sent.body)

    def turned(self, sent: Sent, body: bytes | None = None, **headers: str) -> int:
        with pytest.raises(Turned) as turned:
            self.read(sent, body, **headers)
        return turned.value.status


RESOURCE = str(said()["ResourceUri"])
CHANGED = datetime(2026, 10, 12, 7, 59, 6, 352027, UTC)


@pytest.mark.parametrize("header", ["x-ms-signature", "Authorization"])
@pytest.mark.parametrize("algorithm", ["rsa-sha256", "RSA-SHA512"])
def test_what_microsoft_signed_is_read(header: str, algorithm: str) -> None:
    found = Desk().read(sent().but(header=header, algorithm=algorithm))
    assert found == Notice("main", "subscription-updated", RESOURCE, CHANGED)


def test_other_letters_and_a_byte_order_mark_make_no_difference() -> None:
    small = {name[:1].lower() + name[1:]: value for name, value in said().items()}
    body = b"\xef\xbb\xbf" + json.dumps(small).encode()
    assert Desk().read(Sent(body)).event == "subscription-updated"


def test_a_proxys_own_authorization_does_not_hide_the_signature() -> None:
    assert Desk().read(sent(), Authorization="Basic dXNlcjpwYXNz").resource == RESOURCE


EXPIRED = Wish("leaf", starts=NOW - timedelta(days=60), ends=NOW - timedelta(days=1))
NOT_YET = Wish("leaf", starts=NOW + timedelta(days=1), ends=NOW + timedelta(days=60))
FOREIGN_ROOT = Wish("foreign", "Trusted Authority", authority=True)
LAPSED = Wish("between", "Trusted Authority", authority=True, starts=EXPIRED.starts,
              ends=EXPIRED.ends)  # fmt: skip
NO_AUTHORITY = Wish("between", "Trusted Authority")
FILES: dict[str, Callable[[], bytes]] = {
    "expired leaf": lambda: chain(EXPIRED),
    "leaf of the future": lambda: chain(NOT_YET),
    "another organisation": lambda: chain(Wish("leaf", "Microsoft Corporation Ltd")),
    "signed by itself": lambda: pem(certificate(LEAF, LEAF)),
    "another root": lambda: pem(certificate(LEAF, FOREIGN_ROOT),
                                certificate(FOREIGN_ROOT, FOREIGN_ROOT)),
    "nothing between": lambda: pem(certificate(LEAF, BETWEEN)),
    "expired between": lambda: pem(certificate(LEAF, LAPSED), certificate(LAPSED, ROOT)),
    "no authority between": lambda: pem(certificate(LEAF, NO_AUTHORITY),
                                        certificate(NO_AUTHORITY, ROOT)),
    "an authority itself": lambda: pem(certificate(Wish("leaf", authority=True), ROOT)),
    "another key": lambda: chain(Wish("other")),
    "no certificate": lambda: b"<html>certificate</html>",
    "too large": lambda: chain() + b"\n" * 70_000,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_certificate_that_is_not_microsofts_signs_nothing(name: str) -> None:
    desk = Desk()
    desk.host.serve(FILES[name]())
    assert desk.turned(sent()) == 401


def test_the_one_between_may_come_from_our_own_bundle_and_a_file_may_be_der() -> None:
    desk = Desk(root() + pem(certificate(BETWEEN, ROOT)))
    desk.host.serve(certificate(LEAF, BETWEEN).public_bytes(Encoding.DER))
    assert desk.read(sent()).resource == RESOURCE


def test_one_between_is_no_root() -> None:
    with pytest.raises(ValueError, match="no certificate of it is a root"):
        Roots(pem(certificate(BETWEEN, ROOT)))


ADDRESSES = {
    "another host": "https://evil.example/dispatch/pcnotifications.cer",
    "a host that ends alike": f"https://evil-{HOST}/a.cer",
    "a host below": f"https://{HOST}.evil.example/a.cer",
    "http": f"http://{HOST}/dispatch/pcnotifications.cer",
    "another port": f"https://{HOST}:8443/dispatch/pcnotifications.cer",
    "a name before it": f"https://evil.example@{HOST}/a.cer",
    "a name behind it": f"https://{HOST}@evil.example/a.cer",
    "a question": f"{URL}?evil.example",
    "a fragment": f"{URL}#evil",
    "encoded": f"https://{HOST}/%2e%2e/a.cer",
    "a file": "file:///etc/passwd",
    "this machine": "http://127.0.0.1:6379/a",
    "none": "",
    "endless": f"https://{HOST}/" + "a" * 5000,
}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_nothing_is_fetched_from_an_address_that_is_not_allowed(name: str) -> None:
    desk = Desk()
    assert desk.turned(sent().but(url=ADDRESSES[name])) == 401
    assert desk.host.asked == []


def test_a_certificate_that_was_moved_is_not_followed() -> None:
    desk = Desk()
    elsewhere = f"https://{HOST}/other.cer"
    desk.host.serve(chain(), elsewhere)
    desk.host.files[URL] = httpx.Response(302, headers={"Location": elsewhere})
    assert desk.turned(sent()) == 401
    assert desk.host.asked == [URL]


def test_an_allowed_name_that_points_inside_is_not_called() -> None:
    host = Host()
    inside = Certificates([HOST], Roots(root()), clock=lambda: NOW, transport=host.transport,
                          resolve=addresses("10.0.0.7"))  # fmt: skip
    with pytest.raises(Turned):
        Deliveries(inside, lambda: NOW).read("main", sent().headers, sent().body)
    assert host.asked == []


DEEP = b'{"EventName":' + b"[" * 100_000
BODIES = {
    "no JSON": b"EventName=subscription-updated",
    "no object": b'["subscription-updated"]',
    "not UTF-8": b'{"EventName": "\xff\xfe"}',
    "nested without end": DEEP,
    "no event": sent(EventName=None).body,
    "an endless event": sent(EventName="a" * 101).body,
    "an event of two lines": sent(EventName="a\nb").body,
    "an endless resource": sent(ResourceUri="/v1/" + "a" * 2000).body,
    "a resource of two lines": sent(ResourceUri="/v1/\ncustomers").body,
    "no time": sent(ResourceChangeUtcDate=None).body,
    "no such time": sent(ResourceChangeUtcDate="yesterday").body,
    "old": sent(ResourceChangeUtcDate="2026-10-09T07:59:59Z").body,
    "from the future": sent(ResourceChangeUtcDate="2026-10-12T08:05:01Z").body,
    "too large": sent(ResourceName="a" * LARGEST).body,
}


@pytest.mark.parametrize("name", sorted(BODIES))
def test_what_microsoft_signed_must_still_be_a_hint_of_today(name: str) -> None:
    assert Desk().turned(Sent(BODIES[name])) == 400


@pytest.mark.parametrize("when", ["2026-10-09T08:00:01Z", "2026-10-12T08:04:59"])
def test_an_event_may_be_late_and_a_clock_a_little_wrong(when: str) -> None:
    assert Desk().read(sent(ResourceChangeUtcDate=when)).event == "subscription-updated"


HEADERS = {
    "another method": {"X-MS-Signature-Algorithm": "none"},
    "a weak method that names no hash": {"X-MS-Signature-Algorithm": "rsa-md5"},
    "no method": {"X-MS-Signature-Algorithm": ""},
    "no signature": {"x-ms-signature": ""},
    "a token": {"x-ms-signature": "Bearer eyJ"},
    "a short signature": {"x-ms-signature": "Signature AAAA"},
    "an endless signature": {"x-ms-signature": "Signature " + "A" * 9000},
    "no base64": {"x-ms-signature": "Signature " + "-" * 344},
    "a signature of nothing": {
        "x-ms-signature": "Signature " + base64.b64encode(b"\0" * 256).decode()
    },
    "two signatures": {"Authorization": "Signature " + base64.b64encode(b"\1" * 256).decode()},
}


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_every_header_has_to_be_right(name: str) -> None:
    assert Desk().turned(sent(), None, **HEADERS[name]) == 401


def test_sha1_is_not_taken() -> None:
    assert Desk().turned(sent().but(algorithm="rsa-sha1")) == 401


def test_not_one_byte_may_be_another() -> None:
    delivery = sent()
    assert Desk().turned(delivery, delivery.body + b" ") == 401
    assert Desk().turned(delivery, delivery.body.replace(b"T07:59", b"T07:58")) == 401


def test_a_certificate_is_fetched_once_and_again_when_it_has_ended() -> None:
    desk = Desk()
    desk.read(sent())
    desk.read(sent(EventName="invoice-ready"))
    assert desk.host.asked == [URL]
    desk.now = LEAF.ends + timedelta(minutes=1)
    later = sent(ResourceChangeUtcDate=desk.now.isoformat())
    assert desk.turned(later) == 401
    assert desk.host.asked == [URL, URL]


def test_a_new_certificate_at_the_old_address_is_found() -> None:
    desk = Desk(fresh=0.0)
    desk.read(sent())
    desk.host.serve(chain(Wish("next")))
    assert desk.read(sent().but(key="next")).resource == RESOURCE
    assert desk.turned(sent()) == 401, "the old one is gone"


def test_one_that_was_fetched_a_moment_ago_is_not_fetched_again_for_a_wrong_signature() -> None:
    desk = Desk()
    assert desk.turned(sent().but(key="other")) == 401
    assert desk.turned(sent().but(key="other")) == 401
    assert desk.host.asked == [URL]


def test_whoever_asks_for_ever_more_certificates_makes_us_fetch_a_few() -> None:
    desk = Desk()
    for number in range(3 * FETCHES):
        desk.turned(sent().but(url=f"https://{HOST}/{number}.cer"))
    assert len(desk.host.asked) == FETCHES


def test_the_log_says_why_without_a_word_of_the_body(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    desk = Desk()
    for _ in range(100):
        desk.turned(sent(ResourceName="canary").but(key="other"))
    lines = [one.getMessage() for one in caplog.records if "turned away" in one.getMessage()]
    assert lines[0].endswith("why=the signature does not belong to these bytes")
    assert len(lines) == 30
    assert "canary" not in caplog.text
