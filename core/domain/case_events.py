"""What happened to a case; of its texts the chain holds digests."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    customer: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CaseNoted(Event):
    """Somebody wrote something down; the text itself is outside the chain."""

    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class CaseAssigned(Event):
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    told_digest: str = ""
