"""The partner's own accounts: one tenant in one cloud each, and how it buys from Microsoft."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.domain.clouds import Capability, Cloud, offers


class Tier(StrEnum):
    """Who sells to whom. An indirect reseller buys from its provider, has no interface to Partner
    Center and cannot suspend: its provider does. Source: Microsoft, "Set up API access"."""

    DIRECT = "direct"
    PROVIDER = "provider"
    RESELLER = "reseller"


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner account by its name in the settings. `tenant_id` may be unknown; `provider` is who
    an indirect reseller writes to."""

    name: str
    cloud: Cloud = Cloud.GLOBAL
    tier: Tier = Tier.DIRECT
    tenant_id: str = ""
    provider: str = ""

    def can(self, capability: Capability) -> bool:
        """Can we do this for customers of this account by program?"""
        return self.tier is not Tier.RESELLER and offers(self.cloud, capability)
