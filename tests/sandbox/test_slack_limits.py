"""Every limit of messages and views: just within it is accepted, just beyond it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.slack.limits.surfaces import message_complaints, view_complaints
from tests.sandbox.slack_shapes import (
    actions,
    button,
    card,
    chart,
    container,
    data_table,
    field,
    marked,
    modal,
    option,
    plain,
    raw,
    rich_text,
    section,
    select,
    table,
    task,
)

Json = dict[str, Any]
CONFIRM = {
    "title": plain("Sure?"),
    "text": plain("It stops"),
    "confirm": plain("Stop"),
    "deny": plain("Keep"),
}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a chart"}
ACTION_CELL = {"type": "action_cell", "element": button(), "fallback": raw("Open")}

ACCEPTED: dict[str, list[Json]] = {
    "section": [section("x" * 3000, fields=[marked("y" * 2000)] * 10)],
    "header": [{"type": "header", "text": plain("x" * 150)}],
    "divider": [{"type": "divider"}],
    "context": [{"type": "context", "elements": [marked("a"), plain("b"), IMAGE] * 3}],
    "buttons": [actions(*[button(f"b{n}", "x" * 75, value="v" * 2000) for n in range(25)])],
    "confirm": [actions(button(confirm=CONFIRM, style="danger", accessibility_label="Open it"))],
    "overflow": [section(accessory=select("overflow", options=[option(f"o{n}") for n in "12345"]))],
    "select": [section(accessory=select(options=[option(f"o{n}") for n in range(100)]))],
    "external": [section(accessory=select("external_select", min_query_length=2))],
    "date": [section(accessory=select("datepicker", initial_date="2026-10-12"))],
    "image": [{**IMAGE, "title": plain("Ageing")}],
    "markdown": [{"type": "markdown", "text": "x" * 12_000}],
    "rich text": [
        rich_text(
            {"type": "text", "text": "Overdue", "style": {"bold": True}},
            {"type": "date", "timestamp": 1791792000, "format": "{date}", "fallback": "12 Oct"},
            {"type": "user", "user_id": "U0KANG"},
            {"type": "tag", "text": "late", "color": "red"},
            {"type": "link", "url": "https://example.com", "text": "pay"},
        )
    ],
    "table": [table(100, 20)],
    "data table": [data_table(201, 20, page_size=100, row_header_column_index=0)],
    "data table with buttons": [
        {
            "type": "data_table",
            "caption": "Overdue",
            "rows": [
                [raw("Customer"), raw("Owed"), raw("Act")],
                [raw("Nordwind"), {"type": "raw_number", "value": 8412.6, "text": "EUR 8,412.60"},
                 ACTION_CELL],
            ],
        }
    ],
    "two charts": [chart(12, 20), chart()],
    "pie": [
        {
            "type": "data_visualization",
            "title": "Ageing",
            "chart": {"type": "pie", "segments": [{"label": "1-30", "value": 4}]},
        }
    ],
    "card": [card(subtitle=marked("x" * 150), actions=[button("a"), button("b"), button("c")])],
    "carousel": [{"type": "carousel", "elements": [card()] * 10}],
    "container": [container(*[section() for _ in range(10)], is_collapsible=True)],
    "container with a table": [container(table(2), chart())],
    "plan": [{"type": "plan", "title": "Suspend", "tasks": [task() for _ in range(50)]}],
    "context actions": [
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "f",
                    "positive_button": {"text": plain("Yes"), "value": "y"},
                    "negative_button": {"text": plain("No"), "value": "n"},
                },
                {"type": "icon_button", "action_id": "i", "icon": "trash", "text": plain("Drop")},
            ],
        }
    ],
    "fifty blocks": [section() for _ in range(50)],
    "one action_id in two blocks": [actions(button("open")), actions(button("open"))],
}  # fmt: skip

REFUSED: dict[str, tuple[list[Any], str, str]] = {
    "51 blocks": ([section()] * 51, "50 blocks", "/blocks"),
    "section text": ([section("x" * 3001)], "3000", "/blocks/0/text/text"),
    "empty text": ([section("")], "at least 1", "/blocks/0/text/text"),
    "fields": ([section(fields=[marked("x")] * 11)], "10 items", "/blocks/0/fields"),
    "field": ([section(fields=[marked("x" * 2001)])], "2000", "/blocks/0/fields/0/text"),
    "bare section": ([{"type": "section"}], "text, fields", "/blocks/0"),
    "header": ([{"type": "header", "text": plain("x" * 151)}], "150", "/blocks/0/text/text"),
    "marked header": ([{"type": "header", "text": marked("x")}], "mrkdwn", "/blocks/0/text/type"),
    "26 buttons": ([actions(*[button(f"{n}") for n in range(26)])], "25", "/blocks/0/elements"),
    "button text": ([actions(button(text="x" * 76))], "75", "/blocks/0/elements/0/text/text"),
    "button value": ([actions(button(value="x" * 2001))], "2000", "/blocks/0/elements/0/value"),
    "button url": ([actions(button(url="x" * 3001))], "3000", "/blocks/0/elements/0/url"),
    "button style": ([actions(button(style="warn"))], "primary", "/blocks/0/elements/0/style"),
    "action_id": ([actions(button("x" * 256))], "255", "/blocks/0/elements/0/action_id"),
    "block_id": ([section(block_id="x" * 256)], "255", "/blocks/0/block_id"),
    "label": (
        [actions(button(accessibility_label="x" * 76))],
        "75",
        "/blocks/0/elements/0/accessibility_label",
    ),
    "confirm title": (
        [actions(button(confirm=CONFIRM | {"title": plain("x" * 101)}))],
        "100",
        "/blocks/0/elements/0/confirm/title/text",
    ),
    "confirm button": (
        [actions(button(confirm=CONFIRM | {"confirm": plain("x" * 31)}))],
        "30",
        "/blocks/0/elements/0/confirm/confirm/text",
    ),
    "101 options": (
        [section(accessory=select(options=[option(f"o{n}") for n in range(101)]))],
        "100",
        "/blocks/0/accessory/options",
    ),
    "option value": (
        [section(accessory=select(options=[option("x" * 151, "x")]))],
        "150",
        "/blocks/0/accessory/options/0/value",
    ),
    "option text": (
        [section(accessory=select(options=[option("x", "x" * 76)]))],
        "75",
        "/blocks/0/accessory/options/0/text/text",
    ),
    "twice the same option": (
        [section(accessory=select(options=[option("x"), option("x")]))],
        "different values",
        "/blocks/0/accessory/options",
    ),
    "overflow": (
        [section(accessory=select("overflow", options=[option(n) for n in "123456"]))],
        "5",
        "/blocks/0/accessory/options",
    ),
    "checkboxes": (
        [section(accessory=select("checkboxes", options=[option(f"{n}") for n in range(11)]))],
        "10",
        "/blocks/0/accessory/options",
    ),
    "context": ([{"type": "context", "elements": [marked("x")] * 11}], "10", "/blocks/0/elements"),
    "context actions": (
        [{"type": "context_actions", "elements": [button()]}],
        "button",
        "/blocks/0/elements/0/type",
    ),
    "markdown": ([{"type": "markdown", "text": "x" * 6001}] * 2, "12000", "/blocks"),
    "alt text": ([{**IMAGE, "alt_text": "x" * 2001}], "2000", "/blocks/0/alt_text"),
    "no alt text": (
        [{"type": "image", "image_url": "https://example.com/a.png"}],
        "alt_text",
        "/blocks/0",
    ),
    "table rows": ([table(101)], "100", "/blocks/0/rows"),
    "table columns": ([table(1, 21)], "20", "/blocks/0/rows/0"),
    "table cells": ([table(2, 2, "x" * 2501)], "10000", "/blocks"),
    "two tables": ([table(1), table(1)], "1 table", "/blocks"),
    "data table rows": ([data_table(202)], "201", "/blocks/0/rows"),
    "data table cells": ([data_table(2, 2, "x" * 5001)], "20000", "/blocks"),
    "two data tables' cells": ([data_table(2, 2, "x" * 2501)] * 2, "20000", "/blocks"),
    "no caption": ([data_table(2) | {"caption": ""}], "at least 1", "/blocks/0/caption"),
    "page size": ([data_table(2, page_size=101)], "100", "/blocks/0/page_size"),
    "row header": (
        [data_table(2, row_header_column_index=2)],
        "which has 2",
        "/blocks/0/row_header_column_index",
    ),
    "uneven rows": (
        [data_table(2) | {"rows": [[raw("a")], [raw("a"), raw("b")]]}],
        "same number",
        "/blocks/0/rows",
    ),
    "header button": (
        [data_table(2) | {"rows": [[ACTION_CELL], [raw("a")]]}],
        "header cell",
        "/blocks/0/rows/0/0",
    ),
    "three charts": ([chart()] * 3, "2 data_visualization", "/blocks"),
    "13 series": ([chart(13)], "12", "/blocks/0/chart/series"),
    "21 points": ([chart(1, 21)], "20", "/blocks/0/chart/series/0/data"),
    "chart title": ([chart(title="x" * 51)], "50", "/blocks/0/title"),
    "card body": ([card(body=marked("x" * 201))], "200", "/blocks/0/body/text"),
    "card title": ([card(title=marked("x" * 151))], "150", "/blocks/0/title/text"),
    "card actions": ([card(actions=[button(n) for n in "abcd"])], "3", "/blocks/0/actions"),
    "carousel": ([{"type": "carousel", "elements": [card()] * 11}], "10", "/blocks/0/elements"),
    "container": ([container(*[section()] * 11)], "10", "/blocks/0/child_blocks"),
    "container title": ([container(section(), title=plain("x" * 151))], "150", "/title/text"),
    "card in a container": ([container(card())], "card", "/blocks/0/child_blocks/0/type"),
    "data table inside": ([container(data_table(2))], "data_table", "/child_blocks/0/type"),
    "51 tasks": (
        [{"type": "plan", "title": "x", "tasks": [task()] * 51}],
        "50",
        "/blocks/0/tasks",
    ),
    "task status": ([task(status="done")], "in_progress", "/blocks/0/status"),
    "alert in a message": ([{"type": "alert", "text": plain("x")}], "not allowed", "/blocks/0"),
    "input in a message": (
        [field("note", {"type": "plain_text_input"})],
        "not allowed",
        "/blocks/0",
    ),
    "unknown block": ([{"type": "hologram"}], "hologram", "/blocks/0/type"),
    "unknown field": ([section(colour="red")], "colour", "/blocks/0"),
    "no block": ([["hello"]], "block object", "/blocks/0"),
    "block_id twice": (
        [section(block_id="a"), container(section(block_id="a"))],
        "a already exists",
        "/blocks/1/child_blocks/0/block_id",
    ),
    "action_id twice": ([actions(button(), button())], "open already exists", "/blocks/0"),
    "rich text part": ([rich_text({"type": "smell"})], "smell", "/elements/0/elements/0/type"),
}


@pytest.mark.parametrize("blocks", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_message_within_the_limits_is_accepted(blocks: list[Json]) -> None:
    assert message_complaints(blocks) == []


@pytest.mark.parametrize(("blocks", "what", "path"), REFUSED.values(), ids=REFUSED.keys())
def test_a_message_beyond_a_limit_is_refused(blocks: list[Any], what: str, path: str) -> None:
    complaints = message_complaints(blocks)
    assert any(what in one and one.endswith(f"{path}]") for one in complaints), complaints


NOTE = field("note", {"type": "plain_text_input", "multiline": True})
VIEWS_REFUSED: dict[str, tuple[Any, str, str]] = {
    "title": (modal(NOTE, title=plain("x" * 25)), "24", "/view/title/text"),
    "submit": (modal(NOTE, submit=plain("x" * 25)), "24", "/view/submit/text"),
    "close": (modal(NOTE, close=plain("x" * 25)), "24", "/view/close/text"),
    "no title": ({"type": "modal", "blocks": []}, "title", "/view"),
    "callback_id": (modal(NOTE, callback_id="x" * 256), "255", "/view/callback_id"),
    "metadata": (modal(NOTE, private_metadata="x" * 3001), "3000", "/view/private_metadata"),
    "external_id": (modal(NOTE, external_id="x" * 256), "255", "/view/external_id"),
    "101 blocks": (modal(*[section()] * 101), "100 blocks", "/view/blocks"),
    "input label": (
        modal(NOTE | {"label": plain("x" * 2001)}),
        "2000",
        "/view/blocks/0/label/text",
    ),
    "input hint": (modal(NOTE | {"hint": plain("x" * 2001)}), "2000", "/view/blocks/0/hint/text"),
    "button as input": (modal(field("b", button())), "button", "/view/blocks/0/element/type"),
    "alert": (
        modal({"type": "alert", "text": plain("x" * 201)}),
        "200",
        "/view/blocks/0/text/text",
    ),
    "alert at home": (
        {"type": "home", "blocks": [{"type": "alert", "text": plain("x")}]},
        "not allowed",
        "/view/blocks/0",
    ),
    "table in a modal": (modal(table(1)), "not allowed", "/view/blocks/0"),
    "markdown": (modal({"type": "markdown", "text": "x"}), "not allowed", "/view/blocks/0"),
    "no submit": ({**modal(NOTE), "submit": None}, "submit", "/view"),
    "no view": ("hello", "modal or home", "/view/type"),
}


@pytest.mark.parametrize(("view", "what", "path"), VIEWS_REFUSED.values(), ids=VIEWS_REFUSED.keys())
def test_a_view_beyond_a_limit_is_refused(view: Any, what: str, path: str) -> None:
    complaints = view_complaints(view)
    assert any(what in one and one.endswith(f"{path}]") for one in complaints), complaints


def test_views_within_the_limits_are_accepted() -> None:
    alert = {"type": "alert", "level": "warning", "text": marked("x" * 200)}
    assert view_complaints(modal(NOTE, alert, card(), private_metadata="x" * 3000)) == []
    assert view_complaints({"type": "home", "blocks": [data_table(2), section(), NOTE]}) == []
