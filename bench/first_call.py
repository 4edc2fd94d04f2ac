"""How soon after the last vote Partner Center is asked for the first time, beside the vote's own
transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.measuring import Figure, Must, percentile, say, seconds, shown
from core.domain.approvals import Choice
from core.domain.people import AccountKey
from core.domain.plans import Plan
from core.usecases import voting
from core.usecases.voting import Ballot
from sandbox.slack.people import TEAM_ID
from sandbox.stories.driver import Driver
from tests import postgres
from tests.kills.place import Layout
from tests.kills.waiting import until
from tests.prove.loading.floor import VOTERS, Floor, opened

PLANS, WARM = 40, 5
SQLITE, POSTGRES = "SQLite", "PostgreSQL"
SOON = {SQLITE: 0.05, POSTGRES: 0.1}
WORKERS = 3
ANSWERS = 30.0
CHANGES = frozenset({"PATCH", "PUT", "POST"})
LOOKS = CHANGES | {"GET"}


@dataclass(slots=True)
class Times:
    """Of each plan, in seconds: the first vote's transaction alone; from the moment in which the
    last vote left for the desk until it was acknowledged, until the first call arrived, and until
    the one that asks for the change did."""

    transactions: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    called: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)


def measure(folder: Path) -> Iterator[Figure]:
    for database in (SQLITE, POSTGRES):
        with layout_on(database) as layout:
            inside = folder / f"first-call-{database}"
            inside.mkdir()
            with opened(layout, inside, PLANS + WARM) as floor:
                yield from _figures(database, _times(floor))


@contextmanager
def layout_on(database: str) -> Iterator[Layout]:
    """One process on a file, or one that answers Slack and three that work."""
    if database == SQLITE:
        yield Layout("one process")
        return
    with postgres.running(off=()) as server:
        worker = ("run", "--role", "worker")
        processes = (("run", "--role", "web"), *(worker for _ in range(WORKERS)))
        yield Layout(f"{WORKERS} workers", server.copy(), processes)


def _times(floor: Floor) -> Times:
    times, driver = Times(), Driver(floor.place.url)
    with driver.http:
        for _ in range(WARM):
            _one(floor, driver, Times())
        for _ in range(PLANS):
            _one(floor, driver, times)
    return times


def _one(floor: Floor, driver: Driver, times: Times) -> None:
    """One votes beside the desk, on its database; the last one does so in Slack. Before each vote
    the desk has told everybody of what came before, as it has when people decide."""
    plan = floor.file()
    card = floor.card(plan)
    _let_settle(floor)
    first, last = VOTERS
    ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE)
    times.transactions.append(
        seconds(lambda: voting.vote(ballot, AccountKey(TEAM_ID, first), office=floor.office))
    )
    _let_settle(floor)
    posted = next(m for m in driver.messages(card["channel"]) if m["ts"] == card["ts"])
    driver.click(last, posted, "plan_approve")
    values, seen = driver.consent(last, posted), _asked(floor)
    begun = floor.office.clock()
    told = driver.submit(last, values)
    times.acknowledged.append(told["delivery"]["attempts"][-1]["elapsed_ms"] / 1000)
    for of, found in ((LOOKS, times.called), (CHANGES, times.changed)):
        moment = until(partial(_first, floor, plan, seen, of), "a call", within=ANSWERS)
        found.append((moment - begun).total_seconds())
    driver.close(last)


def _let_settle(floor: Floor) -> None:
    assert floor.ledger.engine.idle(ANSWERS), "the desk did not come to rest"


def _asked(floor: Floor) -> int:
    """How many requests Partner Center has seen."""
    found = floor.http.get("/sandbox/partner-center/requests").json()
    return int(found[-1]["n"]) if found else 0


def _first(floor: Floor, plan: Plan, seen: int, methods: Collection[str]) -> datetime | None:
    """When the first such request after these came that is about a subscription of this plan."""
    wanted = [f"/subscriptions/{line.subscription_id}" for line in plan.content.lines]
    said: list[dict[str, Any]] = floor.http.get(
        "/sandbox/partner-center/requests", params={"after": seen}
    ).json()
    asked = (one for one in said if one["method"] in methods)
    found = (one for one in asked if any(name in one["path"] for name in wanted))
    return next((datetime.fromisoformat(one["at"]) for one in found), None)


def _figures(database: str, times: Times) -> Iterator[Figure]:
    usual, slow = median(times.called), percentile(times.called, 99)
    must = Must(most=SOON[database])
    yield Figure(
        "last vote to first call, p50", usual, "s", must,
        "the vote's own transaction", median(times.transactions), database=database,
    )  # fmt: skip
    say("  p99", shown(slow))
    say("  the vote is acknowledged after", shown(median(times.acknowledged)))
    say("  the change is asked for after", shown(median(times.changed)))
