"""python -m bot demo --story: the stories that can be told, each on a desk of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.cli.demo import Setup, bring, running
from bot.cli.terminal import give_up
from bot.desk import Desk
from sandbox.stories import breakglass, clouds, collections, days, digest, fraud, unpaid
from sandbox.stories.terminal import Terminal

PATIENCE = 60.0


def tell(story: str, setup: Setup) -> None:
    """On free ports and with a database of its own. Exits with 1 if a step did not happen."""
    if story not in STORIES:
        raise give_up(f"There is no story {story}. There are: {', '.join(STORIES)}.", code=2)
    with tempfile.TemporaryDirectory() as folder:
        STORIES[story](setup, Path(folder))


def _unpaid(setup: Setup, folder: Path) -> None:
    with running(folder, 0, setup) as started:
        unpaid.tell(started.url, lambda file: bring(started.desk, file), folder)


def _digest(setup: Setup, folder: Path) -> None:
    """Where the work is done in processes of their own, they are two: none may post twice."""
    with running(folder, 0, replace(setup, workers=2 if setup.workers else 0)) as started:
        stage = digest.Stage(
            take_in=lambda file: _take_in(started.desk, file),
            down=started.processes.down,
            folder=folder,
            workers=started.processes.workers,
        )
        digest.tell(started.url, stage)


def _clouds(setup: Setup, folder: Path) -> None:
    with running(folder, 0, setup) as started:
        clouds.tell(started.url)


def _collections(setup: Setup, folder: Path) -> None:
    setup = replace(setup, collecting=True, books_of=collections.CAST)
    with running(folder, 0, setup) as started:
        stage = days.Stage(
            take_in=lambda file: _take_in(started.desk, file),
            rest=lambda: _rest(started.desk),
            folder=folder,
        )
        collections.tell(started.url, stage)


def _fraud(setup: Setup, folder: Path) -> None:
    with running(folder, 0, replace(setup, guarded=True)) as started:
        fraud.tell(started.url, Terminal(started.processes.environment), folder)


def _breakglass(setup: Setup, folder: Path) -> None:
    with running(folder, 0, replace(setup, guarded=True)) as started:
        breakglass.tell(started.url, Terminal(started.processes.environment))


def _rest(desk: Desk) -> None:
    """Once everything that is due is done."""
    if not desk.ledger.engine.idle(PATIENCE):
        raise TimeoutError(f"the desk did not come to rest within {PATIENCE} seconds")


def _take_in(desk: Desk, file: Path) -> None:
    """As with --accept-drop: in these stories many pay at once."""
    from clients.receivables_csv import CsvSheet
    from core.domain.events import Route
    from core.usecases.receivables import Drop, take_in

    sheet = CsvSheet(file, desk.settings.time_zone)
    take_in(sheet, office=desk.ledger.office, route=Route.CLI, drop=Drop.ACCEPT)


STORIES: Mapping[str, Callable[[Setup, Path], None]] = {
    "unpaid": _unpaid,
    "digest": _digest,
    "clouds": _clouds,
    "collections": _collections,
    "fraud": _fraud,
    "breakglass": _breakglass,
}
