"""A person presses a button, picks from a select, or asks a select for options."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sandbox.calls import WrongCall
from sandbox.slack.acts.controls import Control, find_control
from sandbox.slack.acts.fields import chosen_state, keep_value, type_all
from sandbox.slack.acts.stage import Outcome, Stage, needed
from sandbox.slack.channels import Channel
from sandbox.slack.messages import Message
from sandbox.slack.payloads import (
    about_message,
    about_view,
    action,
    interaction,
    interaction_parcel,
    message_state,
)
from sandbox.slack.people import Person
from sandbox.slack.values import keeps_state
from sandbox.slack.views import View

Asked = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is pressed: in a message, or in a view."""

    person: Person
    view: View | None = None
    channel: Channel | None = None
    message: Message | None = None

    @property
    def blocks(self) -> list[dict[str, Any]]:
        if self.view:
            return list(self.view.body["blocks"])
        return self.message.blocks if self.message else []

    @property
    def key(self) -> str:
        return self.view.id if self.view else self.message.ts if self.message else ""

    def payload(self) -> Asked:
        if self.view:
            return about_view(self.view)
        if self.message and self.channel:
            return about_message(self.message, self.channel)
        raise WrongCall("say view_id, or channel and ts")


def find_place(stage: Stage, asked: Asked) -> Place:
    person = stage.actor(needed(asked, "user"))
    if asked.get("view_id"):
        return Place(person, view=stage.open_view(person, asked["view_id"]))
    channel = stage.place(person, needed(asked, "channel"))
    message = stage.seen_message(person, channel, needed(asked, "ts"))
    return Place(person, channel=channel, message=message)


def press(stage: Stage, asked: Asked) -> Outcome:
    """A press or a choice; what an input block keeps to itself is only remembered."""
    needed(asked, "action_id")
    place = find_place(stage, asked)
    control = _pressed(stage, place, asked)
    since = stage.since()
    if place.view and asked.get("values"):
        place = replace(place, view=type_all(stage, place.view, asked["values"]))
    state = _state(stage, place, control, asked)
    if place.view and keeps_state(control.element):
        place = replace(place, view=keep_value(stage, place.view, control, state))
    if not control.is_reported:
        return Outcome(place.person.id, since)
    parcel = interaction_parcel(
        "block_actions", control.action_id, _press_payload(stage, place, control, state)
    )
    delivery = stage.send(parcel)
    channel = place.channel.id if place.channel else ""
    stage.acknowledgements.of_silence(delivery, channel=channel, view=place.view)
    return Outcome(place.person.id, since, delivery)


def _pressed(stage: Stage, place: Place, asked: Asked) -> Control:
    """What was pressed: as it is now, or as a screen showed it until a moment ago."""
    try:
        return find_control(place.blocks, asked)
    except WrongCall:
        # Only a screen knows the block's id; who says less means the message as it is.
        if place.message is None or not asked.get("block_id"):
            raise
        for blocks in stage.workspace.shown_before(place.message):
            with suppress(WrongCall):
                return find_control(blocks, asked)
        raise


def ask_for_options(stage: Stage, asked: Asked) -> tuple[Outcome, dict[str, Any]]:
    """What an external select offers for some typed text."""
    place = find_place(stage, asked)
    control = find_control(place.blocks, asked)
    if not str(control.element["type"]).endswith("external_select"):
        raise WrongCall(f"{control.action_id} is a {control.element['type']}, no external select")
    since = stage.since()
    payload = interaction("block_suggestion", place.person) | place.payload()
    payload |= {
        "action_id": control.action_id,
        "block_id": control.block_id,
        "value": str(asked.get("text") or ""),
    }
    delivery = stage.send(interaction_parcel("block_suggestion", control.action_id, payload))
    answer = stage.acknowledgements.of_options(delivery)
    key = (place.key, control.block_id, control.action_id)
    stage.offers[key] = [*stage.offers.get(key, []), *_all_options(answer)]
    return Outcome(place.person.id, since, delivery), answer


def _state(stage: Stage, place: Place, control: Control, asked: Asked) -> Asked:
    kind = control.element["type"]
    if kind in ("button", "icon_button", "feedback_buttons", "workflow_button"):
        return {"type": kind}
    value = asked.get("selected_option", asked.get("value"))
    return chosen_state(stage, place.key, control, value)


def _press_payload(stage: Stage, place: Place, control: Control, state: Asked) -> Asked:
    pressed = action(control.block_id, control.element, state, at=stage.workspace.next_ts())
    payload = interaction("block_actions", place.person) | place.payload()
    payload |= {"trigger_id": stage.triggers.make(place.person.id), "actions": [pressed]}
    if place.message and place.channel:
        payload["state"] = message_state(place.message, control.block_id, control.element, state)
        payload["response_url"] = stage.response_url(place.person, place.channel, place.message)
    return payload


def _all_options(answer: dict[str, Any]) -> list[dict[str, Any]]:
    groups = answer.get("option_groups") or []
    return [*(answer.get("options") or []), *(o for group in groups for o in group["options"])]
