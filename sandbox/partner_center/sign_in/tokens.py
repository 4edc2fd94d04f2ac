"""Access tokens: whose they are, of which kind, and whether they still open an account."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.clock import Clock
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Refused
from sandbox.partner_center.sign_in.entra import LIFETIME

APP, USER = "app", "user"
PARTNER_CENTER = "partner-center"


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is app, or user when a person consented; then `mfa` says how that person came in.
    `audience` is which API it opens."""

    account: str
    kind: str
    expires: datetime
    mfa: bool = False
    audience: str = PARTNER_CENTER


class Tokens:
    """Every token that was issued since the start; a caller signs in anew after a restart."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tokens: dict[str, Token] = {}

    def issue(
        self, account: Account, kind: str, *, mfa: bool = False, audience: str = PARTNER_CENTER
    ) -> str:
        text = secrets.token_urlsafe(48)
        token = Token(account.name, kind, self._clock.now() + LIFETIME, mfa, audience)
        with self._lock:
            self._tokens[text] = token
        return text

    def find(self, authorization: str) -> Token | None:
        """The token that a request carries, valid or not."""
        scheme, _, text = authorization.partition(" ")
        with self._lock:
            return self._tokens.get(text.strip()) if scheme.lower() == "bearer" else None

    def texts(self) -> list[str]:
        """All of them, for whoever looks where they were left."""
        with self._lock:
            return list(self._tokens)

    def check(self, account: Account, authorization: str) -> Token:
        """Let a request with a valid token pass, refuse all else as Partner Center does."""
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise Refused(401, "800001", "The partner token is missing.")
        token = self.find(authorization)
        if token is None or token.expires <= self._clock.now():
            raise Refused(401, "400", "Access denied: the token is not valid or has expired.")
        if token.account != account.name or token.audience != PARTNER_CENTER:
            raise Refused(401, "900420", "The token was issued for another audience.")
        return token

    def expire(self, account: Account, kind: str = "") -> int:
        """End the tokens of an account, all or those of a kind; says how many."""
        now = self._clock.now()
        with self._lock:
            ended = {
                text: replace(token, expires=now)
                for text, token in self._tokens.items()
                if token.account == account.name and kind in ("", token.kind)
            }
            self._tokens.update(ended)
        return len(ended)
