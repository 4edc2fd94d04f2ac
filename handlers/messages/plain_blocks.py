"""The same message for a Slack that does not know the newest blocks: a table that neither sorts nor
has buttons, and no chart, whose text says what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handlers.messages.blocks import Block, Message, section

TABLE, CHART = "data_table", "data_visualization"
# With the header; Slack takes one such table in a message, and counts the characters of its cells.
MOST_ROWS, MOST_CHARACTERS = 100, 10_000
PRESSED = "action_cell"


def is_new(message: Message) -> bool:
    """Has it a block that some workspaces do not have yet?"""
    return any(block["type"] in (TABLE, CHART) for block in message.blocks)


def plainer(message: Message) -> Message:
    return replace(message, blocks=tuple(_blocks(message)))


def _blocks(message: Message) -> Iterator[Block]:
    tables = 0
    for block in message.blocks:
        if block["type"] == TABLE:
            tables += 1
            yield from _table(block) if tables == 1 else [section(_listed(block))]
        elif block["type"] != CHART:
            yield block


def _table(block: Block) -> Iterator[Block]:
    """Its caption stands above it."""
    rows = _rows(block)
    columns = zip(*rows, strict=True)
    numbers = [any(cell["type"] == "raw_number" for cell in column) for column in columns]
    yield section(str(block["caption"]))
    yield {
        "type": "table",
        "rows": [[_text(cell) for cell in row] for row in rows],
        "column_settings": [
            {"align": "right"} if is_number else {"is_wrapped": True} for is_number in numbers
        ],
    }


def _listed(block: Block) -> str:
    lines = [" · ".join(str(cell["text"]) for cell in row) for row in _rows(block)]
    return "\n".join([f"*{block['caption']}*", *lines])


def _rows(block: Block) -> list[list[Mapping[str, object]]]:
    """As many as fit, without the column of buttons."""
    rows = block["rows"]
    assert isinstance(rows, list)
    pressed = {at for row in rows for at, cell in enumerate(row) if cell["type"] == PRESSED}
    found, left = [], MOST_CHARACTERS
    for row in rows[:MOST_ROWS]:
        cells = [cell for at, cell in enumerate(row) if at not in pressed]
        left -= sum(len(cell["text"]) for cell in cells)
        if left < 0:
            break
        found.append(cells)
    return found


def _text(cell: Mapping[str, object]) -> Block:
    return {"type": "raw_text", "text": cell["text"]}
