"""Limits of the composition objects: texts, options, confirm dialogs, filters."""

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
    string,
    typed,
)

EVERY_ID = string(255)


def plain_text(most: int) -> Check:
    fields = {"type": anything, "text": string(most), "emoji": boolean}
    return typed({"plain_text": Shape(fields, required=("text",))}, what="text")


def any_text(most: int) -> Check:
    plain = Shape({"type": anything, "text": string(most), "emoji": boolean}, required=("text",))
    marked = Shape({"type": anything, "text": string(most), "verbatim": boolean}, ("text",))
    return typed({"plain_text": plain, "mrkdwn": marked}, what="text")


def _option(text: Check) -> Shape:
    fields = {
        "text": text,
        "value": string(150),
        "description": any_text(75),
        "url": string(3000),
    }
    return Shape(fields, required=("text", "value"))


OPTION = _option(plain_text(75))
MARKED_OPTION = _option(any_text(75))
OPTION_GROUP = Shape(
    {"label": plain_text(75), "options": items(OPTION, most=100)}, required=("label", "options")
)
CONFIRM = Shape(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
        "style": choice("primary", "danger"),
    },
    required=("title", "text", "confirm", "deny"),
)
DISPATCH = Shape(
    {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), most=2)}
)
CONVERSATION_FILTER = Shape(
    {
        "include": items(choice("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)


def different_values(value: Any, path: str) -> Complaints:
    """The options of one element differ in their values."""
    options = value.get("options")
    if not isinstance(options, list):
        return
    seen = [option.get("value") for option in options if isinstance(option, dict)]
    if len(set(map(str, seen))) < len(seen):
        yield complain("options must have different values", f"{path}/options")


OPTIONS_ANSWER = Shape(
    {"options": items(OPTION, most=100, least=0), "option_groups": items(OPTION_GROUP, most=100)},
    rules=(different_values,),
)
