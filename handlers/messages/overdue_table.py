"""Who owes what as a table that sorts: the same for /overdue and for the digest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.usecases.overdue import Row
from handlers.messages.blocks import Block, ButtonCell, Cell, button, data_table
from handlers.messages.exposure_lines import amounts, standing_word
from handlers.messages.text import N_, Safe, Words

# As many as somebody reads on a telephone. Slack counts the characters of all cells.
MOST_ROWS, MOST_CHARACTERS = 50, 9_000
PAGE = 10
COLUMNS = (N_("Customer"), N_("Days"), N_("Overdue"), N_("Standing"))
ACTION = "row_open"

Cells = tuple[Cell | ButtonCell, ...]


def overdue_table(
    rows: Sequence[Row], words: Words, tokens: Sequence[str] = ()
) -> tuple[Block, int]:
    """The worst first, as many as fit, and how many those are. There must be one. A telephone shows
    two columns or three, so the days come before the amount. With `tokens`, one for each row as far
    as they go, each row has a button."""
    header: Cells = tuple(Cell(words(name)) for name in COLUMNS)
    cells = list(_lines(rows, words, tokens))
    if tokens:
        header = (*header, Cell(words("Open")))
    shown = fitting(cells)
    caption = words("Overdue customers, worst first")
    return data_table(caption, [header, *cells[:shown]], page_size=PAGE), shown


def how_many_fit(rows: Sequence[Row], words: Words) -> int:
    """With a button in each row."""
    return fitting(list(_lines(rows, words, [" "] * MOST_ROWS)))


def _lines(rows: Sequence[Row], words: Words, tokens: Sequence[str]) -> Iterator[Cells]:
    for number, row in enumerate(rows[: len(tokens) or MOST_ROWS]):
        cells = _cells(row, words)
        yield (*cells, _open(row, number, tokens[number], words)) if tokens else cells


def _open(row: Row, number: int, token: str, words: Words) -> ButtonCell:
    """In one block no two buttons have the same name."""
    label = words("Open")
    spoken = words("Open {customer}", customer=Safe(row.name))
    return ButtonCell(button(label, f"{ACTION}:{number}", token, spoken=spoken), label)


def _cells(row: Row, words: Words) -> tuple[Cell, ...]:
    overdue = row.exposure.overdue()
    largest = max((money.amount for money in overdue.values()), default=None)
    days = row.exposure.days_overdue()
    # Plain text, so nothing is escaped.
    return (
        Cell(row.name),
        Cell(str(days), days),
        Cell(str(amounts(overdue, words)), largest),
        Cell(_standing(row, words)),
    )


def _standing(row: Row, words: Words) -> str:
    """With what makes it uncertain, which so does not widen the names."""
    said = [str(standing_word(row.standing, words))]
    said += [] if row.confirmed else [words("not confirmed")]
    said += [words("rows unreadable")] if row.unreadable else []
    return words.listed(said)


def fitting(rows: Sequence[Sequence[Cell | ButtonCell]]) -> int:
    """How many of these rows Slack takes."""
    left = MOST_CHARACTERS
    for place, cells in enumerate(rows):
        left -= sum(len(cell.text) for cell in cells)
        if left < 0 and place:
            return place
    return len(rows)
