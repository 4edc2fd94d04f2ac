"""A simulation as CSV and XLSX: one row for each customer, day and currency."""

from __future__ import annotations

from collections.abc import Iterator

from core.domain.money import Money, minor_digits
from core.domain.simulation import Journey, Moment
from core.domain.simulation_sums import Outlook
from handlers.messages.escaping import one_line
from handlers.messages.simulation_lines import action_word, held_word
from handlers.messages.spreadsheets import FORMATS, LONGEST_CELL, File, Sheet, Value
from handlers.messages.text import N_, Words

COLUMNS = (
    N_("Customer"),
    N_("Partner account and tenant id"),
    N_("Day"),
    N_("Comes to"),
    N_("Letter"),
    N_("Proposed"),
    N_("Held up"),
    N_("Currency"),
    N_("Net overdue"),
)


def simulation_files(found: Outlook, words: Words) -> list[File]:
    """The same in every format."""
    sheet, day = simulation_sheet(found, words), found.since.isoformat()
    return [File(f"simulation-{day}.{ending}", write(sheet)) for ending, write in FORMATS.items()]


def simulation_sheet(found: Outlook, words: Words) -> Sheet:
    """Currencies stand in rows of their own and are never added up."""
    lines = [line for one in found.journeys for line in _lines(one, words)]
    return Sheet(
        tuple(words(name) for name in COLUMNS),
        tuple(line for _, line in lines),
        tuple(digits for digits, _ in lines),
        words("Simulation"),
    )


def _lines(one: Journey, words: Words) -> Iterator[tuple[int, tuple[Value, ...]]]:
    for moment in one.moments:
        for money in moment.overdue:
            yield minor_digits(money.currency), _line(one, moment, money, words)


def _line(one: Journey, moment: Moment, money: Money, words: Words) -> tuple[Value, ...]:
    return (
        one_line(one.name, LONGEST_CELL),
        one.key,
        moment.on.isoformat(),
        moment.reached,
        moment.letter,
        words.listed(action_word(action, words) for action in moment.proposals),
        words.listed(held_word(why, words) for why in moment.held),
        money.currency,
        money.amount,
    )
