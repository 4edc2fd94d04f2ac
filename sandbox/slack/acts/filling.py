"""A person submits or closes a modal."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.calls import WrongCall
from sandbox.slack.acts.controls import Control, all_controls
from sandbox.slack.acts.fields import type_all
from sandbox.slack.acts.stage import Outcome, Stage, needed
from sandbox.slack.payloads import interaction, interaction_parcel
from sandbox.slack.people import Person
from sandbox.slack.values import is_empty, value_of
from sandbox.slack.views import View, Views, view_object

Asked = dict[str, Any]
_REQUIRED = "Please complete this required field."


def submit(stage: Stage, asked: Asked) -> Outcome:
    """What Slack itself refuses (an empty required field) never reaches the bot."""
    person = stage.actor(needed(asked, "user"))
    view = stage.open_view(person, needed(asked, "view_id"))
    _check_submittable(stage.views, view)
    since = stage.since()
    view = type_all(stage, view, asked.get("values") or {})
    view = stage.views.put(replace(view, errors=_complaints(view)))
    if view.errors:
        return Outcome(person.id, since)
    payload = interaction("view_submission", person) | {
        "trigger_id": stage.triggers.make(person.id),
        "view": view_object(view),
        "response_urls": [],
    }
    delivery = stage.send(interaction_parcel("view_submission", _callback_id(view), payload))
    stage.acknowledgements.of_submission(delivery, view)
    return Outcome(person.id, since, delivery)


def close(stage: Stage, user: str, view_id: str) -> Outcome:
    """Close one modal; the bot hears of it if the view asked for that."""
    person = stage.actor(user)
    view = stage.open_view(person, view_id)
    since = stage.since()
    stage.views.close(view)
    if not view.body.get("notify_on_close"):
        return Outcome(person.id, since)
    return Outcome(person.id, since, _tell_closed(stage, person, view))


def _tell_closed(stage: Stage, person: Person, view: View) -> Any:
    payload = interaction("view_closed", person)
    payload |= {"view": view_object(view), "is_cleared": False}
    delivery = stage.send(interaction_parcel("view_closed", _callback_id(view), payload))
    stage.acknowledgements.of_silence(delivery)
    return delivery


def _callback_id(view: View) -> str:
    return str(view.body.get("callback_id") or "")


def _check_submittable(views: Views, view: View) -> None:
    stack = views.stack(view.user)
    if not stack or stack[-1].id != view.id:
        raise WrongCall(f"{view.id} is not the topmost open modal of {view.user}")
    if not view.body.get("submit"):
        raise WrongCall(f"{view.id} has no submit button")


def _complaints(view: View) -> dict[str, str]:
    """What Slack's own form checks find, by block."""
    found: dict[str, str] = {}
    for control in all_controls(view.body["blocks"]):
        if control.block.get("type") != "input":
            continue
        state = view.values[control.block_id][control.action_id]
        complaint = _complaint(control, state)
        if complaint:
            found[control.block_id] = complaint
    return found


def _complaint(control: Control, state: Asked) -> str:
    if is_empty(state):
        return "" if control.block.get("optional") else _REQUIRED
    check = _CHECKS.get(state["type"])
    return check(control.element, value_of(state)) if check else ""


def _length(element: Asked, value: Any) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else ""


def _number(element: Asked, value: Any) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if number != number.to_integral_value() and not element.get("is_decimal_allowed"):
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(str(element["min_value"])):
        return f"Please enter at least {element['min_value']}."
    if "max_value" in element and number > Decimal(str(element["max_value"])):
        return f"Please enter at most {element['max_value']}."
    return ""


def _email(element: Asked, value: Any) -> str:
    fits = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value)
    return "" if fits else "Please enter a valid email address."


def _url(element: Asked, value: Any) -> str:
    return "" if re.match(r"[a-z][a-z0-9+.-]*:\S", value) else "Please enter a valid URL."


def _several(element: Asked, value: Any) -> str:
    most = element.get("max_selected_items", 100)
    return f"Please select at most {most}." if len(value) > most else ""


_CHECKS = {
    "plain_text_input": _length,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "multi_static_select": _several,
    "multi_external_select": _several,
    "multi_users_select": _several,
    "multi_conversations_select": _several,
}
