"""Webhooks of Stripe's: what is signed by whom and when, and how little of them is believed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.stripe_hints import LARGEST, Hint, NotTaken, hint
from core.domain.secret import Secret
from sandbox.accounting.stripe import signature

SECRET, NEW_SECRET, OTHER = "whsec_Ex1", "whsec_Ex2", "whsec_ExOther"
SECRETS = [Secret(SECRET)]
AT = 1_791_792_000
NOW = datetime.fromtimestamp(AT, UTC)
EVENT = {
    "id": "evt_1", "object": "event", "type": "invoice.paid", "api_version": "2019-05-16",
    "data": {"object": {"id": "in_1", "object": "invoice", "amount_remaining": 0}},
}  # fmt: skip
BODY = json.dumps(EVENT).encode()
SIGNED = signature(BODY, SECRET, AT)


def v1(header: str) -> str:
    """The signature alone."""
    return next(part for part in header.split(",") if part.startswith("v1="))


def test_a_hint_is_what_happened_to_which_object() -> None:
    assert hint(BODY, SIGNED, secrets=SECRETS, now=NOW) == Hint("evt_1", "invoice.paid", "in_1")


def test_the_signature_is_the_documented_one() -> None:
    """Computed by another program: `openssl dgst -sha256 -hmac whsec_Ex1` of the moment, a full
    stop and the body."""
    right = "c08d78785f1df2db56f9da7eb66cc1da39c2e52a5fba381f02ddaa37a6bdaab8"
    body = b'{"id":"evt_1","type":"x"}'
    assert hint(body, f"t={AT},v1={right}", secrets=SECRETS, now=NOW) == Hint("evt_1", "x", "")


def test_a_thin_event_names_its_object() -> None:
    thin = {"id": "evt_2", "object": "v2.core.event", "type": "v1.invoice.paid",
            "related_object": {"id": "in_2", "type": "invoice"}}  # fmt: skip
    body = json.dumps(thin).encode()
    found = hint(body, signature(body, SECRET, AT), secrets=SECRETS, now=NOW)
    assert found == Hint("evt_2", "v1.invoice.paid", "in_2")


def test_an_event_about_nothing_is_a_hint_all_the_same() -> None:
    body = json.dumps({"id": "evt_3", "type": "invoice.upcoming"}).encode()
    found = hint(body, signature(body, SECRET, AT), secrets=SECRETS, now=NOW)
    assert found == Hint("evt_3", "invoice.upcoming", "")


@pytest.mark.parametrize(
    "secrets",
    [[NEW_SECRET, SECRET], [SECRET, NEW_SECRET], ["", SECRET]],
    ids=["new first", "old first", "one unset"],
)
def test_while_a_secret_is_rolled_either_will_do(secrets: list[str]) -> None:
    assert hint(BODY, SIGNED, secrets=[Secret(one) for one in secrets], now=NOW)


@pytest.mark.parametrize(
    "header",
    [
        f"t={AT},v1={'0' * 64},{v1(SIGNED)}",
        f"{v1(SIGNED)},t={AT}",
        f"t={AT}, {v1(SIGNED)}",
        f"t={AT},{v1(SIGNED)},v2=abc",
    ],
    ids=["several", "order", "blank", "new scheme"],
)
def test_one_right_signature_will_do(header: str) -> None:
    assert hint(BODY, header, secrets=SECRETS, now=NOW)


@pytest.mark.parametrize(
    "header",
    [
        "",
        v1(SIGNED),
        f"t={AT}",
        f"t={AT + 1},{v1(SIGNED)}",
        f"t={AT},t={AT},{v1(SIGNED)}",
        f"t=0{AT},{v1(SIGNED)}",
        f"t={AT}.0,{v1(SIGNED)}",
        f"t=,{v1(SIGNED)}",
        f"t={'9' * 13},{v1(SIGNED)}",
        f"t={AT},{v1(SIGNED).replace('v1', 'v0')}",
        f"t={AT},{v1(SIGNED)[:-1]}",
        f"t={AT},{v1(SIGNED).upper().replace('V1', 'v1')}",
        f"t={AT},v1=",
        f"t={AT},v1=\u00e9{v1(SIGNED)[4:]}",
        signature(BODY, OTHER, AT),
        signature(BODY + b" ", SECRET, AT),
        SIGNED + "," + "x" * 4096,
    ],
    ids=["none", "no moment", "no signature", "other moment", "two moments", "zero before",
         "fraction", "empty moment", "long moment", "downgrade", "short", "capitals", "empty",
         "accent", "other secret", "other bytes", "long"],
)  # fmt: skip
def test_what_is_not_signed_is_not_taken(header: str) -> None:
    with pytest.raises(NotTaken):
        hint(BODY, header, secrets=SECRETS, now=NOW)


@pytest.mark.parametrize("secrets", [[], [""]], ids=["none", "empty"])
def test_without_a_secret_nothing_is_taken(secrets: list[str]) -> None:
    header = signature(BODY, "", AT)
    with pytest.raises(NotTaken):
        hint(BODY, header, secrets=[Secret(one) for one in secrets], now=NOW)


@pytest.mark.parametrize(("off", "taken"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_a_signature_holds_for_five_minutes_either_way(off: int, taken: bool) -> None:
    header = signature(BODY, SECRET, AT + off)
    if taken:
        assert hint(BODY, header, secrets=SECRETS, now=NOW)
        return
    with pytest.raises(NotTaken, match="too long ago"):
        hint(BODY, header, secrets=SECRETS, now=NOW)


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"x"', b"{", b"\xff\xfe", b'{"id": "evt_1"}', b'{"type": "x"}',
     b'{"id": 1, "type": "x"}', b"[" * 100_000, b" " * (LARGEST + 1)],
    ids=["empty", "null", "array", "text", "cut", "bytes", "no type", "no id", "number", "deep",
         "large"],
)  # fmt: skip
def test_what_is_signed_and_no_event_is_not_taken(body: bytes) -> None:
    with pytest.raises(NotTaken):
        hint(body, signature(body, SECRET, AT), secrets=SECRETS, now=NOW)


@given(
    st.binary(max_size=200) | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(
            st.sampled_from(["id", "type", "data", "object", "related_object"]), inner
        ),
    ).map(lambda said: json.dumps(said).encode())
)  # fmt: skip
def test_whatever_was_signed_is_a_hint_or_not_taken(body: bytes) -> None:
    try:
        found = hint(body, signature(body, SECRET, AT), secrets=SECRETS, now=NOW)
    except NotTaken:
        return
    assert found.event_id
    assert found.kind


@given(st.binary(max_size=100), st.text(alphabet=st.characters(), max_size=200))
def test_whatever_was_not_signed_is_not_taken(body: bytes, header: str) -> None:
    with pytest.raises(NotTaken):
        hint(body, header, secrets=SECRETS, now=NOW)


@given(st.lists(st.sampled_from(["t=", "v1=", str(AT), v1(SIGNED), ",", "=", " ", "v0="])))
def test_whatever_a_header_is_made_of(parts: list[str]) -> None:
    """Taken only where the right signature and its moment are in it."""
    header = "".join(parts)
    try:
        hint(BODY, header, secrets=SECRETS, now=NOW)
    except NotTaken:
        return
    assert v1(SIGNED) in header
    assert str(AT) in header
