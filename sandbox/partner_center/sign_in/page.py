"""The page on which a person signs in: one button, and back to the application."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Response

from sandbox.calls import WrongCall
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.sign_in.consents import Consents

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
_KEPT = ("client_id", "redirect_uri", "state", "code_challenge", "resource")
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in to {partner}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh;
  margin: 0; background: #f3f3f3; color: #1b1b1b }}
main {{ background: #fff; padding: 2rem 2.5rem; max-width: 26rem; border: 1px solid #ddd }}
h1 {{ font-size: 1.4rem; margin: 0 0 .5rem }}
button {{ font: inherit; padding: .5rem 1.25rem; border: 0; background: #0f5ea8; color: #fff }}
</style>
<main>
<h1>Sign in to {partner}</h1>
<p>Goodstanding asks to work in Partner Center, account <b>{account}</b>, as you.
The second factor counts as given.</p>
<form method="post">{fields}<button>Sign in as Admin agent</button></form>
</main>
</html>
"""


def sign_in_page(account: Account, tenant_id: str, asked: Mapping[str, str]) -> Response:
    """The page, or a plain complaint where a real one would not send anybody back either."""
    _check(account, tenant_id, asked)
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{escape(asked[name])}">'
        for name in _KEPT
        if name in asked
    )
    partner = escape(account.partner_name)
    page = _PAGE.format(partner=partner, account=escape(account.name), fields=fields)
    return Response(page, content_type="text/html; charset=utf-8")


def signed_in(
    account: Account, tenant_id: str, asked: Mapping[str, str], consents: Consents
) -> Response:
    """The button was pressed: back to the application, with a code."""
    settled = {"response_type": "code", "code_challenge_method": "S256"}
    _check(account, tenant_id, {**asked, **settled})
    code = consents.agree(account, asked["redirect_uri"], asked["code_challenge"])
    back = urlsplit(asked["redirect_uri"])
    answer = urlencode({"code": code, "state": asked["state"]})
    query = f"{back.query}&{answer}" if back.query else answer
    return Response(status=302, headers={"Location": urlunsplit(back._replace(query=query))})


def _check(account: Account, tenant_id: str, asked: Mapping[str, str]) -> None:
    if tenant_id != account.tenant_id or not account.has_api:
        raise WrongCall(f"AADSTS90002: tenant {tenant_id} not found")
    if asked.get("client_id") != account.client_id:
        raise WrongCall("AADSTS700016: the application was not found in the directory")
    if not _is_loopback(asked.get("redirect_uri", "")):
        raise WrongCall("AADSTS50011: redirect_uri must be an http address of this machine")
    if asked.get("response_type") != "code":
        raise WrongCall("AADSTS700054: response_type must be code")
    if not asked.get("state"):
        raise WrongCall("state is missing: without it anybody could send a code")
    if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
        raise WrongCall("AADSTS501491: code_challenge is needed, by the method S256")


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and parts.hostname in _LOOPBACK and not parts.fragment
    except ValueError:
        return False
