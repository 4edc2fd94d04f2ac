"""App-only tokens for one partner account, kept until shortly before they end."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from typing import Protocol

from clients.grants import Grant, TokenAddress
from core.domain.secret import Secret
from core.ports.outside import Unreachable

EARLY = 300.0


class Tokens(Protocol):
    """What signs calls. Whose tokens they are is said by the type that a client asks for."""

    refused: str

    def token(self) -> Secret:
        """A token that holds. Raises Unreachable where none is to be had."""

    def drop(self, token: Secret) -> None:
        """Partner Center no longer takes this token; a newer one stays."""


class KeptToken(ABC):
    """One token at a time, whoever asks, kept until shortly before it ends; its age is measured by
    the machine."""

    def __init__(self) -> None:
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

    def _renew(self) -> None:
        asked_at = time.monotonic()
        try:
            grant = self._ask()
        except Unreachable as error:
            self.refused = error.why
            raise
        self.refused = ""
        self._token, self._renew_at = grant.token, renewal(grant, asked_at)

    @abstractmethod
    def _ask(self) -> Grant:
        """The next token. Raises Unreachable."""


class AppTokens(KeptToken):
    """The application's own."""

    def __init__(self, address: TokenAddress) -> None:
        super().__init__()
        self._address = address

    def _ask(self) -> Grant:
        return self._address.ask("client_credentials")


def renewal(grant: Grant, asked_at: float) -> float:
    """When to ask for the next token: early, but not before half of its life is over."""
    return asked_at + max(grant.lifetime - EARLY, grant.lifetime / 2)
