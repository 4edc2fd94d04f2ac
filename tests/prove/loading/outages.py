"""Partner Center is gone for six hours, and then everything that was approved wants to go."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from core.domain.people import AccountKey
from core.domain.plans import ENDS, Action, Plan
from core.usecases import freezing
from sandbox.slack.people import TEAM_ID
from tests.kills.waiting import until
from tests.prove.loading.floor import AGENT, VOTERS, Floor
from tests.prove.loading.judging import lost_and_doubled
from tests.prove.loading.samples import Found

DRAINING, STILL = 900.0, 3.0
SIX_HOURS = timedelta(hours=6)


def drained(floor: Floor, plans: Sequence[Plan], found: Found) -> Found:
    """Wait until each has ended; what did not happen is lost, what happened twice is doubled."""
    began = time.monotonic()
    until(lambda: _all_over(floor, plans), "plans that ended", within=DRAINING)
    found.said += f"{len(plans)} plans in {time.monotonic() - began:.1f} s"
    wanted = [line.subscription_id for plan in plans for line in plan.content.lines]
    lost, doubled = lost_and_doubled(floor.changes(), wanted)
    found.lost += lost
    found.doubled += doubled
    return found


def _all_over(floor: Floor, plans: Sequence[Plan]) -> bool:
    with floor.office.store.reading() as work:
        return all(work.plans.get(plan.plan_id).state in ENDS for plan in plans)


def outage(floor: Floor, number: int) -> Found:
    """So many plans are approved while Partner Center is down; a freeze stops them midway."""
    fault = {"target": "partner-center", "kind": "status", "status": 503, "times": 1_000_000}
    floor.http.post("/sandbox/faults", json=fault).raise_for_status()
    plans = [floor.file() for _ in range(number)]
    for plan in plans:
        floor.approve(plan)
    before = len(floor.changes())
    floor.move_clock(SIX_HOURS)
    floor.http.delete("/sandbox/faults").raise_for_status()
    until(lambda: len(floor.changes()) >= before + number // 4, "a quarter", within=DRAINING)
    _freeze_a_while(floor)
    found = drained(floor, plans, Found(f"{number} plans after six hours without Partner Center"))
    found.said += f" after a freeze at a quarter; overtaken at most by {_overtaken(floor, plans)}"
    return found


def _freeze_a_while(floor: Floor) -> None:
    """By another process than the one that sends; two people lift it."""
    freezing.freeze("measured", AccountKey(TEAM_ID, AGENT), office=floor.office)
    began = floor.office.clock()
    time.sleep(STILL)
    floor.frozen.append((began, floor.office.clock()))

    def card() -> Plan | None:
        with floor.office.store.reading() as work:
            return next(iter(work.plans.open_of(Action.LIFT_FREEZE)), None)

    lifting = until(card, "the card that lifts it", within=60)
    floor.approve(lifting)
    del floor.filed[lifting.plan_id]


def _overtaken(floor: Floor, plans: Sequence[Plan]) -> int:
    """By how many that were approved later one was overtaken at most."""
    order = {line.subscription_id: n for n, p in enumerate(plans) for line in p.content.lines}
    went = [order[c["subscription_id"]] for c in floor.changes() if c["subscription_id"] in order]
    return max(sum(later > one for later in went[:at]) for at, one in enumerate(went))


def soak(floor: Floor, hours: float) -> tuple[Found, int]:
    """A shift, five minutes at a time. The second number is by how many percent the memory of the
    largest process grew after the first quarter."""
    found, sizes = Found(f"{hours:.0f} hours, compressed"), []
    for _ in range(max(4, int(hours * 12))):
        floor.move_clock(timedelta(minutes=5))
        for user in (AGENT, *VOTERS):
            text = "/overdue"
            found.samples.append(floor.act("commands", user=user, channel="C0GENERAL", text=text))
        sizes.append(max(_memory(p.running.pid) for p in floor.place.desk if p.running))
    rest = until(lambda: _at_rest(floor), "work that is done", within=DRAINING)
    warm, end = sizes[len(sizes) // 4], sizes[-1]
    found.said = f"{warm // 1024} MB after a quarter, {end // 1024} MB at the end; {rest}"
    return found, max(0, (end - warm) * 100 // warm)


def _at_rest(floor: Floor) -> str:
    """Nothing of the jobs is due or under way."""
    due = floor.ledger.engine.idle(0.0)
    return f"jobs left: {floor.ledger.engine.counts()}" if due else ""


def _memory(pid: int) -> int:
    """Kilobytes that it has in memory."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
