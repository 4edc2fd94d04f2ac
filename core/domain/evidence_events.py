"""What was shown of a case, and what was handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class CardShown(Event):
    """A card was drawn as it had not been before; the drawing itself is outside the chain."""

    card: str = ""
    subject: str = ""
    revision: str = ""
    digest: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class EvidenceExported(Event):
    """Somebody took all that there is about a case. `digest` is that of the pack, `size` and
    `head` what the chain was then."""

    digest: str = ""
    size: int = 0
    head: str = ""


@dataclass(frozen=True, slots=True)
class CheckpointsLost(Event):
    """What keeps checkpoints has taken none since then. `keeper` is mail or url."""

    keeper: str = ""
    since: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class CheckpointsKept(Event):
    """It takes them again; `since` is when it stopped."""

    keeper: str = ""
    since: datetime | None = None
