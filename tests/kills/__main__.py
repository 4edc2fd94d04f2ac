"""`python -m tests.kills`: kill the desk at random moments and judge what became of its work."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom

from tests import postgres
from tests.kills import report
from tests.kills.place import Layout
from tests.kills.run import carry_out


def main() -> int:
    asked = _arguments()
    seed = SystemRandom().randrange(1_000_000) if asked.seed is None else asked.seed
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="kills-"))
    folder.mkdir(parents=True, exist_ok=True)
    with _layout(asked) as layout:
        sys.stdout.write(f"{layout.name}, seed {seed}, database and logs in {folder}\n")
        sys.stdout.flush()
        run = carry_out(layout, kills=asked.kills, seed=seed, folder=folder)
    for line in report.lines(run):
        sys.stdout.write(f"{line}\n")
    return 0 if run.good else 1


@contextmanager
def _layout(asked: argparse.Namespace) -> Iterator[Layout]:
    """SQLite and one process, or PostgreSQL, one process that answers Slack, and workers."""
    if not asked.postgres:
        yield Layout("SQLite, one process")
        return
    workers = (("run", "--role", "worker"),) * asked.workers
    with postgres.running() as server:
        processes = (("run", "--role", "web"), *workers)
        yield Layout(f"PostgreSQL, {len(processes)} processes", server.copy(), processes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, help="the same moments and faults again")
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    parser.add_argument("--workers", type=int, default=2, help="beside the one that answers Slack")
    parser.add_argument("--keep", default="", help="a folder for the database and the logs")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
