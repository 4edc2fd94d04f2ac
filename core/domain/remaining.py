"""What a containment leaves open, by what is suspended: a person has to close it by hand.

Sources: Microsoft, "Suspend a subscription" (administrators keep access), "Cancel your Azure
subscription", and "Non-payment, fraud or misuse" (what a partner is expected to do)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from core.domain.clouds import Cloud
from core.domain.customers import Generation, Subscription
from core.domain.planning import IN_AZURE, LICENCES


class Remaining(StrEnum):
    """`administrators` keep access; `sessions` of users stay open; `azure_others`: what runs in
    other Azure subscriptions of the tenant; `azure_resources` and `azure_access`: what was made,
    and who may make it, come back with the subscription; `operator`: 21Vianet's own desk."""

    ADMINISTRATORS = "administrators"
    SESSIONS = "sessions"
    AZURE_OTHERS = "azure_others"
    AZURE_RESOURCES = "azure_resources"
    AZURE_ACCESS = "azure_access"
    OPERATOR = "operator"


OF_AZURE = (Remaining.AZURE_OTHERS, Remaining.AZURE_RESOURCES, Remaining.AZURE_ACCESS)


def remaining(
    contained: Iterable[Subscription], known: Iterable[Subscription], cloud: Cloud
) -> tuple[Remaining, ...]:
    """In the order in which it is done. Administrators keep access whatever is suspended."""
    chosen = list(contained)
    ids = {one.subscription_id for one in chosen}
    kinds = {one.generation for one in chosen}
    found = [Remaining.ADMINISTRATORS]
    if kinds & (LICENCES | {Generation.UNKNOWN}):
        found.append(Remaining.SESSIONS)
    if kinds & IN_AZURE:
        others = (one for one in known if one.subscription_id not in ids)
        left = any(one.generation in IN_AZURE and one.status == "active" for one in others)
        found += OF_AZURE if left else OF_AZURE[1:]
    return (*found, Remaining.OPERATOR) if cloud is Cloud.CHINA else tuple(found)
