"""Signing in with a certificate: what is read, what is signed, and what the stand-in takes."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.hashes import SHA1

from clients.certificates import BadCertificate, read_certificate
from clients.partner_center import PartnerCenterClient
from core.ports.outside import Unreachable
from sandbox.clock import Clock
from tests.clients.a_key import (
    NOW,
    certificate,
    certificate_pem,
    curve_pem,
    key,
    key_pem,
)
from tests.clients.scripted import KEY, LOGIN, RESOURCE, SUBSCRIPTION, PartnerScript, account, said
from tests.clients.stand_in import main
from tests.sandbox.partner_center_desk import Desk


def test_an_assertion_says_who_we_are_to_one_address_for_a_few_minutes() -> None:
    signer = read_certificate(key_pem() + certificate_pem())
    script = PartnerScript(said(RESOURCE))
    client = PartnerCenterClient(
        [replace(account(), proof=signer)], clock=lambda: NOW, transport=script.transport
    )

    client.read(KEY, SUBSCRIPTION)

    form = dict(httpx.QueryParams(script.sign_ins[0].content.decode()))
    assert "client_secret" not in form
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert form["client_assertion_type"] == kind
    assertion = form["client_assertion"]
    thumbprint = (
        base64.urlsafe_b64encode(certificate(2048).fingerprint(SHA1())).rstrip(b"=").decode()
    )
    head = jwt.get_unverified_header(assertion)
    assert head == {"alg": "RS256", "typ": "JWT", "x5t": thumbprint}
    claims = jwt.decode(
        assertion,
        key(2048).public_key(),
        ["RS256"],
        audience=LOGIN,
        options={"verify_exp": False, "verify_nbf": False, "require": ["jti"]},
    )
    assert claims["iss"] == claims["sub"] == form["client_id"] == "client"
    assert (claims["nbf"], claims["exp"]) == (NOW.timestamp() - 30, NOW.timestamp() + 300)


@pytest.mark.parametrize(
    ("pem", "why"),
    [
        pytest.param(lambda: b"no PEM at all", "no certificate", id="nothing"),
        pytest.param(key_pem, "no certificate", id="a key alone"),
        pytest.param(certificate_pem, "no private key", id="a certificate alone"),
        pytest.param(lambda: certificate_pem() + key_pem(2049), "another key", id="not its key"),
        pytest.param(lambda: certificate_pem() + curve_pem(), "not RSA", id="a curve"),
        pytest.param(
            lambda: certificate_pem(1024) + key_pem(1024), "at least 2048 bits", id="a weak key"
        ),
        pytest.param(
            lambda: certificate_pem() + key_pem(password=b"x"), "encrypted", id="encrypted"
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_signed_with_is_refused_in_words(pem: Callable[[], bytes], why: str) -> None:
    with pytest.raises(BadCertificate, match=why) as refused:
        read_certificate(pem())
    assert "BEGIN" not in str(refused.value)


def test_the_stand_in_takes_a_registered_certificate_and_no_other(desk: Desk) -> None:
    clock = Clock()
    signer = read_certificate(key_pem() + certificate_pem())
    proving = replace(main(desk), proof=signer)
    client = PartnerCenterClient([proving], clock=clock.now)
    with pytest.raises(Unreachable, match="AADSTS700027"):
        list(client.customers("main"))
    assert "700027" in client.refused()["main"]
    client.close()

    pair = desk.control("certificates/main")
    theirs = read_certificate((pair["private_key"] + pair["certificate"]).encode())
    client = PartnerCenterClient([replace(proving, proof=theirs)], clock=clock.now)
    assert list(client.customers("main"))
    assert client.refused() == {}
    client.close()
