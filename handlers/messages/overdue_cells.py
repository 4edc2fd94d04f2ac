"""What stands in each column of the table of overdue customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from core.domain.arrears import LATE
from core.domain.digest_choices import Column
from core.domain.money import Money
from core.usecases.overdue import Row
from handlers.messages.blocks import Cell
from handlers.messages.exposure_lines import BUCKET_NAMES, amounts, standing_word
from handlers.messages.text import N_, Words

CUSTOMER = N_("Customer")
NAMES: Mapping[Column, str] = {
    Column.DAYS: N_("Days"),
    Column.OVERDUE: N_("Overdue"),
    Column.STANDING: N_("Standing"),
    Column.AGES: N_("Ages"),
    Column.OWNER: N_("Owner"),
    Column.ACCOUNT: N_("Partner account"),
    Column.COUNTRY: N_("Country"),
}


def header(columns: Sequence[Column], words: Words) -> tuple[Cell, ...]:
    """The customer's name comes first."""
    said = [CUSTOMER]
    for column in columns:
        ages = [BUCKET_NAMES[name] for name in LATE]
        said += ages if column is Column.AGES else [NAMES[column]]
    return tuple(Cell(words(name)) for name in said)


def cells(row: Row, columns: Sequence[Column], words: Words) -> tuple[Cell, ...]:
    """Plain text, so nothing is escaped."""
    return (Cell(row.name), *(cell for column in columns for cell in CELLS[column](row, words)))


def _days(row: Row, words: Words) -> Iterator[Cell]:
    days = row.exposure.days_overdue()
    yield Cell(str(days), days)


def _overdue(row: Row, words: Words) -> Iterator[Cell]:
    yield _money(row.exposure.overdue(), words)


def _money(sums: Mapping[str, Money], words: Words) -> Cell:
    largest = max((money.amount for money in sums.values()), default=None)
    return Cell(str(amounts(sums, words)), largest)


def _standing(row: Row, words: Words) -> Iterator[Cell]:
    """With what makes it uncertain, which so does not widen the names."""
    said = [str(standing_word(row.standing, words))]
    said += [] if row.confirmed else [words("not confirmed")]
    said += [words("rows unreadable")] if row.unreadable else []
    yield Cell(words.listed(said))


def _ages(row: Row, words: Words) -> Iterator[Cell]:
    buckets = row.exposure.buckets()
    for name in LATE:
        sums = {code: ages[name] for code, ages in buckets.items() if ages.get(name)}
        yield _money(sums, words) if sums else Cell("", 0)


def _owner(row: Row, words: Words) -> Iterator[Cell]:
    yield Cell(", ".join(row.people.values()))


def _account(row: Row, words: Words) -> Iterator[Cell]:
    yield Cell(row.customer.account if row.customer else "")


def _country(row: Row, words: Words) -> Iterator[Cell]:
    yield Cell(row.country)


CELLS: Mapping[Column, Callable[[Row, Words], Iterator[Cell]]] = {
    Column.DAYS: _days,
    Column.OVERDUE: _overdue,
    Column.STANDING: _standing,
    Column.AGES: _ages,
    Column.OWNER: _owner,
    Column.ACCOUNT: _account,
    Column.COUNTRY: _country,
}
