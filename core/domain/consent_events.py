"""What happened to a consent (given, about to lapse, refused), and to the key that seals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class ConsentGiven(Event):
    account: str = ""


@dataclass(frozen=True, slots=True)
class ConsentLapsing(Event):
    """It was not used for so long that it is lost at `until`, or is lost already."""

    account: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentRefused(Event):
    """Entra gives no more tokens for it: a person has to consent anew."""

    account: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class SecretsResealed(Event):
    """So many secrets are sealed with another master key now. `version` tells keys apart."""

    version: str = ""
    secrets: int = 0
