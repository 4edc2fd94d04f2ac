"""How long a suspended subscription can be brought back, and from which day its data may be gone.

Days are counted from the day of suspending, in our own calendar. Where sources differ the earlier
day is given. Sources: Microsoft, "Suspend a subscription" (legacy 90 days; 21Vianet 60 days),
"Subscription lifecycle" (new commerce), "Cancel your Azure subscription" (90 days)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.domain.clouds import Cloud
from core.domain.customers import Generation, Subscription


class Kind(StrEnum):
    """What suspending means for a subscription, which depends on how and where it is sold."""

    NEW_COMMERCE = "new-commerce"
    LEGACY = "legacy"
    CHINA = "21vianet"
    AZURE = "azure"
    AZURE_PLAN = "azure-plan"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Retention:
    """`back_until` is the last day on which it can be brought back, `gone_from` the first on which
    data may be deleted; each is empty where nobody knows it. `keeps_data` is false for what holds
    no data of its own."""

    kind: Kind
    back_until: date | None
    gone_from: date | None
    keeps_data: bool = True


DAYS = {Kind.LEGACY: 90, Kind.CHINA: 60, Kind.AZURE: 90}


def kind_of(subscription: Subscription, cloud: Cloud) -> Kind:
    match subscription.generation:
        case Generation.NEW_COMMERCE:
            return Kind.NEW_COMMERCE
        case Generation.LEGACY:
            return Kind.CHINA if cloud is Cloud.CHINA else Kind.LEGACY
        case Generation.AZURE:
            return Kind.AZURE
        case Generation.AZURE_PLAN:
            return Kind.AZURE_PLAN
    return Kind.OTHER


def retention(subscription: Subscription, cloud: Cloud, suspended_on: date) -> Retention:
    """What holds for this subscription, were it suspended on that day."""
    kind = kind_of(subscription, cloud)
    if kind is Kind.AZURE_PLAN:
        return Retention(kind, None, None, keeps_data=False)
    if kind is Kind.NEW_COMMERCE:
        return _until_term_end(subscription)
    days = DAYS.get(kind)
    if days is None:
        return Retention(kind, None, None)
    gone_from = suspended_on + timedelta(days=days)
    return Retention(kind, gone_from - timedelta(days=1), gone_from)


def _until_term_end(subscription: Subscription) -> Retention:
    """It cannot be brought back once its term has ended; one answer of Microsoft says that data
    goes on that very day, others four months later."""
    if subscription.commitment_ends is None:
        return Retention(Kind.NEW_COMMERCE, None, None)
    gone_from = subscription.commitment_ends.date()
    return Retention(Kind.NEW_COMMERCE, gone_from - timedelta(days=1), gone_from)
