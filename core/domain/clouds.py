"""Microsoft's clouds as data: where each answers, and what can be done there.

Facts from Microsoft's Partner Center reference: REST URLs, national clouds, and the "Applies to" of
each page. What a cloud lacks is offered in the form that it has, and never attempted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Cloud(StrEnum):
    GLOBAL = "global"
    US_GOVERNMENT = "us"
    CHINA = "china"


class Capability(StrEnum):
    """What Partner Center's interface lets a program do, topic by topic."""

    SUBSCRIPTIONS = "subscriptions"
    INVOICES = "invoices"
    TAX_RECEIPTS = "tax receipts"
    CONSUMPTION = "consumption lines"
    USAGE = "usage"
    BUDGETS = "spending budgets"
    AZURE = "Azure subscriptions"
    SERVICE_REQUESTS = "service requests"
    AUDIT_RECORDS = "activity records"
    WEBHOOKS = "webhooks"
    FRAUD_EVENTS = "fraud events"
    SECURITY_ALERTS = "security alerts"
    AGREEMENTS = "customer agreements"
    DELEGATED_ADMINS = "delegated admin relationships"
    MFA_REPORT = "MFA report"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses without a path. `audience` is what a token is asked for."""

    api: str
    authority: str
    graph: str

    @property
    def audience(self) -> str:
        return self.api


GLOBAL_API = "https://api.partnercenter.microsoft.com"
CHINA_API = "https://partner.partnercenterapi.microsoftonline.cn"
ENDPOINTS: Mapping[Cloud, Endpoints] = {
    Cloud.GLOBAL: Endpoints(
        GLOBAL_API, "https://login.microsoftonline.com", "https://graph.microsoft.com"
    ),
    Cloud.US_GOVERNMENT: Endpoints(
        GLOBAL_API, "https://login.microsoftonline.us", "https://graph.microsoft.us"
    ),
    Cloud.CHINA: Endpoints(
        CHINA_API,
        "https://login.partner.microsoftonline.cn",
        "https://microsoftgraph.chinacloudapi.cn",
    ),
}

G, U, C = Cloud.GLOBAL, Cloud.US_GOVERNMENT, Cloud.CHINA
WHERE: Mapping[Capability, frozenset[Cloud]] = {
    Capability.SUBSCRIPTIONS: frozenset({G, U, C}),
    Capability.INVOICES: frozenset({G, U, C}),
    Capability.TAX_RECEIPTS: frozenset({G}),
    Capability.CONSUMPTION: frozenset({G}),
    Capability.USAGE: frozenset({G, U}),
    Capability.BUDGETS: frozenset({G, U}),
    # Pages of 2022 name 21Vianet, the one on national clouds says that Azure is not sold there.
    Capability.AZURE: frozenset({G, U}),
    Capability.SERVICE_REQUESTS: frozenset({G, U}),
    Capability.AUDIT_RECORDS: frozenset({G, U}),
    # Only the global host is shown; in 21Vianet the same path is taken for granted.
    Capability.WEBHOOKS: frozenset({G, U, C}),
    # No page says anything of the US Government cloud.
    Capability.FRAUD_EVENTS: frozenset({G}),
    Capability.SECURITY_ALERTS: frozenset({G, U}),
    Capability.AGREEMENTS: frozenset({G}),
    Capability.DELEGATED_ADMINS: frozenset({G, U}),
    Capability.MFA_REPORT: frozenset({G}),
}


def offers(cloud: Cloud, capability: Capability) -> bool:
    """Can a program do this in this cloud?"""
    return cloud in WHERE[capability]
