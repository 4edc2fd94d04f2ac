"""What a doctor says of books that the desk reads: whether they can be read, and when they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.book_settings import BookSource
from bot.books import adapter_of, close_all
from bot.config import Settings
from bot.wiring import Ledger
from core.ports.outside import Clock, Unreachable
from core.ports.receivables import SourceRefused
from core.usecases.reading_jobs import known
from handlers.checkup import Finding, Mark


def check_readings(ledger: Ledger) -> Iterator[Finding]:
    """From the desk's own record."""
    pace = ledger.settings.books.pace
    with ledger.office.store.reading() as work:
        for one in ledger.settings.books.sources:
            found, said = known(work, one.source), f"books {one.name}"
            if found.trouble:
                since = f"{found.since:%Y-%m-%d %H:%M} UTC" if found.since else "the beginning"
                yield Finding(Mark.WRONG, f"{said}: not read since {since}: {found.why}")
            elif found.read_at is None:
                yield Finding(Mark.NOTE, f"{said}: never read yet")
            elif not ledger.settings.clock_url and ledger.clock() - found.read_at > 3 * pace.every:
                when = f"{found.read_at:%Y-%m-%d %H:%M} UTC"
                yield Finding(Mark.WRONG, f"{said}: last read {when}; does a worker run?")
            else:
                yield Finding(Mark.OK, f"{said}: last read {found.read_at:%Y-%m-%d %H:%M} UTC")


def check_sources(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Asks each of them."""
    for one in settings.books.sources:
        yield from asked_of(one, settings, clock)


def asked_of(source: BookSource, settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Whose books it says that they are, and what cannot be read there."""
    said = f"books {source.name}"
    try:
        books = adapter_of(source, settings, Path.cwd(), clock)
    except SourceRefused as refused:
        yield Finding(Mark.WRONG, f"{said}: {refused.why}")
        return
    try:
        whose = books.check()
    except (SourceRefused, Unreachable) as error:
        yield Finding(Mark.WRONG, f"{said}: {error.why}")
        return
    finally:
        close_all({source.source: books})
    currency = f", in {whose.currency}" if whose.currency else ""
    yield Finding(Mark.OK, f"{said}: {whose.company}{currency} can be read")
    for lacking in whose.lacking:
        yield Finding(Mark.NOTE, f"{said}: {lacking}")
