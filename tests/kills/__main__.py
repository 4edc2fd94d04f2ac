"""`python -m tests.kills`: kill the desk at random moments and judge what became of its work."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import SystemRandom

from tests.kills import report
from tests.kills.place import Layout
from tests.kills.run import carry_out

SQLITE = Layout("SQLite, one process")


def main() -> int:
    asked = _arguments()
    seed = SystemRandom().randrange(1_000_000) if asked.seed is None else asked.seed
    layout = _layout(asked)
    sys.stdout.write(f"{layout.name}, seed {seed}\n")
    sys.stdout.flush()
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="kills-"))
    folder.mkdir(parents=True, exist_ok=True)
    run = carry_out(layout, kills=asked.kills, seed=seed, folder=folder)
    for line in report.lines(run):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"  database and logs: {folder}\n")
    return 0 if run.judgement.spotless else 1


def _layout(asked: argparse.Namespace) -> Layout:
    if not asked.database:
        return SQLITE
    workers = (("run", "--role", "worker"),) * asked.workers
    name = f"{asked.database.partition(':')[0]}, {1 + asked.workers} processes"
    return Layout(name, asked.database, (("run", "--role", "web"), *workers))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, help="the same moments and faults again")
    parser.add_argument("--database", default="", help="another database than a file of its own")
    parser.add_argument("--workers", type=int, default=2, help="beside the one that answers Slack")
    parser.add_argument("--keep", default="", help="a folder for the database and the logs")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
