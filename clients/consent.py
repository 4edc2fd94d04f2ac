"""The one sign-in by a person: an address to open, and the code that comes back to this machine."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import parse_qs, urlencode

from clients.grants import TokenAddress
from clients.partner_errors import one_line
from core.domain.secret import Secret
from core.ports.outside import Unreachable


class NotOurs(Exception):
    """An answer to some other question: whoever sent it, the right one may still come."""


class Denied(Exception):
    """The person, or Entra, said no; the text says why."""


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """One question with its state and the verifier that only its asker knows (RFC 7636)."""

    redirect_uri: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    verifier: Secret = field(default_factory=lambda: Secret(secrets.token_urlsafe(64)))

    def address(self, authorize_url: str, client_id: str, resource: str) -> str:
        """Where the person signs in."""
        asked = {
            "client_id": client_id,
            "response_type": "code",
            "response_mode": "query",
            "redirect_uri": self.redirect_uri,
            "resource": resource,
            "scope": "openid",
            "prompt": "select_account",
            "state": self.state,
            "code_challenge": _challenge(self.verifier),
            "code_challenge_method": "S256",
        }
        return f"{authorize_url}?{urlencode(asked)}"

    def code(self, query: str) -> Secret:
        """What came back. Raises NotOurs, Denied."""
        said = {name: values[0] for name, values in parse_qs(query).items()}
        if not compare_digest(said.get("state", "").encode(), self.state.encode()):
            raise NotOurs
        if "error" in said:
            words = said.get("error_description", "").partition(" Trace ID")[0]
            raise Denied(one_line(f"{said['error']}: {words}"))
        if not said.get("code"):
            raise Denied("the answer brought no code")
        return Secret(said["code"])

    def redeem(self, code: Secret, address: TokenAddress) -> Secret:
        """The refresh token for the code. Raises Unreachable."""
        grant = address.ask(
            "authorization_code",
            code=code.reveal(),
            redirect_uri=self.redirect_uri,
            code_verifier=self.verifier.reveal(),
            scope="openid",
        )
        if not grant.refresh:
            raise Unreachable("sign-in answered without a refresh token")
        return grant.refresh


def _challenge(verifier: Secret) -> str:
    digest = hashlib.sha256(verifier.reveal().encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
