"""What a doctor says of how long data is kept."""

from __future__ import annotations

from collections.abc import Iterator

from bot.wiring import Ledger
from core.usecases.keeping import CLEARED_ON, Keeper
from handlers.checkup import Finding, Mark

CLEAR = "retention: nothing is kept longer than the settings say"
DUE = "retention: kept longer than the settings say: {what}; a running desk lets it go once a day"


def check_keeping(ledger: Ledger) -> Iterator[Finding]:
    due = Keeper(ledger.office, ledger.settings.keeping).due()
    found = ", ".join(f"{count} {kind}" for kind, count in due.items() if count)
    with ledger.office.store.reading() as work:
        last = work.desk.get(CLEARED_ON)
    looked = f" (looked at on {last})" if last else ""
    yield Finding(Mark.NOTE, DUE.format(what=found)) if found else Finding(Mark.OK, CLEAR + looked)
