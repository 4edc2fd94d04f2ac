"""What a person agreed to: codes that are used once, and refresh tokens that follow each other."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sandbox.clock import Clock, as_text
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.sign_in.entra import NotIssued

CODE_LIFETIME = timedelta(minutes=10)
INACTIVITY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Code:
    """What came of one press of the button, to be redeemed by whoever asked for it."""

    account: str
    redirect_uri: str
    challenge: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """A refresh token; `replaced` once another one took its place. It goes on being taken until it
    expires: Microsoft revokes none because it was used
    (https://learn.microsoft.com/entra/identity-platform/refresh-tokens)."""

    account: str
    used_at: str
    mfa: bool = True
    replaced: bool = False
    revoked: bool = False


class Consents:
    """Refresh tokens outlive the sandbox's process, codes do not."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._codes: dict[str, Code] = {}
        self._consents: dict[str, Consent] = {}

    def agree(self, account: Account, redirect_uri: str, challenge: str) -> str:
        """Somebody signed in, with a second factor: the code for the application."""
        text = secrets.token_urlsafe(32)
        code = Code(account.name, redirect_uri, challenge, self._clock.now() + CODE_LIFETIME)
        with self._lock:
            self._codes[text] = code
        return text

    def redeem(self, account: Account, form: Mapping[str, str]) -> tuple[str, Consent]:
        """The first refresh token for a code."""
        with self._lock:
            code = self._codes.pop(form.get("code", ""), None)
            if code is None or code.account != account.name:
                raise _no_grant(9002313, "The code is not valid, or it was redeemed already.")
            if code.expires <= self._clock.now():
                raise _no_grant(70008, "The provided authorization code has expired.")
            if code.redirect_uri != form.get("redirect_uri"):
                raise _no_grant(50011, "The redirect URI is not the one the code was asked for.")
            if _challenge(form.get("code_verifier", "")) != code.challenge:
                raise _no_grant(501481, "The code_verifier does not match the code_challenge.")
            return self._new(account, mfa=True)

    def refresh(self, account: Account, form: Mapping[str, str]) -> tuple[str, Consent]:
        """The next refresh token in place of this one."""
        text, now = form.get("refresh_token", ""), self._clock.now()
        with self._lock:
            old = self._consents.get(text)
            if old is None or old.account != account.name:
                raise _no_grant(70000, "The provided grant is invalid.")
            if old.revoked:
                raise _no_grant(50173, "The grant was revoked; a fresh sign-in is needed.")
            if now - datetime.fromisoformat(old.used_at) > INACTIVITY:
                raise _no_grant(700082, "The refresh token has expired due to inactivity.")
            self._consents[text] = replace(old, replaced=True)
            return self._new(account, mfa=old.mfa)

    def revoke(self, account: Account) -> int:
        return self._change(account, lambda consent: replace(consent, revoked=True))

    def forget_mfa(self, account: Account) -> int:
        """As if the person had come in with a password alone."""
        return self._change(account, lambda consent: replace(consent, mfa=False))

    def to_json(self) -> dict[str, Any]:
        with self._lock:
            return {text: asdict(consent) for text, consent in self._consents.items()}

    def load_json(self, state: Mapping[str, Any]) -> None:
        with self._lock:
            self._consents = {text: Consent(**saved) for text, saved in state.items()}

    def _new(self, account: Account, *, mfa: bool) -> tuple[str, Consent]:
        text = secrets.token_urlsafe(64)
        consent = Consent(account.name, as_text(self._clock.now()), mfa)
        self._consents[text] = consent
        return text, consent

    def _change(self, account: Account, to: Callable[[Consent], Consent]) -> int:
        with self._lock:
            changed = {
                text: to(consent)
                for text, consent in self._consents.items()
                if consent.account == account.name
            }
            self._consents.update(changed)
        return sum(not consent.replaced for consent in changed.values())


def _no_grant(number: int, words: str) -> NotIssued:
    return NotIssued(400, "invalid_grant", number, words)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
