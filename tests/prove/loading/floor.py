"""A desk in processes of its own, with a crowd of customers, and people who hurry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import httpx

from bot.config import Settings
from bot.wiring import Ledger, begin_policy, open_ledger
from clients.receivables_csv import CsvSheet
from core.domain.approvals import Choice
from core.domain.customers import CustomerKey
from core.domain.events import Route
from core.domain.people import AccountKey
from core.domain.plans import Plan, Reason
from core.ports.office import Office
from core.usecases import receivables, suspension, voting
from core.usecases.opening import FirstStart, open_desk
from core.usecases.voting import Ballot
from sandbox.data.receivables import write_receivables
from sandbox.slack.people import BOT_USER_ID, TEAM_ID
from tests.kills.place import NO_LIMIT, Layout, Place
from tests.kills.waiting import until
from tests.prove.loading.crowded import tenant
from tests.prove.loading.samples import Sample

AGENT, VOTERS = "U0LEE", ("U0BRAUN", "U0WEBER")
EVERYBODY = ("U0KANG", "U0LEE", "U0BRAUN", "U0PARK", "U0WEBER", "U0READER", "U0ADMIN")
READING, LATENCY_MS = 300.0, 5


@dataclass(slots=True)
class Building(Place):
    """A place whose sandbox has so many customers more, with so many subscriptions each."""

    crowd: int = 0
    each: int = 1

    def _sandbox(self) -> list[str]:
        return ["tests.prove.loading.crowded", self.bot_url, str(self.crowd), str(self.each)]


@dataclass(slots=True)
class Floor:
    """What a scenario is given. `filed`: plans that two people approved, and when by the desk's
    clock; `frozen`: when a freeze began, and when two lifted it."""

    place: Building
    http: httpx.Client
    ledger: Ledger
    filed: dict[str, datetime]
    frozen: list[tuple[datetime, datetime]]
    used: int = 0

    @property
    def office(self) -> Office:
        return self.ledger.office

    def act(self, what: str, **body: object) -> Sample:
        """Somebody types, clicks or submits; how long it took until it was acknowledged."""
        told = self.http.post(f"/sandbox/slack/{what}", json=body)
        return Sample.of(told.json() if told.status_code == 200 else {})

    def file(self) -> Plan:
        """A plan for the next customer of whom nobody has asked for anything."""
        key = CustomerKey("main", tenant(self.used))
        self.used += 1
        with self.office.store.reading() as work:
            chosen = tuple(one.subscription_id for one in work.customers.subscriptions(key))
        wish = suspension.Wish(key, chosen, Reason.FRAUD, "asked for by the load runs")
        return suspension.ask(wish, AccountKey(TEAM_ID, AGENT), office=self.office)

    def approve(self, plan: Plan) -> None:
        for user in VOTERS:
            # From the last of them on it may go: noted before, as it goes at once.
            self.filed[plan.plan_id] = self.office.clock()
            ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE)
            voting.vote(ballot, AccountKey(TEAM_ID, user), office=self.office)

    def changes(self) -> list[dict[str, Any]]:
        """What Partner Center accepted from the desk, in order."""
        found = self.http.get("/sandbox/partner-center/changes").json()
        return [change for change in found if change["by"] == "api"]

    def allowed(self) -> dict[str, datetime]:
        """Since when two people want each subscription suspended."""
        with self.office.store.reading() as work:
            return {
                line.subscription_id: at
                for plan_id, at in self.filed.items()
                for line in work.plans.get(plan_id).content.lines
            }

    def card(self, plan: Plan) -> dict[str, Any]:
        """Its message, once it was posted."""

        def look() -> dict[str, Any] | None:
            with self.office.store.reading() as work:
                posted = work.posts.get(f"plan:{plan.plan_id}")
            return {"channel": posted.channel, "ts": posted.ts} if posted else None

        return until(look, "a card", within=READING)

    def move_clock(self, by: timedelta) -> None:
        told = {"to": (self.office.clock() + by).isoformat()}
        self.http.post("/clock", json=told).raise_for_status()


@contextmanager
def opened(
    layout: Layout, folder: Path, crowd: int, *, each: int = 1, per_minute: int = NO_LIMIT
) -> Iterator[Floor]:
    """Everything runs, every customer was read, the books are in. Partner Center takes so many
    calls a minute, and the desk knows it."""
    place = Building(layout, folder, per_minute, crowd=crowd, each=each)
    try:
        place.open()
        with place.talking() as http:
            for account in ("main", "china"):
                pace = {"throttle_per_minute": per_minute, "latency_ms": LATENCY_MS}
                http.post("/sandbox/partner-center/options", json={"account": account, **pace})
            ledger = _ledger(place, http)
            try:
                place.start_desk()
                _fill(ledger, place, crowd)
                yield Floor(place, http, ledger, {}, [])
            finally:
                ledger.close()
    finally:
        place.close()


def _ledger(place: Place, http: httpx.Client) -> Ledger:
    """The desk's database, by a clock that is asked for anew every tenth of a second."""
    read: dict[str, float] = {"until": 0.0, "offset": 0.0}

    def clock() -> datetime:
        if monotonic() > read["until"]:
            now = datetime.fromisoformat(http.get("/clock").json()["now"]).timestamp()
            read.update(until=monotonic() + 0.1, offset=now - monotonic())
        return datetime.fromtimestamp(monotonic() + read["offset"], UTC)

    ledger = open_ledger(Settings.from_environment(place.environment), clock)
    begin_policy(ledger)
    lists = ledger.settings.lists()
    open_desk(TEAM_ID, BOT_USER_ID, lists, office=ledger.office, start=FirstStart.OPEN)
    return ledger


def _fill(ledger: Ledger, place: Place, crowd: int) -> None:
    office, keys = ledger.office, [CustomerKey("main", tenant(n)) for n in range(crowd)]

    def all_read() -> bool:
        with office.store.reading() as work:
            return all(work.customers.subscriptions(key) for key in keys)

    until(all_read, "customers that were read", within=READING)
    file = place.folder / "books.csv"
    write_receivables(file, as_of=office.clock() - timedelta(minutes=90))
    sheet = CsvSheet(file, ledger.settings.time_zone)
    receivables.take_in(sheet, office=office, route=Route.CLI)
