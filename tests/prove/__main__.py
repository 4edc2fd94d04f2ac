"""`python -m tests.prove`: try to break what docs/safety.md promises, and keep what was seen."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from random import SystemRandom

from tests.prove import register
from tests.prove.running import Progress, Run

# Within the hour, of which the first two measure times; the others are asked for by name.
IN_FRONT = ("kills", "load", "bugs")
BEHIND = ("sweep", "tampering")


def main() -> int:
    asked = _arguments()
    if asked.suites == ["page"]:
        register.PAGE.write_text(register.page(register.kept()), encoding="utf-8")
        return 0
    seed = SystemRandom().randrange(1_000_000) if asked.seed is None else asked.seed
    if asked.behind:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    if asked.suites:
        return max([_prove(name, seed, asked) for name in asked.suites])
    return _within_the_hour(seed, asked)


def _within_the_hour(seed: int, asked: argparse.Namespace) -> int:
    """What measures waits more than it works. What only counts gets what that leaves of the
    processor, and no more."""
    words = [f"--seed={seed}", f"--scale={asked.scale}", *(["--anew"] if asked.anew else [])]
    command = [sys.executable, "-m", "tests.prove", *BEHIND, "--behind", *words]
    with subprocess.Popen(command) as behind, ExitStack() as cut_off:
        cut_off.callback(behind.terminate)
        short = [_prove(name, seed, asked) for name in IN_FRONT]
        cut_off.pop_all()
    return max(*short, behind.returncode)


def _prove(name: str, seed: int, asked: argparse.Namespace) -> int:
    """One suite. What fell short is said, kept and ends in a failure."""
    if find_spec(f"tests.prove.{name}") is None:
        return _fail(f"there is no suite {name}; there are {', '.join(register.SUITES)}")
    _say(f"{name}, seed {seed}")
    run = Run(name, seed, asked.scale, Progress.of(name, seed, anew=asked.anew))
    part = import_module(f"tests.prove.{name}").prove(run)
    if asked.scale == 1:
        register.keep(part)
    for figure, number in part.figures.items():
        _say(f"  {figure}: {number:,}")
    short = list(part.shortfalls())
    for line in short:
        _say(f"  FELL SHORT {line}")
    return 1 if short else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    within = ", ".join((*IN_FRONT, *BEHIND))
    parser.add_argument("suites", nargs="*", help=f"unless named: {within}; or: page")
    parser.add_argument("--behind", action="store_true", help="make way for whatever else runs")
    parser.add_argument("--seed", type=int, help="the same again, behind what was done already")
    parser.add_argument("--anew", action="store_true", help="from the beginning")
    parser.add_argument("--scale", type=float, default=1.0, help="below 1: a trial, nothing kept")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _fail(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
