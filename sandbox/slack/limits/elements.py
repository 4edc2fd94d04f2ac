"""Limits of the elements: what people press, pick and type into."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.slack.limits.checks import (
    Check,
    Shape,
    anything,
    boolean,
    choice,
    either,
    items,
    matching,
    number,
    string,
    whole,
)
from sandbox.slack.limits.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    EVERY_ID,
    MARKED_OPTION,
    OPTION,
    OPTION_GROUP,
    any_text,
    different_values,
    plain_text,
)

_BASE: dict[str, Check] = {"type": anything, "action_id": EVERY_ID}
_PICKED: dict[str, Check] = {**_BASE, "focus_on_load": boolean, "confirm": CONFIRM}
_SELECT: dict[str, Check] = {**_PICKED, "placeholder": plain_text(150)}
_MULTI: dict[str, Check] = {**_SELECT, "max_selected_items": whole(1, 100)}
_TYPED: dict[str, Check] = {
    **_BASE,
    "focus_on_load": boolean,
    "placeholder": plain_text(150),
    "dispatch_action_config": DISPATCH,
}
_STATIC: dict[str, Check] = {
    "options": items(OPTION, most=100),
    "option_groups": items(OPTION_GROUP, most=100),
}
_CONVERSATION: dict[str, Check] = {
    "filter": CONVERSATION_FILTER,
    "default_to_current_conversation": boolean,
    "response_url_enabled": boolean,
}
_DATE = matching(r"\d{4}-\d{2}-\d{2}", "2026-10-12")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "09:30")
_IDS = items(EVERY_ID, most=100, least=0)
_DECIMAL = either(number, matching(r"-?\d+(\.\d+)?", "12.50"))


def _choices(kind: Mapping[str, Check]) -> Shape:
    return Shape({**_PICKED, **kind}, required=("options",), rules=(different_values,))


def _static(base: Mapping[str, Check], initial: Mapping[str, Check]) -> Shape:
    rules = (different_values,)
    any_of = ("options", "option_groups")
    return Shape({**base, **_STATIC, **initial}, any_of=any_of, rules=rules)


_BUTTON = Shape(
    {
        **_BASE,
        "text": plain_text(75),
        "value": string(2000, least=0),
        "url": string(3000),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
    required=("text",),
)
_FEEDBACK_BUTTON = Shape(
    {"text": plain_text(75), "value": string(2000), "accessibility_label": string(75)},
    required=("text", "value"),
)

ELEMENTS: dict[str, Check] = {
    "button": _BUTTON,
    "workflow_button": Shape(
        {**_BUTTON.fields, "workflow": anything}, required=("text", "workflow")
    ),
    "overflow": Shape(
        {**_BASE, "confirm": CONFIRM, "options": items(OPTION, most=5)},
        required=("options",),
        rules=(different_values,),
    ),
    "checkboxes": _choices(
        {
            "options": items(MARKED_OPTION, most=10),
            "initial_options": items(MARKED_OPTION, most=10),
        }
    ),
    "radio_buttons": _choices(
        {"options": items(MARKED_OPTION, most=10), "initial_option": MARKED_OPTION}
    ),
    "static_select": _static(_SELECT, {"initial_option": OPTION}),
    "multi_static_select": _static(_MULTI, {"initial_options": items(OPTION, most=100)}),
    "external_select": Shape(
        {**_SELECT, "initial_option": OPTION, "min_query_length": whole(0, 100)}
    ),
    "multi_external_select": Shape(
        {**_MULTI, "initial_options": items(OPTION, most=100), "min_query_length": whole(0, 100)}
    ),
    "users_select": Shape({**_SELECT, "initial_user": EVERY_ID}),
    "multi_users_select": Shape({**_MULTI, "initial_users": _IDS}),
    "conversations_select": Shape({**_SELECT, **_CONVERSATION, "initial_conversation": EVERY_ID}),
    "multi_conversations_select": Shape({**_MULTI, **_CONVERSATION, "initial_conversations": _IDS}),
    "channels_select": Shape(
        {**_SELECT, "initial_channel": EVERY_ID, "response_url_enabled": boolean}
    ),
    "multi_channels_select": Shape({**_MULTI, "initial_channels": _IDS}),
    "datepicker": Shape({**_SELECT, "initial_date": _DATE}),
    "timepicker": Shape({**_SELECT, "initial_time": _TIME, "timezone": string(100)}),
    "datetimepicker": Shape({**_PICKED, "initial_date_time": whole(10**9, 10**10 - 1)}),
    "plain_text_input": Shape(
        {
            **_TYPED,
            "initial_value": string(3000, least=0),
            "multiline": boolean,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        }
    ),
    "email_text_input": Shape({**_TYPED, "initial_value": string(3000, least=0)}),
    "url_text_input": Shape({**_TYPED, "initial_value": string(3000, least=0)}),
    "number_input": Shape(
        {
            **_TYPED,
            "is_decimal_allowed": boolean,
            "initial_value": _DECIMAL,
            "min_value": _DECIMAL,
            "max_value": _DECIMAL,
        },
        required=("is_decimal_allowed",),
    ),
    "rich_text_input": Shape({**_TYPED, "initial_value": anything}),
    "file_input": Shape({**_BASE, "filetypes": anything, "max_files": whole(1, 10)}),
    "image": Shape(
        {
            "type": anything,
            "image_url": string(3000),
            "slack_file": anything,
            "alt_text": string(2000),
        },
        required=("alt_text",),
        any_of=("image_url", "slack_file"),
    ),
    "feedback_buttons": Shape(
        {**_BASE, "positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON},
        required=("positive_button", "negative_button"),
    ),
    "icon_button": Shape(
        {
            **_BASE,
            "icon": choice("trash"),
            "text": plain_text(75),
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": _IDS,
        },
        required=("icon", "text"),
    ),
    "url": Shape(
        {"type": anything, "url": string(3000), "text": string(255)}, required=("url", "text")
    ),
}

_SELECTS = ("static", "external", "users", "conversations", "channels")
PICKS = (
    *(f"{kind}_select" for kind in _SELECTS),
    *(f"multi_{kind}_select" for kind in _SELECTS),
    *("checkboxes", "radio_buttons", "datepicker", "timepicker"),
)
IN_ACTIONS = (*PICKS, "button", "overflow", "datetimepicker", "workflow_button", "rich_text_input")
IN_SECTION = (*PICKS, "button", "overflow", "image", "workflow_button")
TYPED_INTO = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
IN_INPUT = (*PICKS, *TYPED_INTO, "datetimepicker", "rich_text_input", "file_input")

CONTEXT_ELEMENT: dict[str, Check] = {
    "image": ELEMENTS["image"],
    "plain_text": any_text(3000),
    "mrkdwn": any_text(3000),
}
