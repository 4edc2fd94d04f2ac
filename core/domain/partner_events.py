"""What happened at Partner Center without us, as reading it showed."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class SubscriptionDrifted(Event):
    """One change that nobody of us made. `kind` is a DriftKind; who made it, where that is known,
    stands outside the chain, under the id of the drift."""

    drift_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    kind: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class RelationshipChanged(Event):
    """The customer is no longer ours to sell to, or is again; `now` is Microsoft's word."""

    customer: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class OverdueToMicrosoft(Event):
    """We ourselves are late with a bill of Microsoft's: since which day, and from which it may stop
    our sales. `due_known` is 0 where nobody told us when it was due."""

    account: str = ""
    since: str = ""
    due_known: int = 0
    stops: str = ""
