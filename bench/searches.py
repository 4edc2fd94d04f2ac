"""Customers found by the beginning of a name, by domain and by invoice number."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from bench.made import sets
from bench.made.filling import office_on
from bench.made.owners import Owner
from bench.made.papers import papers
from bench.measuring import Figure, Must, percentile, seconds
from core.domain.customers import MappingState
from core.ports.office import Office
from core.usecases.finding import MOST_CHOICES
from storage.database import open_database

SEARCHES = 1000
SAID = Must(most=0.05)


def _beginning(owner: Owner) -> str:
    """Two words and a part of the third, the number."""
    return owner.name.rpartition(" ")[0][: -1 if owner.number > 9 else None]


def _number(owner: Owner) -> str:
    return next(one.row.document.number for one in papers(owner))


ASKED: dict[str, Callable[[Owner], str]] = {
    "the beginning of a name": _beginning,
    "a domain": lambda owner: owner.domain,
    "an invoice number": _number,
}


def measure(folder: Path) -> Iterator[Figure]:
    for made in sets.every():
        dice = random.Random(made.seed)
        with closing(open_database(made.url)) as database:
            office = office_on(database)
            for what, asked in ASKED.items():
                some = islice(_known(made, dice), SEARCHES)
                times = [_look(office, asked(owner)) for owner in some]
                for percent in (50, 99):
                    must = SAID if percent == 99 else Must()
                    yield Figure(
                        f"customer by {what}, p{percent} of {SEARCHES:,}",
                        percentile(times, percent), "s", must,
                        size=made.documents, database=made.database,
                    )  # fmt: skip


def _known(made: sets.Made, dice: random.Random) -> Iterator[Owner]:
    """Nobody is found by the invoices of a name that nobody confirmed."""
    while True:
        owner = Owner(dice.randrange(made.customers), made.seed)
        if owner.mapping is MappingState.CONFIRMED:
            yield owner


def _look(office: Office, text: str) -> float:
    def look() -> None:
        with office.store.reading() as work:
            assert work.customers.search(text, MOST_CHOICES), text

    return seconds(look)
