"""`make bench`: how fast and how heavy, each beside a yardstick. It prints, and proves nothing."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import (
    anomalies,
    books,
    commands,
    jobs,
    large_books,
    outage,
    overdue,
    portfolio,
    simulation,
    trail,
    verdicts,
    votes,
    weight,
)
from bot.cli.demo import running
from bot.logs import start_logging

AT_A_DESK = ("commands", "votes", "books", "overdue", "portfolio")
ALONE = {
    "verdicts": verdicts.measure,
    "simulation": simulation.measure,
    "weight": weight.measure,
    "anomalies": anomalies.measure,
    "trail": trail.measure,
}
TOPICS = (*AT_A_DESK, "jobs", "outage", "large-books", *ALONE)


def main(topics: list[str]) -> int:
    if unknown := set(topics) - set(TOPICS):
        print(f"There is no {', '.join(sorted(unknown))}. There are: {', '.join(TOPICS)}")
        return 2
    wanted = topics or list(TOPICS)
    start_logging("ERROR")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if set(wanted) & set(AT_A_DESK):
            _at_a_desk(folder, wanted)
        if "jobs" in wanted:
            jobs.measure(folder)
        if "large-books" in wanted:
            large_books.measure(folder)
        if "outage" in wanted:
            outage.measure(folder / "outage")
    for topic, measure in ALONE.items():
        if topic in wanted:
            measure()
    return 0


def _at_a_desk(folder: Path, wanted: list[str]) -> None:
    with running(folder, 0) as demo:
        if "commands" in wanted:
            commands.measure(demo)
        if "votes" in wanted:
            votes.measure(demo, folder)
        if "books" in wanted:
            books.measure(demo, folder)
        if "overdue" in wanted:
            overdue.measure(demo, folder)
        if "portfolio" in wanted:
            portfolio.measure(demo, folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
