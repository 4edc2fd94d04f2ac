"""How long personal and bulky data is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What grows old. The audit trail does not: it holds nothing of this."""

    LETTERS = "letters"
    NOTES = "notes"
    CARDS = "cards"
    SIGNALS = "signals"
    VERDICTS = "verdicts"
    JOBS = "jobs"
    BOOKS = "books"


@dataclass(frozen=True, slots=True)
class Period:
    """In days: how long unless the settings say otherwise, and the least that they may say."""

    usual: int
    least: int


# Evidence of a case looks back half a year and simulations a year, so nothing of these is younger
# when it goes. Jobs are done again for two weeks at the most. Nothing rests on past books: a plan
# holds its documents itself.
PERIODS: Mapping[Kind, Period] = {
    Kind.LETTERS: Period(2190, 400),
    Kind.NOTES: Period(2190, 400),
    Kind.CARDS: Period(1095, 400),
    Kind.SIGNALS: Period(1095, 400),
    Kind.VERDICTS: Period(400, 400),
    Kind.JOBS: Period(90, 14),
    Kind.BOOKS: Period(730, 31),
}
LONGEST = 36500

Days = Mapping[Kind, int]
USUAL: Days = {kind: period.usual for kind, period in PERIODS.items()}


def before(kind: Kind, days: Days, now: datetime) -> datetime:
    """What is older than this has been kept long enough."""
    return now - timedelta(days=days[kind])
