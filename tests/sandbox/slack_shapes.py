"""Blocks and views that the tests build upon."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Nordwind owes", **more: Any) -> Json:
    return {"type": "section", "text": marked(text), **more}


def button(action_id: str = "open", text: str = "Open", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str, text: str = "") -> Json:
    return {"text": plain(text or value.title()), "value": value}


def select(kind: str = "static_select", **more: Any) -> Json:
    return {"type": kind, "action_id": "pick", **more}


def field(block_id: str, element: Json, **more: Any) -> Json:
    named = {"action_id": "value", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id),
        "element": named,
        **more,
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "suspend",
        "title": plain("Suspend"),
        "submit": plain("Ask"),
        "blocks": list(blocks),
        **more,
    }


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def data_table(rows: int, columns: int = 2, cell: str = "x", **more: Any) -> Json:
    body = [[raw(cell) for _ in range(columns)] for _ in range(rows)]
    return {"type": "data_table", "caption": "Overdue", "rows": body, **more}


def table(rows: int, columns: int = 2, cell: str = "x") -> Json:
    return {"type": "table", "rows": [[raw(cell)] * columns for _ in range(rows)]}


def chart(series: int = 1, points: int = 2, **more: Any) -> Json:
    data = [{"label": f"{n} days", "value": n} for n in range(points)]
    bars = {"type": "bar", "series": [{"name": f"s{n}", "data": data} for n in range(series)]}
    return {"type": "data_visualization", "title": "Ageing", "chart": bars, **more}


def card(**more: Any) -> Json:
    return {"type": "card", "title": marked("Nordwind"), "body": marked("35 days"), **more}


def container(*children: Json, **more: Any) -> Json:
    return {
        "type": "container",
        "title": plain("Evidence"),
        "child_blocks": list(children),
        **more,
    }


def rich_text(*parts: Json) -> Json:
    line = {"type": "rich_text_section", "elements": list(parts)}
    return {"type": "rich_text", "elements": [line]}


def task(**more: Any) -> Json:
    return {"type": "task_card", "task_id": "1", "title": "Pause", "status": "pending", **more}
