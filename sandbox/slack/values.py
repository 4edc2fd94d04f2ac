"""What people type and pick, in the shape that Slack reports for each element."""

from __future__ import annotations

from typing import Any

Element = dict[str, Any]

# element type: (field of the value, field of the initial value)
_PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
}
_PLAIN_LISTS = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
_OPTION = dict.fromkeys(
    ("static_select", "external_select", "radio_buttons", "overflow"),
    ("selected_option", "initial_option"),
)
_OPTIONS = dict.fromkeys(
    ("multi_static_select", "multi_external_select", "checkboxes"),
    ("selected_options", "initial_options"),
)
_FIELDS = {**_PLAIN, **_PLAIN_LISTS, **_OPTION, **_OPTIONS}
# Presses leave nothing behind in `state.values`.
_STATELESS = frozenset({"button", "overflow", "workflow_button", "feedback_buttons", "icon_button"})


class UnfitValue(ValueError):
    """A value that this element cannot have."""


def keeps_state(element: Element) -> bool:
    return element.get("type") in _FIELDS and element.get("type") not in _STATELESS


def initial_state(element: Element) -> dict[str, Any]:
    """What stands in an element before anybody touches it."""
    kind = element["type"]
    field, initial = _FIELDS[kind]
    nothing: Any = [] if kind in _PLAIN_LISTS or kind in _OPTIONS else None
    value = element.get(initial, nothing)
    if kind == "number_input" and value is not None:
        value = str(value)
    return {"type": kind, field: value}


def state_of(element: Element, value: Any, offered: list[dict[str, Any]]) -> dict[str, Any]:
    """The state after somebody typed or picked `value`; `offered` are the options shown so far."""
    kind = element.get("type", "")
    if kind not in _FIELDS:
        raise UnfitValue(f"a {kind} takes no value")
    field, _ = _FIELDS[kind]
    if kind in _OPTION:
        chosen = None if value in (None, "") else _option(element, value, offered)
        return {"type": kind, field: chosen}
    if kind in _OPTIONS:
        return {"type": kind, field: [_option(element, one, offered) for one in _several(value)]}
    if kind in _PLAIN_LISTS:
        return {"type": kind, field: _several(value)}
    return {"type": kind, field: None if value == "" else _typed(kind, value)}


def is_empty(state: dict[str, Any]) -> bool:
    field, _ = _FIELDS[state["type"]]
    return state.get(field) in (None, "", [])


def value_of(state: dict[str, Any]) -> Any:
    """The bare value within a state."""
    return state.get(_FIELDS[state["type"]][0])


def _several(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list) else [value]


def _typed(kind: str, value: Any) -> Any:
    return str(value) if kind == "number_input" and value is not None else value


def options_of(element: Element) -> list[dict[str, Any]]:
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(o for group in groups for o in group["options"])]


def _option(element: Element, wanted: Any, offered: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole option, found by its value or by the words a person reads."""
    known = [*options_of(element), *offered]
    if isinstance(wanted, dict):
        wanted = wanted.get("value")
    for read in (_value, _words):
        for option in known:
            if read(option) == wanted:
                return option
    values = ", ".join(_value(option) for option in known) or "none so far"
    raise UnfitValue(f"{wanted!r} is no option here; there are: {values}")


def _value(option: dict[str, Any]) -> str:
    return str(option["value"])


def _words(option: dict[str, Any]) -> str:
    return str(option["text"]["text"])
