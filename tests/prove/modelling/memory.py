"""What people did and what was so, noted by the test alone: who agreed to what, who had paid, what
was frozen. From it a change is judged without a line of the desk's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.customers import CustomerKey
from core.domain.plans import Plan, Reason
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


def is_cut_hour(now: datetime, country: str) -> bool:
    """In the customer's hours on a business day, and before no day off, in both countries."""
    local = now.astimezone(ZONES[country])
    if not 9 <= local.hour < 15:
        return False
    days = (local.date(), local.date() + timedelta(days=1))
    return all(_works(day, where) for day in days for where in {country, "DE"})


def _works(day: date, country: str) -> bool:
    return day.weekday() < SATURDAY and day not in HOLIDAYS[country]


def country_of(key: CustomerKey) -> str:
    return COUNTRIES[CUSTOMERS.index(key)]


@dataclass
class Noted:
    """A plan as it was filed, and what people said to it."""

    plan: Plan
    yes: dict[str, datetime] = field(default_factory=dict)
    ended: str = ""
    checked: datetime | None = None
    scheduled: datetime | None = None
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """What a policy asks for that counts here."""

    suspend: int = 2
    floor: int = 50
    per_hour: int = 4
    per_day: int = 7
    customers_per_hour: int = 2


@dataclass(frozen=True, slots=True)
class Sent:
    """An attempt whose bytes left."""

    at: datetime
    customer: CustomerKey
    cuts: bool


@dataclass
class Memory:
    """People are named by their first account. `owed` and `paid` are of the newest books that the
    desk took; `high` is when anything was written down last."""

    names: dict[str, str]
    plans: dict[str, Noted] = field(default_factory=dict)
    well: dict[str, bool] = field(default_factory=dict)
    heard: dict[str, bool] = field(default_factory=dict)
    approvers: set[str] = field(
        default_factory=lambda: set(
            next(users for role, users in ROLES.items() if role.value == "approvers")
        )
    )
    owners: dict[CustomerKey, set[str]] = field(default_factory=dict)
    frozen: bool = False
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
    high: datetime | None = None

    def supporters(self, noted: Noted, *, first: bool) -> set[str]:
        """Whose yes counts now. What the desk has not heard of somebody it asks for before the
        first change of a plan."""
        content = noted.plan.content
        mine = self.names.get(content.requester, "")
        barred = {mine} if content.action.value != "lift_freeze" else set()
        if content.customer is not None:
            barred |= self.owners.get(content.customer, set())
        return {
            who
            for who in noted.yes
            if who in self.approvers - barred and self._may(who, strictly=first)
        }

    def _may(self, who: str, *, strictly: bool) -> bool:
        fit = self.well.get(who, True)
        return fit or not (strictly or self.heard.get(who, True))

    def quorum(self, noted: Noted) -> int:
        action = noted.plan.content.action.value
        if action == "suspend":
            return max(self._demand().suspend, noted.plan.content.quorum, 2)
        return {"cancel": 2, "adopt": 2}.get(action, 1)

    def _demand(self) -> Demand:
        return self.demands.get(self.policy, Demand())

    # A change is about to be accepted

    def wrong_with(
        self, noted: Noted, line: tuple[str, str], now: datetime
    ) -> Iterator[tuple[str, str]]:
        """What forbids it, as a kind of breach and in words."""
        yield from self._consent(noted, line)
        yield from self._stopped(noted, now)
        yield from self._ours(noted, line)
        if line[1] in CUTS:
            yield from self._load(noted, now)
            if noted.plan.content.reason is Reason.NON_PAYMENT:
                yield from self._money(noted, now)

    def _consent(self, noted: Noted, line: tuple[str, str]) -> Iterator[tuple[str, str]]:
        lines = {(one.subscription_id, one.verb.value) for one in noted.plan.content.lines}
        if line not in lines:
            yield "unapproved", "S2: not a line of what was approved"
        yes = self.supporters(noted, first=noted.sent == 0)
        if len(yes) < self.quorum(noted):
            yield "unapproved", f"S1: {sorted(yes)} are too few"

    def _stopped(self, noted: Noted, now: datetime) -> Iterator[tuple[str, str]]:
        if noted.ended:
            yield "too late", f"S5: the plan is {noted.ended}"
        if self.frozen or self.file:
            yield "too late", "S5: everything is frozen"
        if self.high is not None and now < self.high - timedelta(seconds=5):
            yield "too late", "the clock is behind the record"

    def _ours(self, noted: Noted, line: tuple[str, str]) -> Iterator[tuple[str, str]]:
        key = noted.plan.content.customer
        assert key is not None
        if line[1] == "reactivate" and (key, line[0]) not in self.ours | self.touched:
            yield "unapproved", "S12: it lifts what is not ours"

    def _load(self, noted: Noted, now: datetime) -> Iterator[tuple[str, str]]:
        demand, key = self._demand(), noted.plan.content.customer
        assert key is not None
        day = [one for one in self.sent if one.cuts and now - one.at < timedelta(days=1)]
        hour = [one for one in day if now - one.at < timedelta(hours=1)]
        if len(hour) + 1 > demand.per_hour:
            yield "unapproved", "S6: too many in an hour"
        if len(day) + 1 > demand.per_day:
            yield "unapproved", "S6: too many in a day"
        if len({one.customer for one in hour} | {key}) > demand.customers_per_hour:
            yield "unapproved", "S6: too many customers in an hour"

    def _money(self, noted: Noted, now: datetime) -> Iterator[tuple[str, str]]:
        key = noted.plan.content.customer
        assert key is not None
        today = now.astimezone(BERLIN).date()
        if self.owed[key] < max(50, self._demand().floor):
            yield "too late", f"S5: only {self.owed[key]} is owed"
        if self.books_of is None or now - self.books_of > timedelta(hours=26):
            yield "too late", "S4: the books are old"
        if noted.checked is None or now - noted.checked > timedelta(hours=4):
            yield "too late", "S4: nobody looked at the bank"
        if not is_cut_hour(now, country_of(key)):
            yield "too late", f"S17: no hour for it, {now}"
        held = (until for whose, until in self.holds.values() if whose == key)
        if any(until is None or until >= today for until in held):
            yield "too late", "S5: there is a hold"
        if any(whose == key and by >= today for whose, by in self.promises.values()):
            yield "too late", "S5: there is a promise"
