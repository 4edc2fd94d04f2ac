"""The token endpoint: who may have a token, and of which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest

from sandbox.clock import Clock
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer
from sandbox.partner_center.sign_in.assertions import BEARER, Certificates
from sandbox.partner_center.sign_in.consents import Consent, Consents
from sandbox.partner_center.sign_in.entra import NotIssued, issued
from sandbox.partner_center.sign_in.tokens import APP, USER, Tokens


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a token; `audiences` are the APIs by their addresses as the caller has them,
    as is `token_url`."""

    account: Account
    tenant_id: str
    form: Mapping[str, str]
    audiences: Mapping[str, str]
    token_url: str

    def said(self, name: str) -> str:
        return self.form.get(name, "")

    @property
    def audience(self) -> str | None:
        """Which of them the token shall open; None for another address."""
        return self.audiences.get(self.said("resource").rstrip("/"))


class SignIn:
    """Everything that has to do with signing in to the accounts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.tokens = Tokens(clock)
        self.consents = Consents(clock)
        self.certificates = Certificates(clock)

    def issue(self, asked: Asked) -> Answer:
        try:
            return self._issue(asked)
        except NotIssued as no:
            return no.complaint.answer(self._clock.now())

    def _issue(self, asked: Asked) -> Answer:
        _check_tenant(asked)
        if (grant := asked.said("grant_type")) not in _GRANTS:
            raise NotIssued(400, "unsupported_grant_type", 70003, "The grant is not supported.")
        self._check_client(asked)
        if (audience := asked.audience) is None:
            words = f"The resource principal named {asked.said('resource')} was not found."
            raise NotIssued(400, "invalid_resource", 500011, words)
        if grant == "client_credentials":
            text = self.tokens.issue(asked.account, APP, audience=audience)
            return Answer(200, issued(text, asked.said("resource"), self._clock.now()))
        return self._for_user(asked, audience, *_GRANTS[grant](self.consents, asked))

    def _for_user(
        self, asked: Asked, audience: str, refresh_token: str, consent: Consent
    ) -> Answer:
        text = self.tokens.issue(asked.account, USER, mfa=consent.mfa, audience=audience)
        token = issued(text, asked.said("resource"), self._clock.now())
        more = {"scope": "user_impersonation", "refresh_token": refresh_token}
        return Answer(200, token | more)

    def _check_client(self, asked: Asked) -> None:
        account, client_id = asked.account, asked.said("client_id")
        assertion = asked.said("client_assertion")
        if client_id != account.client_id:
            words = f"Application with identifier '{client_id}' was not found in the directory."
            raise NotIssued(400, "unauthorized_client", 700016, words)
        if not assertion:
            _check_secret(asked)
        elif asked.said("client_assertion_type") != BEARER or asked.said("client_secret"):
            words = "A client assertion needs its type, and no secret beside it."
            raise NotIssued(400, "invalid_request", 90014, words)
        else:
            self.certificates.check(account, assertion, asked.token_url)


def _check_tenant(asked: Asked) -> None:
    if asked.tenant_id != asked.account.tenant_id:
        raise NotIssued(400, "invalid_request", 90002, f"Tenant '{asked.tenant_id}' not found.")
    if not asked.account.has_api:
        words = "The application is disabled: this partner has no access to the API."
        raise NotIssued(401, "unauthorized_client", 7000112, words)


def _check_secret(asked: Asked) -> None:
    secret = asked.account.client_secret
    if not secret or not compare_digest(asked.said("client_secret").encode(), secret.encode()):
        raise NotIssued(401, "invalid_client", 7000215, "Invalid client secret provided.")


_Granting = Callable[[Consents, Asked], tuple[str, Consent]]
_GRANTS: Mapping[str, _Granting] = {
    "client_credentials": lambda consents, asked: ("", Consent("", "")),
    "authorization_code": lambda consents, asked: consents.redeem(asked.account, asked.form),
    "refresh_token": lambda consents, asked: consents.refresh(asked.account, asked.form),
}
