"""Where an account's tokens come from: what an application says there, and what it is granted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from clients.certificates import Certificate
from clients.http import Call, HttpClient, Reply
from clients.partner_errors import one_line
from core.domain.secret import Secret
from core.faults import Way
from core.ports.outside import Clock, Unreachable

BY_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
HEADERS = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Application:
    """An account's registered application: what proves that we are it, and which API it calls: its
    address, or where the newer token endpoint is asked, the scope `…/.default` instead."""

    client_id: str
    proof: Secret | Certificate = field(repr=False)
    resource: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A token, for how many seconds it holds, and where a person consented what gets the next."""

    token: Secret
    lifetime: float
    refresh: Secret


class SignInRefused(Unreachable):
    """No token, in Entra's words; `error` is its short name for the reason."""

    def __init__(self, error: str, words: str) -> None:
        said = words.partition(" Trace ID")[0]
        super().__init__(one_line(f"sign-in refused: {error}: {said}"))
        self.error = error


class TokenAddress:
    """The token endpoint of one account's authority, asked as its application."""

    def __init__(self, http: HttpClient, application: Application, clock: Clock) -> None:
        self._http = http
        self._application = application
        self._clock = clock

    def ask(self, grant_type: str, **said: str) -> Grant:
        """Raises SignInRefused, or Unreachable where nothing usable was answered."""
        application = self._application
        form = {
            "grant_type": grant_type,
            "client_id": application.client_id,
            **self._proof(),
            **self._audience(),
            **said,
        }
        sent = urlencode(form).encode()
        call = Call("POST", self._http.base_url, HEADERS, sent, way=Way.SIGN_IN)
        return _granted(self._http.ask(call))

    def close(self) -> None:
        self._http.close()

    def _audience(self) -> Mapping[str, str]:
        """The newer endpoint refuses who names both (Microsoft, AADSTS901002)."""
        application = self._application
        if application.scope:
            return {"scope": application.scope}
        return {"resource": application.resource}

    def _proof(self) -> Mapping[str, str]:
        proof, client_id = self._application.proof, self._application.client_id
        if isinstance(proof, Secret):
            return {"client_secret": proof.reveal()}
        assertion = proof.assertion(client_id, self._http.base_url, self._clock())
        return {"client_assertion_type": BY_ASSERTION, "client_assertion": assertion.reveal()}


def _granted(reply: Reply) -> Grant:
    """Numbers come as text."""
    try:
        answer = reply.json()
    except ValueError:
        answer = None
    match answer:
        case {"access_token": str(token), "expires_in": str() | int() as lifetime, **rest} if token:
            if reply.status == 200 and str(lifetime).isdecimal():
                return Grant(Secret(token), float(lifetime), _refresh(rest))
        case {"error": str(error), "error_description": str(words)}:
            raise SignInRefused(error, words)
    raise Unreachable(f"sign-in answered {reply.status} without a token")


def _refresh(rest: Mapping[object, object]) -> Secret:
    """What gets the next token, where a person consented."""
    found = rest.get("refresh_token")
    return Secret(found if isinstance(found, str) else "")
