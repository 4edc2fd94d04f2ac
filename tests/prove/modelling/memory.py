"""What people did and what was so, noted by the test alone: who agreed to what, who had paid, what
was frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.customers import CustomerKey
from core.domain.people import Role
from core.domain.plans import AUTOMATIC, Action, Plan, Reason
from tests.prove.modelling.filled import COUNTRIES, CUSTOMERS, ROLES

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ZONES = {"DE": BERLIN, "US": NEW_YORK}
# By hand, for the weeks in which this plays.
HOLIDAYS = {
    "DE": {date(2026, 10, 3), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)},
    "US": {
        date(2026, 10, 12),
        date(2026, 11, 11),
        date(2026, 11, 26),
        date(2026, 12, 25),
        date(2027, 1, 1),
    },
}
CUTS = {"suspend", "cancel"}
SATURDAY = 5
A_DAY = timedelta(days=1)


def is_cut_hour(now: datetime, country: str) -> bool:
    """In the customer's hours on a business day, and before no day off, in both countries."""
    local = now.astimezone(ZONES[country])
    if not 9 <= local.hour < 15:
        return False
    days = (local.date(), local.date() + A_DAY)
    return all(works(day, where) for day in days for where in {country, "DE"})


def works(day: date, country: str) -> bool:
    return day.weekday() < SATURDAY and day not in HOLIDAYS[country]


def deciders(action: str) -> set[str]:
    """Whose role has a vote on this, by their first accounts."""
    if action == "confirm_step_up":
        return set(ROLES[Role.ADMINISTRATOR])
    desks_own = action in {"ratify", "change_policy", "change_roles"}
    return {*ROLES[Role.APPROVER], *(ROLES[Role.ADMINISTRATOR] if desks_own else ())}


def country_of(key: CustomerKey) -> str:
    return COUNTRIES[CUSTOMERS.index(key)]


@dataclass
class Noted:
    """A plan as it was filed, and what people said to it: whose yes, with which account, and by
    a code that was right."""

    plan: Plan
    yes: dict[str, datetime] = field(default_factory=dict)
    by: dict[str, str] = field(default_factory=dict)
    coded: set[str] = field(default_factory=set)
    ended: str = ""
    checked: datetime | None = None
    scheduled: datetime | None = None

    @property
    def action(self) -> str:
        return self.plan.content.action.value

    @property
    def key(self) -> CustomerKey:
        assert self.plan.content.customer is not None
        return self.plan.content.customer

    def is_roll_back(self) -> bool:
        content = self.plan.content
        mine = content.filed_by == AUTOMATIC and content.action is Action.REINSTATE
        return mine and bool(content.subject)


@dataclass
class Sole:
    """What one person did alone, because of which alert, and what others said to it."""

    who: str
    alert: str
    coded: bool
    ratified: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """What a policy asks for that counts here."""

    suspend: int = 2
    floor: int = 50
    per_plan: int = 2
    per_hour: int = 4
    per_day: int = 7
    customers_per_hour: int = 2
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes that left."""

    at: datetime
    customer: CustomerKey
    plan_id: str
    cuts: bool


@dataclass
class Memory:
    """People are named by their first account. `owed` and `paid` are of the newest books that the
    desk took; `high` is when anything was written down last; `settings` says what renewed itself
    before we suspended it; `secrets` are what people's authenticators hold; the directory may be
    `silent`."""

    names: dict[str, str]
    plans: dict[str, Noted] = field(default_factory=dict)
    well: dict[str, bool] = field(default_factory=dict)
    heard: dict[str, bool] = field(default_factory=dict)
    silent: bool = False
    owners: dict[CustomerKey, set[str]] = field(default_factory=dict)
    freezes: dict[str, tuple[str, str]] = field(default_factory=dict)
    file: bool = False
    owed: dict[CustomerKey, int] = field(default_factory=lambda: dict.fromkeys(CUSTOMERS, 1800))
    paid: dict[CustomerKey, bool] = field(default_factory=lambda: dict.fromkeys(CUSTOMERS, False))
    books_of: datetime | None = None
    holds: dict[str, tuple[CustomerKey, date | None]] = field(default_factory=dict)
    promises: dict[str, tuple[CustomerKey, date]] = field(default_factory=dict)
    demands: dict[str, Demand] = field(default_factory=dict)
    policy: str = ""
    sent: list[Sent] = field(default_factory=list)
    ours: set[tuple[CustomerKey, str]] = field(default_factory=set)
    touched: set[tuple[CustomerKey, str]] = field(default_factory=set)
    settings: dict[tuple[CustomerKey, str], bool] = field(default_factory=dict)
    high: datetime | None = None
    secrets: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    sole: dict[str, Sole] = field(default_factory=dict)
    alerts: dict[str, tuple[CustomerKey, bool]] = field(default_factory=dict)

    def supporters(self, noted: Noted, *, first: bool) -> set[str]:
        """Whose yes counts now. What the desk has not heard of somebody it asks for before the
        first change of a plan; while the directory is silent it believes whom a code proves."""
        content = noted.plan.content
        mine = self.names.get(content.requester, "")
        barred = {mine} if noted.action != "lift_freeze" else set()
        if content.customer is not None:
            barred |= self.owners.get(content.customer, set())
        coded = noted.coded if self.takes_code(noted) else set(noted.yes)
        return {
            who
            for who in coded & set(noted.yes)
            if who in deciders(noted.action) - barred
            and self.fit(
                who, noted.by[who], strictly=first and not (self.silent and who in noted.coded)
            )
        }

    def fit(self, *accounts: str, strictly: bool) -> bool:
        """By the first account of a person, and by the one that was used."""
        return all(
            self.well.get(one, True) or not (strictly or self.heard.get(one, True))
            for one in accounts
        )

    def quorum(self, noted: Noted) -> int:
        if noted.action == "suspend":
            return max(self.demand(noted).suspend, noted.plan.content.quorum, 2)
        two = {"cancel", "adopt", "lift_freeze", "change_policy"}
        return 2 if noted.action in two else 1

    def demand(self, noted: Noted) -> Demand:
        """The stricter of the policy it was asked for under and the one in force."""
        found = [self.demands[one] for one in (self.policy, noted.plan.content.policy)]
        return Demand(
            suspend=max(one.suspend for one in found),
            floor=max(one.floor for one in found),
            per_plan=min(one.per_plan for one in found),
            per_hour=min(one.per_hour for one in found),
            per_day=min(one.per_day for one in found),
            customers_per_hour=min(one.customers_per_hour for one in found),
            alone=all(one.alone for one in found),
        )

    def takes_code(self, noted: Noted) -> bool:
        """Misuse does, in every policy here; whoever ratifies gives the vote that was missing."""
        content = noted.plan.content
        if content.action is Action.RATIFY:
            return self.takes_code(self.plans[content.subject])
        return noted.action in CUTS and content.reason is Reason.MISUSE

    def stopping(self, noted: Noted) -> Iterator[str]:
        """Freezes that stop this plan."""
        for scope, of in self.freezes.values():
            if scope == "all" or of in {str(noted.key), noted.action}:
                yield f"{scope} {of}".strip()
        if self.file:
            yield "the file FREEZE"

    def under_attack(self, key: CustomerKey) -> bool:
        return any(whose == key and active for whose, active in self.alerts.values())
