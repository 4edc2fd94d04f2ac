"""One abuse as each interface writes it: fraud events in two models, and Graph's alerts."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.fraud.abuse import EVENTS, GRAPH, Abuse, AbuseBook, Standing
from sandbox.partner_center.resources import Resource

NEVER = "9999-12-31T23:59:59.9970000"
# The model before the new one knows of nothing else.
MINING = "networkConnectionsToCryptoMiningPools"


def event_id(abuse: Abuse) -> str:
    return f"{abuse.subscription_id}_{abuse.entity}"


def legacy_event(abuse: Abuse, book: AbuseBook, account: Account) -> Resource:
    """Numbers are texts, and times have no zone."""
    standing = abuse.standing[EVENTS]
    customer = account.customers.get(abuse.customer_id, {})
    first = _zoneless(datetime.fromisoformat(abuse.first))
    last = _zoneless(book.last_seen(abuse))
    return {
        "eventTime": first,
        "eventId": event_id(abuse),
        "partnerTenantId": account.tenant_id,
        "partnerFriendlyName": account.partner_name,
        "customerTenantId": abuse.customer_id,
        "customerFriendlyName": customer.get("companyProfile", {}).get("companyName", ""),
        "subscriptionId": abuse.subscription_id,
        "subscriptionType": "modern",
        "entityId": abuse.entity,
        "entityName": "pool.mining.example",
        "entityUrl": _resource(abuse),
        "hitCount": str(book.hits(abuse)),
        "catalogOfferId": "MS-AZR-0017G",
        "eventStatus": standing.status.capitalize(),
        "serviceName": "Microsoft.Compute",
        "resourceName": "vm-7",
        "resourceGroupName": "rg-batch",
        "firstOccurrence": first,
        "lastOccurrence": last,
        "resolvedReason": standing.reason.capitalize() or "None",
        "resolvedOn": _zoneless(datetime.fromisoformat(standing.at)) if standing.at else NEVER,
        "resolvedBy": standing.by if standing.at else "",
    }


def new_event(abuse: Abuse, book: AbuseBook, account: Account) -> Resource:
    """All that the older model says, with its kind, and a list inside a text."""
    legacy = legacy_event(abuse, book, account)
    typed = account.options.typed_alerts
    log = [
        {"statusFrom": before.capitalize(), "statusTo": after.capitalize(), "updatedBy": by,
         "dateTime": at}
        for before, after, by, at in abuse.standing[EVENTS].course
    ]  # fmt: skip
    return legacy | {
        "hitCount": book.hits(abuse) if typed else legacy["hitCount"],
        "eventType": abuse.kind[:1].upper() + abuse.kind[1:],
        "severity": abuse.severity.capitalize(),
        "confidenceLevel": abuse.confidence,
        "displayName": "Action required",
        "description": "Analysis of network activity found something.",
        "country": "DE",
        "valueAddedResellerTenantId": "",
        "valueAddedResellerFriendlyName": "",
        "subscriptionName": "Azure plan",
        "firstObserved": legacy["firstOccurrence"],
        "lastObserved": legacy["lastOccurrence"],
        "affectedResources": [{"azureResourceId": _resource(abuse), "type": "AzureResource"}],
        "additionalDetails": {"resourceid": _resource(abuse), "severity": abuse.severity},
        "IsTest": abuse.is_test if typed else str(abuse.is_test).lower(),
        "activityLogs": json.dumps(log),
    }


def graph_alert(abuse: Abuse, book: AbuseBook, account: Account) -> Resource:
    standing = abuse.standing[GRAPH]
    typed = account.options.typed_alerts
    count: Any = book.hits(abuse)
    return {
        "id": abuse.id,
        "displayName": "Action required",
        "description": "Analysis of network activity found something.",
        "alertType": abuse.kind,
        "status": standing.status,
        "severity": abuse.severity,
        "confidenceLevel": abuse.confidence,
        "customerTenantId": abuse.customer_id,
        "subscriptionId": abuse.subscription_id,
        "valueAddedResellerTenantId": None,
        "catalogOfferId": "MS-AZR-0017G",
        "detectedDateTime": _zulu(datetime.fromisoformat(abuse.first)),
        "firstObservedDateTime": _zulu(datetime.fromisoformat(abuse.first)),
        "lastObservedDateTime": _zulu(book.last_seen(abuse)),
        "resolvedReason": standing.reason or None,
        "resolvedOnDateTime": standing.at or None,
        "resolvedBy": standing.by or None,
        "isTest": abuse.is_test if typed else str(abuse.is_test).lower(),
        "affectedResources": [{"resourceId": _resource(abuse), "resourceType": "AzureResource"}],
        "activityLogs": _log(standing),
        "additionalDetails": {"ConnectionCount": count if typed else str(count)},
    }


def _log(standing: Standing) -> list[Resource]:
    return [
        {"statusFrom": before, "statusTo": after, "updatedBy": by, "updatedDateTime": at}
        for before, after, by, at in standing.course
    ]


def _resource(abuse: Abuse) -> str:
    group = f"/subscriptions/{abuse.subscription_id}/resourceGroups/rg-batch"
    return f"{group}/providers/Microsoft.Compute/virtualMachines/vm-7"


def _zoneless(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _zulu(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"
