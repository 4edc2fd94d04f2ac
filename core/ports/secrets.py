"""Secrets at rest: rows that yield nothing by themselves, and the seal that opens them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.consents import Consent
from core.domain.secret import Secret
from core.ports.outside import Unreachable


class Unsealable(Exception):
    """What was sealed cannot be opened here: another master key, another row, or changed."""


class Seal(Protocol):
    def version(self) -> str:
        """Which master key seals."""

    def close(self, secret: Secret, row: str) -> str:
        """Sealed for one row: moved to another it cannot be opened."""

    def open(self, sealed: str, row: str) -> Secret:
        """Raises Unsealable."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed value where it stands. `row` is what it is bound to."""

    table: str
    column: str
    row: str
    text: str

    @property
    def version(self) -> str:
        """Of the master key that sealed it."""
        return [*self.text.split("."), ""][1]


class Keyring(Protocol):
    """The master keys of this process."""

    def versions(self) -> Sequence[str]:
        """The one that seals first; the others only open."""

    def reseal(self, value: Sealed) -> str:
        """The same secret under the key that seals. Raises Unsealable."""


class Secrets(Protocol):
    """Consents with their sealed tokens. One holder at a time may replace a token: the row is its
    lock across processes, so that no transaction is open while Entra is asked."""

    def consent(self, account: str) -> Consent | None: ...
    def consents(self) -> list[Consent]: ...
    def save(self, consent: Consent) -> None:
        """In place of any older one; whoever held that one holds it no more."""

    def take(self, account: str, holder: str, now: datetime, until: datetime) -> bool:
        """Hold the row until then at the latest; false while somebody else does."""

    def replace(self, consent: Consent, holder: str) -> None:
        """Save and give back. Raises LostRace where the holder holds it no more."""

    def forget(self, account: str) -> None: ...
    def sealed(self) -> list[Sealed]:
        """Everything that is sealed, of whatever kind."""

    def reseal(self, value: Sealed, text: str) -> bool:
        """In place of the text that `value` shows; false where it is another one by now."""


@dataclass(frozen=True, slots=True)
class Held:
    """A refresh token that its holder alone may use now."""

    account: str
    holder: str
    token: Secret


class NoConsent(Unreachable):
    """Nobody consented for this account, or what was consented to cannot be read here."""


class ConsentInUse(Unreachable):
    """Another process is renewing it at this moment."""


class Consents(Protocol):
    """A consent as its tokens are renewed: taken, and either renewed or given back."""

    def take(self, account: str) -> Held:
        """Raises NoConsent, ConsentInUse."""

    def renew(self, held: Held, token: Secret) -> None:
        """The next refresh token in place of the one that was just used."""

    def give_back(self, held: Held, refused: str = "") -> None:
        """It was not used; `refused` is why, where Entra will never take it again."""
