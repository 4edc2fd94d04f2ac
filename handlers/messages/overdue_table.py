"""Who owes what as a table that sorts: the same for /overdue and for the digest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.domain.digest_choices import USUAL_COLUMNS, Column
from core.usecases.overdue import Row
from handlers.messages.blocks import Block, ButtonCell, Cell, button, data_table
from handlers.messages.overdue_cells import cells, header
from handlers.messages.text import Safe, Words

# As many as somebody reads on a telephone. Slack counts the characters of all cells.
MOST_ROWS, MOST_CHARACTERS = 50, 9_000
PAGE = 10
ACTION = "row_open"

Cells = tuple[Cell | ButtonCell, ...]


def overdue_table(
    rows: Sequence[Row],
    words: Words,
    tokens: Sequence[str] = (),
    columns: Sequence[Column] = USUAL_COLUMNS,
) -> tuple[Block, int]:
    """The worst first, as many as fit, and how many those are. There must be one. A telephone shows
    two columns or three, so the days come before the amount. With `tokens`, one for each row as far
    as they go, each row has a button."""
    lines = list(_lines(rows, words, tokens, columns))
    first: Cells = header(columns, words)
    if tokens:
        first = (*first, Cell(words("Open")))
    shown = fitting(lines)
    caption = words("Overdue customers, worst first")
    return data_table(caption, [first, *lines[:shown]], page_size=PAGE), shown


def _lines(
    rows: Sequence[Row], words: Words, tokens: Sequence[str], columns: Sequence[Column]
) -> Iterator[Cells]:
    for number, row in enumerate(rows[: len(tokens) or MOST_ROWS]):
        line = cells(row, columns, words)
        yield (*line, _open(row, number, tokens[number], words)) if tokens else line


def _open(row: Row, number: int, token: str, words: Words) -> ButtonCell:
    """In one block no two buttons have the same name."""
    label = words("Open")
    spoken = words("Open {customer}", customer=Safe(row.name))
    return ButtonCell(button(label, f"{ACTION}:{number}", token, spoken=spoken), label)


def fitting(rows: Sequence[Sequence[Cell | ButtonCell]]) -> int:
    """How many of these rows Slack takes."""
    left = MOST_CHARACTERS
    for place, line in enumerate(rows):
        left -= sum(len(cell.text) for cell in line)
        if left < 0 and place:
            return place
    return len(rows)
