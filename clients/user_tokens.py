"""App+User tokens for one account: a person consented once, and each renewal brings the next."""

from __future__ import annotations

import threading
import time

from clients.grants import Grant, SignInRefused, TokenAddress
from clients.partner_auth import renewal
from core.domain.secret import Secret
from core.ports.outside import Unreachable
from core.ports.secrets import Consents, Held

# Entra will not take this consent again, whatever we do; all else may pass.
FOR_GOOD = frozenset({"invalid_grant", "interaction_required", "consent_required"})


class UserTokens:
    """One token at a time in this process. The refresh token behind it is taken from its row by
    one process at a time, used once, replaced by the one that came with the answer, forgotten."""

    def __init__(self, account: str, address: TokenAddress, consents: Consents) -> None:
        self._account = account
        self._address = address
        self._consents = consents
        self._lock = threading.Lock()
        self._token: Secret | None = None
        self._renew_at = 0.0
        # Why there was no token when one was last asked for.
        self.refused = ""

    def token(self) -> Secret:
        """A token that holds. Raises Unreachable where none is to be had."""
        with self._lock:
            if self._token is None or time.monotonic() >= self._renew_at:
                self._renew()
            assert self._token is not None
            return self._token

    def drop(self, token: Secret) -> None:
        """Partner Center no longer takes this token; a newer one stays."""
        with self._lock:
            if self._token == token:
                self._token = None

    def probe(self) -> None:
        """Use the consent, so that it does not lapse. Raises Unreachable."""
        with self._lock:
            self._renew()

    def _renew(self) -> None:
        asked_at = time.monotonic()
        try:
            grant = self._renewed(self._consents.take(self._account))
        except Unreachable as error:
            self.refused = error.why
            raise
        self.refused = ""
        self._token, self._renew_at = grant.token, renewal(grant, asked_at)

    def _renewed(self, held: Held) -> Grant:
        try:
            grant = self._address.ask(
                "refresh_token", refresh_token=held.token.reveal(), scope="openid"
            )
        except SignInRefused as refused:
            self._consents.give_back(held, refused.why if refused.error in FOR_GOOD else "")
            raise
        except Unreachable:
            self._consents.give_back(held)
            raise
        self._consents.renew(held, grant.refresh or held.token)
        return grant
