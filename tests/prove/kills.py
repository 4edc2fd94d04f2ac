"""`kill -9`: one process on SQLite, three workers and one that talks to Slack on PostgreSQL."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests import postgres
from tests.kills import report
from tests.kills.people import NOT_NOW
from tests.kills.place import Layout
from tests.kills.run import Outcome, carry_out
from tests.kills.scenes import SCENES, WEB, WORKER, Act
from tests.kills.waiting import TooLate
from tests.prove.parts import Part, Table
from tests.prove.running import Run

READY, RESUMED = 10.0, 30.0
# Kills, and in how many runs.
ON_SQLITE, ON_POSTGRES = (120, 2), (400, 4)
WRONG = ("unapproved", "doubled", "lost", "late", "untold")
HAPPENED = ("power cuts", "halts", "gave up", "freezes", "payments", "faults")
COUNTED = ("crashes", "effects", "plans", *HAPPENED)
TITLE = (
    "People ask and vote in Slack, Partner Center stumbles, and processes of the desk are killed "
    "with `kill -9` at moments that nobody chose: at work, while starting, all at once as when the "
    "power goes; on PostgreSQL some are halted for longer than the others think that they live. "
    "Meanwhile all is frozen again and again, and customers pay. Then what Partner Center accepted "
    "is held against the votes that were cast, and each request's arrival against the moment at "
    "which a freeze or a payment was committed."
)
NOTES = (
    "Too late is what arrived more than a second after a freeze or a payment was committed. Times "
    "are those of this machine with {cores} cores, which carried the sandbox, the database, the "
    "people and the judge besides: load at the end {load}. Every kill is made by the operating "
    "system; a kill of all processes at once counts as one for each.",
    "On SQLite, in the first run on PostgreSQL and in the scenes each process loads the program by "
    "itself. In the other runs it is forked from one that has loaded it, since nothing can be cut "
    "off while it loads; their times are without that.",
)


def prove(run: Run) -> Part:
    with postgres.running() as server, tempfile.TemporaryDirectory() as name:
        for key, layout, kills, seed in _runs(run, server):
            if key not in run.progress.done:
                folder = Path(name) / key
                folder.mkdir()
                outcome = carry_out(layout, kills=kills, seed=seed, folder=folder)
                run.progress.add(key, _result(outcome))
        for key, (_, act) in SCENES.items():
            if key not in run.progress.done:
                folder = Path(name) / key
                folder.mkdir()
                run.progress.add(key, _played(act, server.copy(), folder))
    return _part(run)


def _played(act: Act, database: str, folder: Path) -> dict[str, float | str]:
    """A scene that came to no end did not hold."""
    try:
        return act(database, folder)
    except (*NOT_NOW, TooLate) as error:
        return {"wrong": f"it came to no end: {error}"[:300], "seconds": 0.0}


def _runs(run: Run, server: postgres.Server) -> Iterator[tuple[str, Layout, int, int]]:
    several = (WEB, WORKER, WORKER, WORKER)
    for name, (kills, runs) in {"SQLite": ON_SQLITE, "PostgreSQL": ON_POSTGRES}.items():
        for number in range(run.many(runs)):
            layout = Layout("SQLite, one process")
            if name == "PostgreSQL":
                who = "PostgreSQL, web and three workers"
                layout = Layout(who, server.copy(), several, forked=number > 0)
            yield f"{name} {number}", layout, run.many(kills // runs), run.seed + number


def _result(outcome: Outcome) -> dict[str, Any]:
    found = outcome.judgement
    return {
        "layout": outcome.layout,
        "crashes": outcome.kills,
        "effects": found.effects,
        "plans": found.plans,
        "called off": found.called_off,
        "with a person": len(found.with_a_person),
        "freezes": outcome.freezes,
        "payments": outcome.payments,
        "halts": outcome.halts,
        "gave up": outcome.given_up,
        "power cuts": outcome.power_cuts,
        "faults": sum(outcome.faults.values()),
        "never resumed": outcome.never_resumed,
        "wrong": {name: getattr(found, name) for name in WRONG},
        "trouble": outcome.trouble,
        "ready": report.ready(outcome),
        "resumed": outcome.resumed,
        "seconds": round(outcome.seconds),
    }


def _part(run: Run) -> Part:
    done = run.progress.done
    runs = [result for key, result in done.items() if key not in SCENES]
    zeros = ("unapproved", "doubled", "lost", "too late", "unknown to the desk", "broken off")
    held = sum(1 for key in SCENES if not done[key]["wrong"])
    return run.part(
        TITLE,
        _counted(runs) | {"scenes": len(SCENES), "scenes that did not hold": len(SCENES) - held},
        floors={"crashes": 500, "runs": 6, "effects": 300, "payments": 1},
        zeros=(*zeros, "jobs never resumed", "scenes that did not hold"),
        notes=_notes(runs),
        tables=[_times(runs), _scenes(done)],
    )


def _counted(runs: Sequence[dict[str, Any]]) -> dict[str, int]:
    wrong = {name: sum(len(one["wrong"][name]) for one in runs) for name in WRONG}
    ready = [seconds for one in runs for seconds in one["ready"]]
    resumed = [seconds for one in runs for seconds in one["resumed"]]
    never = sum(one["never resumed"] for one in runs)
    return {"runs": len(runs)} | {name: sum(one[name] for one in runs) for name in COUNTED} | {
        "unapproved": wrong["unapproved"],
        "doubled": wrong["doubled"],
        "lost": wrong["lost"],
        "too late": wrong["late"],
        "unknown to the desk": wrong["untold"],
        "broken off": sum(1 for one in runs if one["trouble"]),
        "jobs cut off": len(resumed) + never,
        "jobs never resumed": never,
        "jobs resumed within 30 s": sum(1 for seconds in resumed if seconds <= RESUMED),
        "starts": len(ready),
        "starts ready within 10 s": sum(1 for seconds in ready if seconds <= READY),
    }  # fmt: skip


def _notes(runs: Sequence[dict[str, Any]]) -> Iterator[str]:
    load = f"{os.getloadavg()[0]:.1f}"
    yield from (note.format(cores=os.cpu_count(), load=load) for note in NOTES)
    for one in runs:
        if one["trouble"]:
            yield f"Broken off, {one['layout']}: {one['trouble']}."
        for name, said in one["wrong"].items():
            yield from (f"{name}, {one['layout']}: {line}." for line in said)


def _times(runs: Sequence[dict[str, Any]]) -> Table:
    rows = []
    for layout in sorted({one["layout"] for one in runs}):
        for what, name in (("kill to ready", "ready"), ("kill to the job's next try", "resumed")):
            found = sorted(s for one in runs if one["layout"] == layout for s in one[name])
            rows.append((layout, what, str(len(found)), *_shown(found)))
    head = ("Layout", "From", "Times", "Median", "99 %", "Worst")
    return Table("How soon it goes on", head, tuple(rows))


def _shown(found: Sequence[float]) -> tuple[str, str, str]:
    if not found:
        return "none", "none", "none"
    most = found[math.ceil(0.99 * len(found)) - 1]
    return f"{median(found):.1f} s", f"{most:.1f} s", f"{found[-1]:.1f} s"


def _scenes(done: dict[str, Any]) -> Table:
    rows = tuple(
        (what, done[key]["wrong"] or "held", f"{done[key]['seconds']:.1f} s")
        for key, (what, _) in SCENES.items()
    )
    return Table("Arranged, on PostgreSQL", ("What", "What became of it", "Took"), rows)
