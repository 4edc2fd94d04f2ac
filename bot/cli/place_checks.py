"""What a doctor says of where customers are: by which zone they count though it may be another."""

from __future__ import annotations

from collections.abc import Iterator

from bot.wiring import Ledger
from core.usecases.places import unsaid
from handlers.checkup import Finding, Mark

HOW = "python -m bot customers place says where one is"


def check_places(ledger: Ledger) -> Iterator[Finding]:
    """From the desk's own record."""
    with ledger.office.store.reading() as work:
        found = unsaid(work)
    for zone, count in found.items():
        who = "1 customer" if count == 1 else f"{count} customers"
        counts = "counts" if count == 1 else "count"
        said = f"{who} in countries with several time zones {counts} by {zone}"
        yield Finding(Mark.NOTE, f"places: {said}; {HOW}")
