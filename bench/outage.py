"""What was approved while Partner Center was gone for six hours, beside the bare calls it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from bench.measuring import compare, say, seconds
from bot.wiring import partner_center
from clients.partner_center import PartnerCenterClient
from core.domain.customers import CustomerKey
from core.domain.plan_events import Silent
from core.domain.plans import ENDS, Plan
from tests.kills.place import Layout
from tests.kills.waiting import until
from tests.prove.loading.crowded import tenant
from tests.prove.loading.floor import Floor, opened

PLANS, BARE = 500, 50
SIX_HOURS = timedelta(hours=6)
GONE = {"target": "partner-center", "kind": "status", "status": 503, "times": 1_000_000}
DRAINING = 1800.0


def measure(folder: Path) -> None:
    """The caps are raised by the policy file of the floor; nothing else is switched off."""
    folder.mkdir()
    with opened(Layout("one process on SQLite"), folder, PLANS + BARE) as floor:
        ours, plans = _after_the_outage(floor)
        bare = seconds(lambda: _bare(floor)) / BARE
        say("of these plans are done", f"{_done(floor, plans)} of {len(plans)}")
    what = f"a plan, of {PLANS} approved during six hours without Partner Center"
    compare(what, ours / PLANS, "read, send, read back without a desk", bare)


def _after_the_outage(floor: Floor) -> tuple[float, list[Plan]]:
    """From the moment in which it answers again until each plan has ended, in seconds."""
    floor.http.post("/sandbox/faults", json=GONE).raise_for_status()
    plans = [floor.file() for _ in range(PLANS)]
    for plan in plans:
        floor.approve(plan)
    floor.move_clock(SIX_HOURS)
    until(lambda: _all(floor, plans, _waits), "plans that wait for it", within=DRAINING)
    floor.http.delete("/sandbox/faults").raise_for_status()
    begun = time.perf_counter()
    until(lambda: _all(floor, plans, _is_over), "plans that ended", within=DRAINING)
    return time.perf_counter() - begun, plans


def _waits(plan: Plan) -> bool:
    return plan.waiting_for == Silent.PARTNER_CENTER


def _is_over(plan: Plan) -> bool:
    return plan.state in ENDS


def _all(floor: Floor, plans: list[Plan], holds: Callable[[Plan], bool]) -> bool:
    with floor.office.store.reading() as work:
        return all(holds(work.plans.get(plan.plan_id)) for plan in plans)


def _done(floor: Floor, plans: list[Plan]) -> int:
    wanted = {line.subscription_id for plan in plans for line in plan.content.lines}
    return len(wanted & {change["subscription_id"] for change in floor.changes()})


def _bare(floor: Floor) -> None:
    client = partner_center(floor.ledger.settings, floor.ledger.clock)
    for number in range(PLANS, PLANS + BARE):
        _suspend(client, CustomerKey("main", tenant(number)), floor)
    client.close()


def _suspend(client: PartnerCenterClient, key: CustomerKey, floor: Floor) -> None:
    with floor.office.store.reading() as work:
        (one,) = work.customers.subscriptions(key)
    read = client.read(key, one.subscription_id)
    ids = {"request_id": str(uuid4()), "correlation_id": str(uuid4())}
    client.change(read, {"status": "suspended"}, **ids)
    client.read(key, one.subscription_id)
