"""Signing in to the Partner Center stand-in: a certificate, a person, and what ends both."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from sandbox.data import partner
from tests.sandbox.partner_center_desk import Desk, running

LOGIN = f"/login/main/{partner.MAIN_TENANT}/oauth2"
VERIFIER = "a-verifier-that-nobody-else-knows-and-that-is-long-enough"
BACK = "http://127.0.0.1:5051/back?from=login"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


def encoded(said: bytes) -> str:
    return base64.urlsafe_b64encode(said).rstrip(b"=").decode()


def assertion(desk: Desk, account: str = "main", **changed: Any) -> str:
    """An assertion signed with the demo key of an account, as an application makes one."""
    pair = desk.control(f"certificates/{account}")
    key = load_pem_private_key(pair["private_key"].encode(), None)
    assert isinstance(key, RSAPrivateKey)
    der = x509.load_pem_x509_certificate(pair["certificate"].encode()).public_bytes(Encoding.DER)
    head = {"alg": "RS256", "typ": "JWT", "x5t#S256": encoded(hashlib.sha256(der).digest())}
    now = datetime.fromisoformat(desk.http.get("/clock").json()["now"]).timestamp()
    claims = {
        "aud": f"{desk.url}{LOGIN}/token",
        "iss": partner.MAIN_CLIENT,
        "sub": partner.MAIN_CLIENT,
        "nbf": int(now) - 60,
        "exp": int(now) + 300,
    } | changed
    said = ".".join(encoded(json.dumps(part).encode()) for part in (head, claims))
    return f"{said}.{encoded(key.sign(said.encode(), PKCS1v15(), SHA256()))}"


def ask(desk: Desk, **form: str) -> httpx.Response:
    usual = {"client_id": partner.MAIN_CLIENT, "resource": f"{desk.url}/partner-center/main"}
    return desk.http.post(f"{LOGIN}/token", data=usual | form)


def ask_with(desk: Desk, said: str) -> httpx.Response:
    return ask(
        desk,
        grant_type="client_credentials",
        client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion=said,
    )


def consent_form(**changed: str) -> dict[str, str]:
    return {
        "client_id": partner.MAIN_CLIENT,
        "response_type": "code",
        "redirect_uri": BACK,
        "state": "a state",
        "code_challenge": encoded(hashlib.sha256(VERIFIER.encode()).digest()),
        "code_challenge_method": "S256",
    } | changed


def press(desk: Desk) -> str:
    """Sign in as the person on the page does; the code that came back."""
    page = desk.http.get(f"{LOGIN}/authorize", params=consent_form())
    assert "Sign in as Admin agent" in page.text
    pressed = desk.http.post(f"{LOGIN}/authorize", data=consent_form())
    assert pressed.status_code == 302
    back = urlsplit(pressed.headers["Location"])
    said = parse_qs(back.query)
    assert (back.netloc, back.path) == ("127.0.0.1:5051", "/back")
    assert (said["from"], said["state"]) == (["login"], ["a state"])
    return said["code"][0]


def redeem(desk: Desk, code: str, **changed: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "client_secret": partner.MAIN_SECRET,
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    } | changed
    return ask(desk, **form)


def refresh(desk: Desk, token: str) -> httpx.Response:
    secret = partner.MAIN_SECRET
    return ask(desk, grant_type="refresh_token", refresh_token=token, client_secret=secret)


def end(desk: Desk, what: str) -> None:
    asked = {"account": "main", "do": what}
    answer = desk.http.post("/sandbox/partner-center/tokens", json=asked)
    assert answer.json()["met"] > 0


def number(answer: httpx.Response) -> tuple[int, list[int]]:
    return answer.status_code, answer.json()["error_codes"]


def test_a_certificate_opens_the_account_as_a_secret_does(desk: Desk) -> None:
    answer = ask_with(desk, assertion(desk))

    assert answer.status_code == 200, answer.text
    desk.token = answer.json()["access_token"]
    assert desk.get("customers").status_code == 200


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"aud": "https://login.example/token"}, 700023),
        ({"iss": "somebody"}, 700021),
        ({"sub": "somebody"}, 700021),
        ({"exp": 1}, 700024),
        ({"exp": "soon"}, 700024),
        ({"nbf": 9_999_999_999}, 700024),
    ],
    ids=["audience", "issuer", "subject", "expired", "no-number", "not-yet"],
)
def test_an_assertion_says_who_to_whom_and_when(
    desk: Desk, changed: dict[str, Any], expected: int
) -> None:
    assert number(ask_with(desk, assertion(desk, **changed))) == (401, [expected])


def test_an_assertion_is_signed_with_a_registered_key(desk: Desk) -> None:
    head, _, signature = assertion(desk).split(".")
    other = json.dumps({"iss": "x"}).encode()

    assert number(ask_with(desk, f"{head}.{encoded(other)}.{signature}")) == (401, [700027])
    assert number(ask_with(desk, assertion(desk, "china"))) == (401, [700027])
    assert number(ask_with(desk, "no.assertion")) == (401, [50027])


def test_a_certificate_of_ones_own_can_be_registered(desk: Desk) -> None:
    foreign = desk.control("certificates/china")["certificate"]
    said = assertion(desk, "china")
    path = "/sandbox/partner-center/certificates"

    done = desk.http.post(path, json={"account": "main", "certificate": foreign})

    assert (done.status_code, len(done.json()["thumbprint"])) == (200, 40)
    assert ask_with(desk, said).status_code == 200
    refused = desk.http.post(path, json={"account": "main", "certificate": "none"})
    assert refused.status_code == 400


def test_a_person_consents_once_and_the_refresh_tokens_follow_each_other(desk: Desk) -> None:
    first = redeem(desk, press(desk)).json()
    second = refresh(desk, first["refresh_token"]).json()

    assert (first["scope"], first["token_type"]) == ("user_impersonation", "Bearer")
    assert second["refresh_token"] != first["refresh_token"]
    assert refresh(desk, second["refresh_token"]).status_code == 200
    # Whoever dies before the second one is kept goes on with the first.
    assert refresh(desk, first["refresh_token"]).status_code == 200
    assert number(refresh(desk, "guessed")) == (400, [70000])


def test_a_code_is_for_once_for_ten_minutes_and_for_who_asked(desk: Desk) -> None:
    code = press(desk)
    assert redeem(desk, code).status_code == 200
    assert number(redeem(desk, code)) == (400, [9002313])
    assert number(redeem(desk, press(desk), code_verifier="guessed")) == (400, [501481])
    assert number(redeem(desk, press(desk), redirect_uri="http://localhost/")) == (400, [50011])

    late = press(desk)
    desk.move_clock(advance="PT11M")
    assert number(redeem(desk, late)) == (400, [70008])


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://elsewhere.example/back"},
        {"redirect_uri": "http://127.0.0.1.elsewhere.example/"},
        {"state": ""},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"client_id": "somebody"},
    ],
    ids=["host", "prefix", "state", "plain", "no-challenge", "client"],
)
def test_the_page_sends_nobody_where_a_code_could_be_stolen(
    desk: Desk, changed: dict[str, str]
) -> None:
    page = desk.http.get(f"{LOGIN}/authorize", params=consent_form(**changed))

    assert page.status_code == 400


@pytest.mark.parametrize(("days", "status"), [(89, 200), (91, 400)])
def test_a_consent_lapses_after_ninety_days_without_use(
    desk: Desk, days: int, status: int
) -> None:
    token = redeem(desk, press(desk)).json()["refresh_token"]
    desk.move_clock(advance=f"P{days}D")

    assert refresh(desk, token).status_code == status


def test_an_app_is_refused_where_a_person_is_wanted(desk: Desk) -> None:
    answer = desk.get("servicerequests")

    assert (answer.status_code, answer.json()["code"]) == (403, "900329")
    assert desk.get("customers").status_code == 200
    assert [one["token"] for one in desk.control("requests")[-2:]] == ["app", "app"]


def test_a_person_shows_the_second_factor(desk: Desk) -> None:
    app = desk.get("customers", ValidateMfa="true").headers["isMfaCompliant"]
    first = redeem(desk, press(desk)).json()
    desk.token = first["access_token"]
    user = desk.get("customers", ValidateMfa="true").headers["isMfaCompliant"]

    end(desk, "forget_mfa")
    desk.token = refresh(desk, first["refresh_token"]).json()["access_token"]

    assert (app, user) == ("false", "true")
    assert desk.get("customers").json()["code"] == "900421"
    assert desk.control("requests")[-1]["token"] == "user"


def test_tokens_end_when_somebody_says_so(desk: Desk) -> None:
    first = redeem(desk, press(desk)).json()
    end(desk, "expire")
    assert desk.get("customers").status_code == 401

    desk.token = refresh(desk, first["refresh_token"]).json()["access_token"]
    assert desk.get("customers").status_code == 200
    second = redeem(desk, press(desk)).json()["refresh_token"]
    end(desk, "revoke")

    assert desk.get("customers").status_code == 401
    assert number(refresh(desk, second)) == (400, [50173])


def test_a_consent_outlives_the_sandbox(desk: Desk) -> None:
    token = redeem(desk, press(desk)).json()["refresh_token"]
    saved = json.loads(json.dumps(desk.stand_in.to_json()))

    with running() as other:
        other.stand_in.load_json(saved)
        assert refresh(other, token).status_code == 200


def test_the_access_token_of_a_person_lives_an_hour(desk: Desk) -> None:
    desk.token = redeem(desk, press(desk)).json()["access_token"]
    assert desk.get("customers").status_code == 200

    hour = timedelta(hours=1).total_seconds()
    assert desk.http.post("/clock", json={"advance_seconds": hour}).status_code == 200

    assert desk.get("customers").status_code == 401
