"""What a desk weighs: packages, bytes, imports, memory, and the time until it is ready."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from statistics import median

from bench.measuring import Figure, Must, say, seconds, shown
from tests.kills.forked import ROOT
from tests.kills.place import Layout, Place, Process, compiled_once, free_port
from tests.kills.preparing import ledger_of
from tests.kills.record import Record

RUNS = 5
# Seconds.
SETTLED, IDLE, GLANCE = 5.0, 60.0, 0.01
BARE = "a bare Bolt app"


def measure() -> Iterator[Figure]:
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    names = [line.partition("==")[0] for line in locked if "==" in line]
    found = [name for name in names if _is_here(name)]
    say("packages at run time", str(len(found)))
    say("their files", f"{sum(map(_size, found)) / 1e6:.0f} MB")
    _import("bot.cli.running")
    _import("bot.desk")
    yield from _running()


def _is_here(name: str) -> bool:
    """The lock file names packages of other systems, too."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _size(name: str) -> int:
    files = (Path(str(file.locate())) for file in metadata.files(name) or ())
    return sum(file.stat().st_size for file in files if file.is_file())


def _import(module: str) -> None:
    _run("import " + module)
    nothing = median(seconds(lambda: _run("pass")) for _ in range(RUNS))
    whole = median(seconds(lambda: _run("import " + module)) for _ in range(RUNS))
    say(f"import {module}", f"{shown(whole - nothing)} beside {shown(nothing)} of Python itself")


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=compiled_once(), check=True)


def _running() -> Iterator[Figure]:
    """`run` in a process of its own, start to ready, and what it holds when nothing happens; beside
    a bare Bolt app that the same server serves."""
    with _a_place() as place:
        desk, bare = place.desk[0], _bare(place)
        place.start_desk()
        bare.start()
        _let_settle(place)
        time.sleep(IDLE)
        ours, theirs = _held(desk), _held(bare)
        yield Figure("idle memory", ours, "MB", Must(most=150.0), BARE, theirs)
        starts = [median(_start(one) for _ in range(RUNS)) for one in (desk, bare)]
        yield Figure("start to ready", starts[0], "s", Must(most=3.0), BARE, starts[1])
        bare.kill()


def _bare(place: Place) -> Process:
    """With nothing but a listener that acknowledges."""
    told = place.environment | {"PORT": str(free_port())}
    return Process((), told, place.folder / "bare.log", module="bench.bare")


def _held(process: Process) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    held = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(held.split()[1]) / 1000


def _start(process: Process) -> float:
    process.kill()
    begun = time.perf_counter()
    process.start()
    while not process.is_ready():
        time.sleep(GLANCE)
    return time.perf_counter() - begun


def _let_settle(place: Place) -> None:
    """Idle is when the customers were read: the log says nothing for a while."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < SETTLED:
        now = place.desk[0].log.stat().st_size
        if now != size:
            size, since = now, time.monotonic()
        time.sleep(0.1)


@contextmanager
def _a_place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Layout("weight"), Path(folder))
        try:
            place.open()
            with place.talking() as http:
                ledger_of(place, Record(http)).close()
            yield place
        finally:
            place.close()
