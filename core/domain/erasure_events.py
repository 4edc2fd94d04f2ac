"""Events about personal data; what it was is nowhere any more, so none of it is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class PersonalDataErased(Event):
    """How much of each kind is gone. `everybody` is 1 where it was of all people at a customer."""

    customer: str = ""
    everybody: int = 0
    contacts: int = 0
    books: int = 0
    letters: int = 0
    replies: int = 0
    cards: int = 0
    texts: int = 0


@dataclass(frozen=True, slots=True)
class OldDataCleared(Event):
    """So many rows of a kind of core.domain.keeping were older than `days` and needed no more."""

    what: str = ""
    count: int = 0
    days: int = 0
    tells: ClassVar[bool] = False
