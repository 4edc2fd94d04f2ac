"""How long a desk keeps what grows old, in days."""

from __future__ import annotations

from bot.reading import Reading
from core.domain.keeping import LONGEST, PERIODS, Days, Kind

MEANINGS = {
    Kind.LETTERS: "Days that letters and replies are kept with their words and addresses",
    Kind.NOTES: "Days that notes and reasons are kept, once what they are about is over",
    Kind.CARDS: "Days that cards are kept as they were shown, once their case is over",
    Kind.SIGNALS: "Days that the facts of signs of fraud and of pages are kept",
    Kind.VERDICTS: "Days that verdicts are kept with their facts",
    Kind.JOBS: "Days that it is kept what a finished job was given",
    Kind.BOOKS: "Days that it is kept how the books stood on a past day",
}


def name_of(kind: Kind) -> str:
    return f"KEEP_{kind.upper()}"


def read_keeping(reading: Reading) -> Days:
    """Nobody can say that something goes before what the promises need it for."""
    return {
        kind: reading.number(name_of(kind), period.least, LONGEST)
        for kind, period in PERIODS.items()
    }
