"""`make bench`: how fast and how heavy, each beside a yardstick. `--keep` writes the figures that
were handed in down in docs/performance; `page` makes docs/performance.md of what is there."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import (
    anomalies,
    books,
    digest,
    first_call,
    jobs,
    large_books,
    outage,
    policy_run,
    portfolio,
    register,
    searches,
    simulation,
    standing,
    steps,
    trail,
    verdicts,
    votes,
    weight,
)
from bench.made import sets
from bench.measuring import Figure
from bot.cli.demo import Demo, running
from bot.logs import start_logging

# What a bench yields is handed in for the page; most only print.
Found = Iterable[Figure] | None
AT_A_DESK: dict[str, Callable[[Demo, Path], Found]] = {
    "votes": votes.measure,
    "books": books.measure,
    "portfolio": portfolio.measure,
}
ALONE: dict[str, Callable[[Path], Found]] = {
    "data": lambda folder: sets.make(),
    "digest": digest.measure,
    "searches": searches.measure,
    "standing": standing.measure,
    "policy-run": policy_run.measure,
    "first-call": first_call.measure,
    "steps": steps.measure,
    "jobs": jobs.measure,
    "large-books": large_books.measure,
    "outage": lambda folder: outage.measure(folder / "outage"),
    "verdicts": lambda folder: verdicts.measure(),
    "simulation": lambda folder: simulation.measure(),
    "weight": lambda folder: weight.measure(),
    "anomalies": lambda folder: anomalies.measure(),
    "trail": lambda folder: trail.measure(),
}
TOPICS = (*AT_A_DESK, *ALONE)
KEEP, PAGE = "--keep", "page"


def main(words: list[str]) -> int:
    topics = [word for word in words if word not in (KEEP, PAGE)]
    if unknown := set(topics) - set(TOPICS):
        print(f"There is no {', '.join(sorted(unknown))}. There are: {', '.join(TOPICS)}")
        return 2
    if PAGE not in words:
        _measure(topics or list(TOPICS), keep=KEEP in words)
    if PAGE in words or KEEP in words:
        register.PAGE.write_text(register.page(register.kept(TOPICS)), encoding="utf-8")
    return 0


def _measure(wanted: list[str], *, keep: bool) -> None:
    start_logging("ERROR")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if set(wanted) & set(AT_A_DESK):
            with running(folder, 0) as demo:
                for topic, at_a_desk in AT_A_DESK.items():
                    if topic in wanted:
                        _take(topic, at_a_desk(demo, folder), keep=keep)
        for topic, alone in ALONE.items():
            if topic in wanted:
                _take(topic, alone(folder), keep=keep)


def _take(topic: str, found: Found, *, keep: bool) -> None:
    """Each figure is said as soon as it is there."""
    figures = []
    for figure in found or ():
        print(figure, flush=True)
        figures.append(figure)
    if keep and figures:
        register.keep(topic, figures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
