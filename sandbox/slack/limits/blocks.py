"""Limits of the blocks, one row each, and the surfaces they may stand on."""

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
    only,
    string,
    typed,
)
from sandbox.slack.limits.elements import (
    CONTEXT_ELEMENT,
    ELEMENTS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from sandbox.slack.limits.objects import EVERY_ID, any_text, plain_text
from sandbox.slack.limits.rich_text import RICH_TEXT
from sandbox.slack.limits.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE

MESSAGE, MODAL, HOME = "message", "modal", "home"
_EVERYWHERE = frozenset({MESSAGE, MODAL, HOME})
_NOT_IN_MODALS = frozenset({MESSAGE, HOME})
_IN_VIEWS = frozenset({MODAL, HOME})
_IN_MESSAGES = frozenset({MESSAGE})
_IN_MODALS = frozenset({MODAL})


def _block(*required: str, any_of: tuple[str, ...] = (), **fields: Check) -> Shape:
    return Shape({"type": anything, "block_id": EVERY_ID, **fields}, required, any_of)


def _element(names: tuple[str, ...]) -> Check:
    return only(ELEMENTS, names, what="element")


_IMAGE_ELEMENT = typed({"image": ELEMENTS["image"]}, what="image")
_CARD = _block(
    any_of=("hero_image", "title", "actions", "body"),
    hero_image=_IMAGE_ELEMENT,
    icon=_IMAGE_ELEMENT,
    title=any_text(150),
    subtitle=any_text(150),
    body=any_text(200),
    actions=items(_element(("button", "overflow", "workflow_button")), most=3),
)
_TASK = _block(
    "task_id",
    "title",
    "status",
    task_id=string(255),
    title=string(255),
    status=choice("pending", "in_progress", "complete", "error"),
    details=typed({"rich_text": RICH_TEXT}, what="details"),
    output=typed({"rich_text": RICH_TEXT}, what="output"),
    sources=items(_element(("url",)), most=50),
)

_SIMPLE: dict[str, tuple[frozenset[str], Check]] = {
    "section": (
        _EVERYWHERE,
        _block(
            any_of=("text", "fields"),
            text=any_text(3000),
            fields=items(any_text(2000), most=10),
            accessory=_element(IN_SECTION),
            expand=boolean,
        ),
    ),
    "header": (_EVERYWHERE, _block("text", text=plain_text(150))),
    "divider": (_EVERYWHERE, _block()),
    "actions": (_EVERYWHERE, _block("elements", elements=items(_element(IN_ACTIONS), most=25))),
    "context": (
        _EVERYWHERE,
        _block("elements", elements=items(typed(CONTEXT_ELEMENT, what="element"), most=10)),
    ),
    "context_actions": (
        _IN_MESSAGES,
        _block(
            "elements",
            elements=items(_element(("feedback_buttons", "icon_button")), most=5),
        ),
    ),
    "rich_text": (_EVERYWHERE, RICH_TEXT),
    "markdown": (_IN_MESSAGES, _block("text", text=string(12_000))),
    "image": (
        _EVERYWHERE,
        _block(
            "alt_text",
            any_of=("image_url", "slack_file"),
            image_url=string(3000),
            slack_file=anything,
            alt_text=string(2000),
            title=plain_text(2000),
        ),
    ),
    "input": (
        _IN_VIEWS,
        _block(
            "label",
            "element",
            label=plain_text(2000),
            hint=plain_text(2000),
            optional=boolean,
            dispatch_action=boolean,
            element=_element(IN_INPUT),
        ),
    ),
    "alert": (
        _IN_MODALS,
        _block(
            "text",
            text=any_text(200),
            level=choice("default", "info", "warning", "error", "success"),
        ),
    ),
    "table": (_NOT_IN_MODALS, TABLE),
    "data_table": (_NOT_IN_MODALS, DATA_TABLE),
    "data_visualization": (_NOT_IN_MODALS, DATA_VISUALIZATION),
    "card": (_EVERYWHERE, _CARD),
    "carousel": (
        _NOT_IN_MODALS,
        _block("elements", elements=items(typed({"card": _CARD}, what="card"), most=10)),
    ),
    "task_card": (_IN_MESSAGES, _TASK),
    "plan": (
        _IN_MESSAGES,
        _block(
            "title",
            title=string(255),
            tasks=items(typed({"task_card": _TASK}, what="task"), most=50, least=0),
        ),
    ),
}
_NOT_IN_CONTAINERS = frozenset({"card", "carousel", "data_table"})
_CHILD = typed(
    {name: check for name, (_, check) in _SIMPLE.items() if name not in _NOT_IN_CONTAINERS},
    what="block in a container",
)


def _header_divider(value: Any, path: str) -> Complaints:
    if value.get("is_collapsible") is True and value.get("has_header_divider") is True:
        yield complain("has_header_divider does not go with is_collapsible", path)


_CONTAINER = Shape(
    {
        "type": anything,
        "block_id": EVERY_ID,
        "title": plain_text(150),
        "rich_text_title": typed({"rich_text": RICH_TEXT}, what="title"),
        "subtitle": plain_text(150),
        "child_blocks": items(_CHILD, most=10),
        "width": choice("narrow", "standard", "wide", "full"),
        "icon": _IMAGE_ELEMENT,
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    required=("child_blocks",),
    any_of=("title", "rich_text_title"),
    rules=(_header_divider,),
)

BLOCKS: dict[str, tuple[frozenset[str], Check]] = {
    **_SIMPLE,
    "container": (_NOT_IN_MODALS, _CONTAINER),
}
BLOCK = typed({name: check for name, (_, check) in BLOCKS.items()}, what="block")
