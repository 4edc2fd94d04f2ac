"""Two cores, many people: how long they wait, and that nothing is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from tests import postgres
from tests.kills.place import Layout
from tests.prove.loading import hurries, judging, outages
from tests.prove.loading.floor import Floor, opened
from tests.prove.loading.samples import Found
from tests.prove.parts import Part, Table
from tests.prove.running import Run

HEAD = ("Where", "Scenario", "Interactions", "p50", "p99", "Lost", "Besides")
# Of the seconds and plans of a run on SQLite.
SHORTLY = 0.1
SECONDS, FLOOD, FOURFOLD, PLANS, HOURS, CLICKS = 600, 30, 20, 500, 8, 200
# Percent by which a process may grow in a shift.
MOST_GROWTH = 20


def prove(run: Run) -> Part:
    for name, share in (("SQLite", 1.0), ("PostgreSQL", SHORTLY)):
        if name not in run.progress.done:
            run.progress.add(name, _tried(name, share, run))
    done = [run.progress.done[name] for name in ("SQLite", "PostgreSQL")]
    figures = {key: sum(one["figures"][key] for one in done) for key in done[0]["figures"]}
    rows = tuple(tuple(row) for one in done for row in one["rows"])
    return run.part(
        "Real processes of the desk beside a sandbox in one of its own, all on one machine.",
        figures,
        floors={"interactions": 4000, "effects": 550},
        zeros=("unapproved", "doubled", "lost", "too late", "grew"),
        notes=(
            "p50 and p99 are times from a request at the desk to its acknowledgement. Slack waits "
            "three seconds; what was not acknowledged by then is lost. Overtaken is a plan before "
            "which one went that was approved later.",
        ),
        tables=(Table("Scenarios", HEAD, rows),),
    )


def _tried(name: str, share: float, run: Run) -> Mapping[str, Any]:
    def many(whole: int) -> int:
        return run.many(max(1, round(whole * share)))

    crowd = many(PLANS) + many(FOURFOLD) + 2
    chance = Random(f"{run.seed} {name}")
    with _layout(name) as layout, _opened(layout, crowd) as floor:
        founds = [
            hurries.steady(floor, chance, many(SECONDS)),
            hurries.burst(floor, many(CLICKS)),
            hurries.fourfold(floor, many(FOURFOLD)),
            hurries.flood(floor, many(FLOOD)),
            outages.outage(floor, many(PLANS)),
        ]
        last, growth = outages.soak(floor, many(HOURS))
        return _counted(name, floor, [*founds, last], growth)


@contextmanager
def _opened(layout: Layout, crowd: int) -> Iterator[Floor]:
    with tempfile.TemporaryDirectory() as folder, opened(layout, Path(folder), crowd) as floor:
        yield floor


def _counted(name: str, floor: Floor, founds: list[Found], growth: int) -> Mapping[str, Any]:
    figures = {
        "runs": len(founds),
        "interactions": sum(len(found.samples) for found in founds),
        "effects": len(floor.changes()),
        "unapproved": judging.unapproved(floor.changes(), floor.allowed()),
        "doubled": sum(found.doubled for found in founds),
        "lost": sum(found.all_lost for found in founds),
        "too late": judging.late(floor.changes(), floor.frozen),
        "grew": int(growth > MOST_GROWTH),
    }
    return {"figures": figures, "rows": [[name, *found.row()] for found in founds]}


@contextmanager
def _layout(name: str) -> Iterator[Layout]:
    """One process on SQLite; on PostgreSQL one that answers Slack and two that work."""
    if name == "SQLite":
        yield Layout("SQLite, one process")
        return
    with postgres.running() as server:
        worker = ("run", "--role", "worker")
        processes = (("run", "--role", "web"), worker, worker)
        yield Layout("PostgreSQL, three processes", server.copy(), processes)
