"""What happened to a case; of its texts the chain holds digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    customer: str = ""
    kind: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class CaseRated(Event):
    """It is worse, or less bad, than was thought."""

    severity: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class AbuseDated(Event):
    """The abuse is known to have begun then, which is earlier than was known."""

    began: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseNoted(Event):
    """Somebody wrote something down; the text itself is outside the chain."""

    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class CaseAssigned(Event):
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ItemTicked(Event):
    """An item of the checklist is done, as somebody or the desk itself saw."""

    kind: str = ""
    item: str = ""
    evidence_digest: str = ""


@dataclass(frozen=True, slots=True)
class CaseWaits(Event):
    """It waits for information; some of its clocks stand still."""

    wait_id: str = ""
    until: datetime | None = None
    why_digest: str = ""


@dataclass(frozen=True, slots=True)
class CaseGoesOn(Event):
    """It waits no more: somebody said so, or its time is over."""

    wait_id: str = ""


@dataclass(frozen=True, slots=True)
class DelegateNamed(Event):
    """From one day to another somebody acts for the owner: here, or, with no case, in all that
    are the owner's."""

    owner: str = ""
    delegate: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class DelegateReleased(Event):
    owner: str = ""
    delegate: str = ""


@dataclass(frozen=True, slots=True)
class CaseMerged(Event):
    """It goes on in another case. Told in the thread of the one that is closed."""

    into: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class CaseTookIn(Event):
    """Another case goes on here. Told in the thread of the one that stays open."""

    merged: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class CaseReminded(Event):
    """A clock of the case runs out, or ran out. `rung`: owner, on_call, administrators; `called`
    are those who hear of it."""

    clock: str = ""
    rung: str = ""
    due: datetime | None = None
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    told_digest: str = ""
    outcome: str = ""
