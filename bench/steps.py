"""How much of what Partner Center takes in a minute 2,000 approved steps use, and that they never
use more: judged at its stand-in, by every sliding minute."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Any

from bench.first_call import POSTGRES, SQLITE, layout_on
from bench.measuring import Figure, Must, say
from tests.kills.waiting import until
from tests.prove.loading.floor import Floor, opened

LIMIT, STEPS, PLANS = 500, 2000, 20
DATABASES = (SQLITE, POSTGRES)
A_MINUTE, A_SECOND, PATIENCE = 60.0, 1.0, 3600.0
TURNED_AWAY = 429


def measure(folder: Path) -> Iterator[Figure]:
    """Each waits most of the time, so both do so together."""
    with ThreadPoolExecutor(len(DATABASES)) as pool:
        for database, calls in zip(
            DATABASES, pool.map(lambda one: _calls(one, folder), DATABASES), strict=True
        ):
            yield from _figures(database, calls)


def _calls(database: str, folder: Path) -> list[dict[str, Any]]:
    """What arrived at the stand-in, from the first step on."""
    inside = folder / f"steps-{database}"
    inside.mkdir()
    with (
        layout_on(database) as layout,
        opened(layout, inside, PLANS, each=STEPS // PLANS, per_minute=LIMIT) as floor,
    ):
        plans = [floor.file() for _ in range(PLANS)]
        seen = len(floor.http.get("/sandbox/partner-center/requests").json())
        for plan in plans:
            floor.approve(plan)
        until(lambda: len(floor.changes()) >= STEPS, "steps that are done", within=PATIENCE)
        return _arrived(floor, seen)


def _arrived(floor: Floor, after: int) -> list[dict[str, Any]]:
    found = floor.http.get("/sandbox/partner-center/requests", params={"after": after}).json()
    return [one for one in found if one["path"].startswith("/partner-center/main/")]


def _figures(database: str, calls: Sequence[dict[str, Any]]) -> Iterator[Figure]:
    at = sorted(datetime.fromisoformat(one["at"]).timestamp() for one in calls)
    what = f"{STEPS:,} steps at {LIMIT} calls a minute"
    yield Figure(
        f"{what}, of the limit used", mean(_minutes(at)) / LIMIT, "%", Must(least=0.95),
        "the limit", 1.0, database=database,
    )  # fmt: skip
    most = max(bisect_left(at, one + A_MINUTE) - number for number, one in enumerate(at))
    yield Figure(
        f"{what}, in the fullest minute", most / LIMIT, "%", Must(most=1.0),
        "the limit", 1.0, database=database,
    )  # fmt: skip
    say("  calls", f"{len(at):,} in {(at[-1] - at[0]) / A_MINUTE:.1f} minutes")
    say("  turned away", str(sum(one["status"] == TURNED_AWAY for one in calls)))


def _minutes(at: Sequence[float]) -> Iterator[int]:
    """How many calls each whole minute holds, one minute beginning a second after the other."""
    begun = at[0]
    while begun + A_MINUTE <= at[-1]:
        yield bisect_left(at, begun + A_MINUTE) - bisect_left(at, begun)
        begun += A_SECOND
