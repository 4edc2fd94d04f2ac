"""python -m bot sources: the books that the desk reads by itself, where each stands, read now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from bot.cli.running import told_to_end
from bot.cli.terminal import give_up, ledger_at_hand, settings_at_hand
from bot.part import Part
from bot.wiring import Ledger, machine_clock

if TYPE_CHECKING:
    from bot.book_settings import BookSource
    from bot.config import Settings
    from core.domain.readings import Pace, Reading
    from core.usecases.reading_books import BookReader, Wish

NAME = Annotated[str, typer.Argument(help="One of BOOKS; all without")]
SAYS = {
    "idle": "",
    "reading": "being read",
    "looking": "being read: what did not come is looked for",
    "taking": "being taken in",
}
TROUBLES = {
    "silent": "nobody answers",
    "barred": "somebody has to mend it",
    "apart": "clocks differ",
    "refused": "refused",
}


def list_sources() -> None:
    """List the books that are read by the desk: read when, next when, and what is wrong."""
    from core.usecases.reading_jobs import known

    with ledger_at_hand() as ledger:
        books, now = ledger.settings.books, ledger.clock()
        with ledger.office.store.reading() as work:
            for one in books.sources:
                found, current = known(work, one.source), work.books.current(one.source)
                print(f"{one.name}: {one.kind}, in the books as {one.source}")
                print(f"  as of {_moment(current.as_of)}" if current else "  never taken in")
                for line in _stand(found, books.pace, now):
                    print(f"  {line}")
    if not books.sources:
        print("BOOKS names none: books come as files (docs/operations.md).")


def _stand(found: Reading, pace: Pace, now: datetime) -> Iterator[str]:
    """How far it is, or when it is next, and what stands in its way."""
    if said := SAYS[found.stage]:
        yield f"{said}, {found.rows} rows so far"
    else:
        at = found.next_at(pace)
        due = _moment(at) if at and at > now else "as soon as a worker runs"
        yield f"read {_moment(found.read_at)}, whole {_moment(found.whole_at)}, next {due}"
    if found.trouble:
        yield f"{TROUBLES[found.trouble]} since {_moment(found.since)}: {found.why}"


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "never"


def check(name: NAME = "") -> None:
    """Ask each set of books whether it can be read, whose it is, and what cannot be read there.
    Exit 1 if one cannot."""
    from bot.cli.source_checks import asked_of

    settings = settings_at_hand(Part.WORKER)
    wrong = 0
    for one in _chosen(name, settings):
        for finding in asked_of(one, settings, machine_clock):
            print(f"{finding.mark:6} {finding.says}", flush=True)
            wrong += finding.mark == "wrong"
    if wrong:
        raise typer.Exit(1)


def sync(
    name: NAME = "",
    whole: Annotated[bool, typer.Option("--whole", help="All, not only what changed")] = False,
    accept_drop: Annotated[
        bool, typer.Option("--accept-drop", help="The books really shrank that much")
    ] = False,
) -> None:
    """Read books now, from where a reading stopped, and take them in. Ctrl-C stops, and the next
    one goes on. Exit 1 if any could not be read, 130 if it was stopped."""
    from core.usecases.reading_books import Wish
    from core.usecases.receivables import Drop

    if accept_drop and not name:
        raise give_up("--accept-drop is for one set of books: name it.", code=2)
    over = told_to_end()
    wish = Wish(at_once=True, whole=whole, drop=Drop.ACCEPT if accept_drop else Drop.REFUSE)
    with ledger_at_hand(Part.WORKER) as ledger:
        names = [one.source for one in _chosen(name, ledger.settings)]
        with _reader(ledger, over) as reader:
            read = [_sync(reader, one, wish, over) for one in names if not over.is_set()]
    if over.is_set():
        raise typer.Exit(130)
    if not all(read):
        raise typer.Exit(1)


def _chosen(name: str, settings: Settings) -> list[BookSource]:
    found = [one for one in settings.books.sources if name in ("", one.name, one.source)]
    if not found:
        there = ", ".join(one.name for one in settings.books.sources) or "none"
        raise give_up(f"BOOKS names no {name or 'books'}; there are: {there}.", code=2)
    return found


@contextmanager
def _reader(ledger: Ledger, over: Event) -> Iterator[BookReader]:
    from bot.books import adapters, close_all, reader_of
    from core.domain.events import Route

    books = adapters(ledger.settings, ledger.database.home, ledger.clock)
    try:
        yield reader_of(ledger, books, holder=str(uuid4()), route=Route.CLI, ending=over.is_set)
    finally:
        close_all(books)


def _sync(reader: BookReader, source: str, wish: Wish, over: Event) -> bool:
    """Whether it was read, or is being read elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task(source, total=None)

        def show(reading: Reading) -> None:
            said = f"{source}: {SAYS[reading.stage]}, {reading.rows} rows"
            bar.update(task, description=said)

        found = reader.go_on(source, wish, show)
        while found is not None and found.stage != "idle" and not found.trouble:
            if over.is_set():
                print(f"{source}: stopped after {found.rows} rows; the next reading goes on")
                return True
            found = reader.go_on(source, wish, show)
    return _report(source, found)


def _report(source: str, found: Reading | None) -> bool:
    if found is None:
        print(f"{source}: it is being read elsewhere now")
        return True
    if found.trouble:
        print(f"{source}: not taken in: {found.why}. What was known is kept.")
        if "dropped" in found.why:
            print(f"  if the books really shrank: bot sources sync {source} --accept-drop")
        return False
    how = "whole" if found.whole else "what changed"
    print(f"{source}: read, {how}, {found.rows} rows")
    return True
