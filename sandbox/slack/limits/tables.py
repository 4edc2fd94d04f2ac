"""Limits of tables and charts."""

from __future__ import annotations

from typing import Any

from sandbox.slack.limits.checks import (
    Check,
    Complaints,
    Shape,
    anything,
    boolean,
    choice,
    complain,
    items,
    number,
    string,
    typed,
    whole,
)
from sandbox.slack.limits.elements import ELEMENTS
from sandbox.slack.limits.objects import EVERY_ID
from sandbox.slack.limits.rich_text import RICH_TEXT

_RAW_TEXT = Shape({"type": anything, "text": string(10_000)}, required=("text",))
_RAW_NUMBER = Shape(
    {"type": anything, "value": number, "text": string(255)}, required=("value", "text")
)
_PLAIN_CELLS: dict[str, Check] = {"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER}
_ACTION_CELL = Shape(
    {
        "type": anything,
        "element": typed({"button": ELEMENTS["button"]}, what="cell element"),
        "fallback": typed(_PLAIN_CELLS, what="fallback cell"),
    },
    required=("element",),
)
_TABLE_CELL = typed({**_PLAIN_CELLS, "rich_text": RICH_TEXT}, what="cell")
_DATA_CELL = typed(
    {**_PLAIN_CELLS, "rich_text": RICH_TEXT, "action_cell": _ACTION_CELL}, what="cell"
)


def cell_characters(cell: Any) -> int:
    """How many characters a cell shows."""
    if isinstance(cell, list):
        return sum(map(cell_characters, cell))
    if not isinstance(cell, dict):
        return 0
    own = cell.get("text")
    shown = len(own) if isinstance(own, str) else cell_characters(own)
    return shown + cell_characters(cell.get("elements")) + cell_characters(cell.get("element"))


def _even_rows(value: Any, path: str) -> Complaints:
    rows = value.get("rows")
    if not isinstance(rows, list):
        return
    widths = {len(row) for row in rows if isinstance(row, list)}
    if len(widths) > 1:
        yield complain("rows must all have the same number of cells", f"{path}/rows")


def _plain_header(value: Any, path: str) -> Complaints:
    rows = value.get("rows")
    header = rows[0] if isinstance(rows, list) and rows else None
    for index, cell in enumerate(header if isinstance(header, list) else []):
        if isinstance(cell, dict) and cell.get("type") not in _PLAIN_CELLS:
            yield complain("a header cell must be raw_text or raw_number", f"{path}/rows/0/{index}")


def _known_row_header(value: Any, path: str) -> Complaints:
    index, rows = value.get("row_header_column_index"), value.get("rows")
    width = len(rows[0]) if isinstance(rows, list) and rows and isinstance(rows[0], list) else 0
    if isinstance(index, int) and index >= width:
        place = f"{path}/row_header_column_index"
        yield complain(f"must be a column of the table, which has {width}", place)


_COLUMN_SETTINGS = Shape({"align": choice("left", "center", "right"), "is_wrapped": boolean})
TABLE = Shape(
    {
        "type": anything,
        "block_id": EVERY_ID,
        "rows": items(items(_TABLE_CELL, most=20), most=100),
        "column_settings": items(_COLUMN_SETTINGS, most=20, least=0),
    },
    required=("rows",),
    rules=(_even_rows,),
)
DATA_TABLE = Shape(
    {
        "type": anything,
        "block_id": EVERY_ID,
        "caption": string(2000),
        "rows": items(items(_DATA_CELL, most=20), least=2, most=201),
        "page_size": whole(1, 100),
        "row_header_column_index": whole(0, 19),
    },
    required=("caption", "rows"),
    rules=(_even_rows, _plain_header, _known_row_header),
)

_LABEL = string(20)
_POINT = Shape({"label": _LABEL, "value": number}, required=("label", "value"))
_SERIES = Shape(
    {"name": _LABEL, "data": items(_POINT, most=20)},
    required=("name", "data"),
)
_AXES = Shape({"categories": items(_LABEL, most=20), "x_label": string(50), "y_label": string(50)})
_WITH_AXES = Shape(
    {"type": anything, "series": items(_SERIES, most=12), "axis_config": _AXES},
    required=("series",),
)
_CHARTS: dict[str, Check] = {
    "pie": Shape({"type": anything, "segments": items(_POINT, most=12)}, required=("segments",)),
    **dict.fromkeys(("bar", "line", "area"), _WITH_AXES),
}
DATA_VISUALIZATION = Shape(
    {
        "type": anything,
        "block_id": EVERY_ID,
        "title": string(50),
        "chart": typed(_CHARTS, what="chart"),
    },
    required=("title", "chart"),
)
