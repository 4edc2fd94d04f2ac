"""A partner's account in one cloud: how to sign in, its customers, their subscriptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from sandbox.calls import WrongCall
from sandbox.partner_center.money.standing import Standing
from sandbox.partner_center.resources import Resource

_LIMITS = {"latency_ms": (0, 60_000), "throttle_per_minute": (1, 1_000_000), "page_size": (1, 500)}
_LIMITS |= {"entitlement_reads": (0, 1_000)}
_CHOICES: Mapping[str, tuple[object, ...]] = {
    "bom": ("none", "lists", "all"),
    "cancel_status": (200, 202),
    "ammount": (False, True),
    "create_gone": (False, True),
    "fraud_model": ("new", "legacy"),
    "graph_allowed": (True, False),
    "typed_alerts": (False, True),
}


@dataclass(frozen=True, slots=True)
class Options:
    """How this account's Partner Center behaves; a test may turn these."""

    latency_ms: int = 0
    bom: str = "lists"
    throttle_per_minute: int = 500
    page_size: int = 25
    # An Azure subscription looks as before for so many reads; sources disagree on the status.
    entitlement_reads: int = 1
    cancel_status: int = 200
    # A budget spelt as in an old sample, and the page on new service requests taken off.
    ammount: bool = False
    create_gone: bool = False
    # An account without the new fraud events, or without a permission at Graph; and numbers and
    # truths of alerts as such where samples have texts.
    fraud_model: str = "new"
    graph_allowed: bool = True
    typed_alerts: bool = False

    def turned(self, asked: Mapping[str, Any]) -> Options:
        """The same options with some changed, or a complaint."""
        if strange := sorted(asked.keys() - asdict(self).keys()):
            raise WrongCall(f"unknown option {', '.join(strange)}; there are {', '.join(_ALL)}")
        for name, value in asked.items():
            if name in _CHOICES:
                _check_one_of(name, value, _CHOICES[name])
            else:
                _check_number(name, value)
        return Options(**{**asdict(self), **asked})


_ALL = tuple(asdict(Options()))


@dataclass(slots=True)
class Account:
    """One partner account; `customers` by tenant id, `subscriptions` by tenant id and id,
    `entitlements` by Azure plan and id with their `daily_costs`, `since` when each got the status
    it has, `surges` what each costs a day on top and from when on, `unsigned` who has accepted no
    agreement."""

    name: str
    cloud: str
    partner_name: str
    tenant_id: str
    client_id: str
    client_secret: str
    tier: str = "direct"
    currency: str = "EUR"
    customers: dict[str, Resource] = field(default_factory=dict)
    subscriptions: dict[str, dict[str, Resource]] = field(default_factory=dict)
    entitlements: dict[str, dict[str, Resource]] = field(default_factory=dict)
    since: dict[str, str] = field(default_factory=dict)
    daily_costs: dict[str, Decimal] = field(default_factory=dict)
    budgets: dict[str, float | None] = field(default_factory=dict)
    surges: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    unsigned: set[str] = field(default_factory=set)
    standing: Standing = field(default_factory=Standing)
    options: Options = field(default_factory=Options)

    @property
    def has_api(self) -> bool:
        """An indirect reseller has none: it asks its provider."""
        return self.tier != "reseller"

    def all_subscriptions(self) -> Iterator[tuple[str, Resource]]:
        """Every subscription with the tenant id of its customer."""
        for customer_id, owned in self.subscriptions.items():
            for subscription in owned.values():
                yield customer_id, subscription

    def to_json(self) -> dict[str, Any]:
        """What may change while the sandbox runs; who signs in how does not."""
        return {
            "customers": dict(self.customers),
            "subscriptions": {key: dict(owned) for key, owned in self.subscriptions.items()},
            "entitlements": {key: dict(under) for key, under in self.entitlements.items()},
            "since": dict(self.since),
            "budgets": dict(self.budgets),
            "surges": {key: list(found) for key, found in self.surges.items()},
            "unsigned": sorted(self.unsigned),
            "standing": self.standing.to_json(),
            "options": asdict(self.options),
        }

    def load_json(self, state: Mapping[str, Any]) -> None:
        self.customers = dict(state["customers"])
        self.subscriptions = {key: dict(owned) for key, owned in state["subscriptions"].items()}
        self.entitlements = {key: dict(under) for key, under in state["entitlements"].items()}
        self.since = dict(state["since"])
        self.budgets = dict(state["budgets"])
        self.surges = {
            key: [(since, extra) for since, extra in found]
            for key, found in state["surges"].items()
        }
        self.unsigned = set(state["unsigned"])
        self.standing = Standing.from_json(state["standing"])
        self.options = Options(**state["options"])


def _check_one_of(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        raise WrongCall(f"{name} must be one of {', '.join(map(str, allowed))}, not {value!r}")


def _check_number(name: str, value: object) -> None:
    least, most = _LIMITS[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise WrongCall(f"{name} must be a whole number from {least} to {most}, not {value!r}")
