"""What Microsoft's alerts said, what we answered, and when nobody could read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class AlertFound(Event):
    """A new incident. `known` is 0 where nobody here has this customer; a test is 1 and never acted
    on."""

    alert_id: str = ""
    customer: str = ""
    known: int = 1
    subscription_id: str = ""
    kind: str = ""
    severity: str = ""
    confidence: str = ""
    resource: str = ""
    resources: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    count: int = 0
    sources: tuple[str, ...] = ()
    test: int = 0


@dataclass(frozen=True, slots=True)
class AlertConfirmed(Event):
    """Microsoft's other source tells of the same incident."""

    alert_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    kind: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class AlertWorse(Event):
    """Its severity went up."""

    alert_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    kind: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class AlertMoved(Event):
    """Microsoft shows another status; `resolution` is its word for why it is over."""

    alert_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    kind: str = ""
    before: str = ""
    after: str = ""
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class AlertAnswered(Event):
    """Somebody, or the course of the case, wants Microsoft to know how far it is."""

    alert_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    status: str = ""
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class AlertAnswerSent(Event):
    """Written down before anything leaves."""

    alert_id: str = ""
    answer_id: str = ""
    source: str = ""
    reports: tuple[str, ...] = ()
    attempt: int = 0
    request_id: str = ""
    correlation_id: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class AlertAnswerSettled(Event):
    """How an answer ended. `state` is done, refused, overtaken or unsure."""

    alert_id: str = ""
    answer_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    source: str = ""
    status: str = ""
    resolution: str = ""
    state: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class AlertAnswerWaits(Event):
    """It cannot leave before a person mends something. `why` is login or permission."""

    alert_id: str = ""
    answer_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    source: str = ""
    status: str = ""
    resolution: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class AlertsLost(Event):
    """A source of alerts cannot be read. `why` is unreachable, login, permission or gone; `detail`
    is what was said; `blind`: nothing else of this account tells of alerts."""

    account: str = ""
    source: str = ""
    since: datetime | None = None
    why: str = ""
    detail: str = ""
    blind: int = 0


@dataclass(frozen=True, slots=True)
class AlertsBack(Event):
    """It can be read again; what happened meanwhile was read with it."""

    account: str = ""
    source: str = ""
    since: datetime | None = None
