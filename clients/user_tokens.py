"""App+User tokens for one account: a person consented once, and each renewal brings the next."""

from __future__ import annotations

from clients.grants import Grant, SignInRefused, TokenAddress
from clients.partner_auth import KeptToken
from core.ports.outside import Unreachable
from core.ports.secrets import Consents, Held

# Entra will not take this consent again, whatever we do; all else may pass.
FOR_GOOD = frozenset({"invalid_grant", "interaction_required", "consent_required"})


class UserTokens(KeptToken):
    """One token at a time in this process. The refresh token behind it is taken from its row by
    one process at a time, used once, replaced by the one that came with the answer, forgotten."""

    def __init__(self, account: str, address: TokenAddress, consents: Consents) -> None:
        super().__init__()
        self._account = account
        self._address = address
        self._consents = consents

    def probe(self) -> None:
        """Use the consent, so that it does not lapse. Raises Unreachable."""
        with self._lock:
            self._renew()

    def _ask(self) -> Grant:
        return self._renewed(self._consents.take(self._account))

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
