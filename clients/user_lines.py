"""Lines to Partner Center that a person's consent signs; whoever suspends is never handed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import httpx

from clients.addresses import Resolve, resolve
from clients.grants import Application, TokenAddress
from clients.http import HttpClient, Timeouts
from clients.partner_accounts import PartnerCenterAccount
from clients.partner_calls import PartnerCalls
from clients.user_tokens import UserTokens
from core.domain.clouds import Capability, Cloud, offers
from core.ports.outside import Clock, Unreachable
from core.ports.secrets import Consents

# Answered with isMfaCompliant: a call by somebody without a second factor is refused.
ASKED = {"ValidateMfa": "true"}


@dataclass(frozen=True, slots=True)
class UserLine:
    """Calls that the consent for one account signs, and its tokens."""

    account: str
    calls: PartnerCalls[UserTokens]
    tokens: UserTokens


class UserLines:
    """A line to each account whose cloud has something that wants a person."""

    def __init__(
        self,
        accounts: Sequence[PartnerCenterAccount],
        consents: Consents,
        *,
        clock: Clock,
        timeouts: Timeouts | None = None,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        http = partial(HttpClient, timeouts=timeouts, transport=transport, resolve=resolve)
        self._http: list[HttpClient] = []
        self._lines: dict[str, UserLine] = {}
        for account in filter(wants_a_person, accounts):
            api, sign_in = http(account.base_url, pace=account.pace), http(account.token_url)
            tokens = UserTokens(account.name, _address(account, sign_in, clock), consents)
            calls = PartnerCalls(api, tokens, ASKED)
            self._lines[account.name] = UserLine(account.name, calls, tokens)
            self._http += api, sign_in

    def line(self, account: str) -> UserLine:
        """Raises Unreachable for an account for which nobody can consent."""
        if account not in self._lines:
            raise Unreachable(f"account {account} has nothing that wants a person's consent")
        return self._lines[account]

    def refused(self) -> dict[str, str]:
        """Accounts that are kept out by something that we have to mend, and why."""
        found = {
            name: line.tokens.refused or line.calls.wrong for name, line in self._lines.items()
        }
        return {name: why for name, why in found.items() if why}

    def close(self) -> None:
        for http in self._http:
            http.close()


def token_address(account: PartnerCenterAccount, clock: Clock) -> TokenAddress:
    """For the one sign-in by a person; the caller closes it."""
    return _address(account, HttpClient(account.token_url), clock)


def _address(account: PartnerCenterAccount, sign_in: HttpClient, clock: Clock) -> TokenAddress:
    resource = account.base_url.rstrip("/")
    application = Application(account.client_id, account.proof, resource)
    return TokenAddress(sign_in, application, clock)


def wants_a_person(account: PartnerCenterAccount) -> bool:
    """Is there anything in its cloud that needs App+User?"""
    return offers(Cloud(account.cloud), Capability.SERVICE_REQUESTS)
