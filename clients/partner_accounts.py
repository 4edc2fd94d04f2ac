"""The partner accounts and a line to each one's Partner Center, signed in as the application."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NoReturn

import httpx

from clients.addresses import Resolve, resolve
from clients.certificates import Certificate
from clients.grants import Application, TokenAddress
from clients.http import Heard, HttpClient, Timeouts
from clients.partner_auth import AppTokens
from clients.partner_calls import PartnerCalls
from core.domain.clouds import Capability, Cloud, offers
from core.domain.secret import Secret
from core.ports.outside import Clock, Unreachable
from core.ports.pace import Pace


@dataclass(frozen=True, slots=True)
class PartnerCenterAccount:
    """One partner tenant in one cloud, as the settings name it."""

    name: str
    base_url: str
    token_url: str
    client_id: str
    proof: Secret | Certificate = field(repr=False)
    cloud: str
    graph_url: str = ""
    pace: Pace | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One account: what it is, and calls that the application signs."""

    account: PartnerCenterAccount
    calls: PartnerCalls[AppTokens]

    def offers(self, capability: Capability) -> bool:
        return offers(Cloud(self.account.cloud), capability)

    def having(self, capability: Capability) -> Line:
        """This very line. Raises Unreachable where its cloud lacks what is to be asked for."""
        if not self.offers(capability):
            raise Unreachable(f"the cloud of account {self.account.name} has no {capability}")
        return self


class Lines:
    """A line to each account; whoever reads or changes something is handed these."""

    def __init__(
        self,
        accounts: Sequence[PartnerCenterAccount],
        *,
        clock: Clock | None = None,
        timeouts: Timeouts | None = None,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
        heard: Heard | None = None,
    ) -> None:
        http = partial(HttpClient, timeouts=timeouts, transport=transport, resolve=resolve)
        self._http: list[HttpClient] = []
        self._lines: dict[str, Line] = {}
        self._tokens: dict[str, AppTokens] = {}
        for account in accounts:
            api = http(account.base_url, heard=heard, pace=account.pace)
            sign_in = http(account.token_url)
            application = Application(account.client_id, account.proof, api.base_url)
            tokens = AppTokens(TokenAddress(sign_in, application, clock or _no_clock))
            self._tokens[account.name] = tokens
            self._lines[account.name] = Line(account, PartnerCalls(api, tokens))
            self._http += api, sign_in

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def line(self, account: str) -> Line:
        """Raises Unreachable for an account that the settings do not name."""
        if account not in self._lines:
            raise Unreachable(f"there is no account {account} in the settings")
        return self._lines[account]

    def refused(self) -> dict[str, str]:
        """Accounts that are kept out by something that we have to mend, and why: no token when one
        was last asked for, or a role, a standing or a setting that is not as it must be."""
        found = {
            name: self._tokens[name].refused or line.calls.wrong
            for name, line in self._lines.items()
        }
        return {name: why for name, why in found.items() if why}

    def close(self) -> None:
        for http in self._http:
            http.close()


def _no_clock() -> NoReturn:
    raise RuntimeError("a certificate signs for a moment, and nobody said what time it is")
