"""Tampering with the record, or with what it tells of: each attempt has to show, and the database
as it was has to hold."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from storage.database_sqlite import SqliteDatabase
from storage.unit_of_work import SqlStore
from tests.a_lived_desk import live
from tests.installation import DATABASE, copy_of, fill
from tests.new_database import new_database
from tests.office import Desk
from tests.prove.crew import crew
from tests.prove.intruder.changes import CHANGES
from tests.prove.intruder.trail import Scene, scene
from tests.prove.parts import Part, Table
from tests.prove.running import Run

TRIES, EVENTS, AGAIN = 5000, 240, 10
_here: dict[str, Any] = {}
TITLE = (
    "Somebody with the database file, the code and signing keys of their own, but without the "
    "master key and without the notes that an auditor keeps, changes the audit trail, or what the "
    "desk goes by; "
    "`audit verify` is given the file, the notes and the pinned public key. Each attempt is rolled "
    "back, and after every tenth the trail as it was is verified again: a false alarm would show."
)


def prove(run: Run) -> Part:
    tries = range(run.many(TRIES))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "desk").mkdir()
        fill(folder / "desk")
        with crew(_begin, folder, run.seed) as try_all:
            left = [number for number in tries if str(number) not in run.progress.done]
            for number, found in zip(left, try_all(_tried, left, chunksize=20), strict=True):
                run.progress.add(str(number), found)
    return _part(run, [run.progress.done[str(number)] for number in tries])


def _begin(folder: Path, seed: int) -> None:
    """In each process: a copy of its own."""
    mine = folder / f"process-{os.getpid()}"
    copy_of(folder / "desk", mine / "desk")
    _here["scene"], _here["seed"] = a_scene(mine, seed), seed


def _tried(number: int) -> dict[str, Any]:
    return attempt(_here["scene"], _here["seed"], number)


def a_scene(folder: Path, seed: int, events: int = EVENTS) -> Scene:
    """Of the desk that was filled in `folder`/desk."""
    new_database(folder / "other.db").close()
    with closing(SqliteDatabase(folder / "desk" / DATABASE)) as database:
        live(Desk(SqlStore(database)))
    return scene(folder / "desk" / DATABASE, folder / "other.db", events, seed)


def attempt(found: Scene, seed: int, number: int) -> dict[str, Any]:
    """One change, in turn of every kind, with its own dice."""
    kinds = sorted(CHANGES)
    kind, rng = kinds[number % len(kinds)], Random(f"{seed}:{number}")
    with found.broken_into() as trail:
        CHANGES[kind](trail, rng)
        verdict = trail.check()
    return {
        "kind": kind,
        "chain": bool(verdict.chain),
        "state": bool(verdict.state),
        "notes": any(verdict.notes),
        "untouched": found.untouched().holds if number % AGAIN == 0 else None,
    }


def _part(run: Run, results: list[dict[str, Any]]) -> Part:
    caught = [one for one in results if is_found(one)]
    figures = {
        "tamperings": len(results),
        "tamperings found": len(caught),
        "missed": len(results) - len(caught),
        "found by the trail alone": sum(one["chain"] for one in results),
        "found by what the database holds": sum(_by_state(one) for one in caught),
        "found only against the notes": sum(not (one["chain"] or one["state"]) for one in caught),
        "untouched trails verified": sum(one["untouched"] is not None for one in results),
        "false alarms": sum(one["untouched"] is False for one in results),
        "kinds": len({one["kind"] for one in results}),
    }
    floors = {"tamperings": TRIES, "tamperings found": TRIES}
    return run.part(TITLE, figures, floors=floors, zeros=("missed", "false alarms"),
                    tables=[_table(results)])  # fmt: skip


def _table(results: list[dict[str, Any]]) -> Table:
    tried = Counter(one["kind"] for one in results)
    alone = Counter(one["kind"] for one in results if one["chain"])
    state = Counter(one["kind"] for one in results if _by_state(one))
    found = Counter(one["kind"] for one in results if is_found(one))
    rows = tuple(
        (kind, *(str(counted[kind]) for counted in (tried, found, alone, state)))
        for kind in sorted(tried)
    )
    head = ("Kind", "Tried", "Found", "By the trail alone", "By what the database holds")
    return Table("What was tried", head, rows)


def is_found(result: dict[str, Any]) -> bool:
    return bool(result["chain"] or result["state"] or result["notes"])


def _by_state(result: dict[str, Any]) -> bool:
    return bool(result["state"] and not result["chain"])
