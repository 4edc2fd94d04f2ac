"""The payloads that Slack sends, in Slack's own shapes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from sandbox.slack.channels import Channel
from sandbox.slack.deliveries import Parcel
from sandbox.slack.messages import Message, message_object
from sandbox.slack.people import APP_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, Person
from sandbox.slack.values import keeps_state
from sandbox.slack.views import View, starting_values, view_object

FORM = "application/x-www-form-urlencoded"
_OLD_TOKEN = "sandbox-verification-token"
Payload = dict[str, Any]


def channel_name(channel: Channel) -> str:
    """The name of a channel, as commands carry it."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def command_fields(person: Person, channel: Channel, command: str, text: str) -> Payload:
    return {
        "token": _OLD_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
    }


def interaction(kind: str, person: Person) -> Payload:
    """What every interactive payload begins with."""
    return {
        "type": kind,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": APP_ID,
        "token": _OLD_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def about_message(message: Message, channel: Channel) -> Payload:
    """Where an element stands when it stands in a message; private ones are not repeated."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Payload = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
    }
    if message.ephemeral_for is None:
        place["message"] = message_object(message)
    return place


def about_view(view: View) -> Payload:
    """Where an element stands when it stands in a modal or in the Home tab."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": view_object(view),
    }


def message_state(message: Message, block_id: str, element: Payload, state: Payload) -> Payload:
    values = starting_values(message.blocks, {})
    if keeps_state(element):
        values.setdefault(block_id, {})[element["action_id"]] = state
    return {"values": values}


def action(block_id: str, element: Mapping[str, Any], state: Payload, *, at: str) -> Payload:
    """One entry of `actions`: the element, what was picked, and when."""
    done: Payload = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": at,
    }
    for name in ("text", "value", "style", "placeholder", "confirm"):
        if name in element:
            done[name] = element[name]
    done.update({name: value for name, value in state.items() if name != "type"})
    return done


def event(body: Payload, *, event_time: int) -> Payload:
    return {
        "token": _OLD_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": body,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def command_parcel(fields: Payload) -> Parcel:
    body = urlencode(fields).encode()
    return Parcel("command", fields["command"], fields["user_id"], fields, body, FORM)


def interaction_parcel(kind: str, name: str, payload: Payload) -> Parcel:
    body = urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
    return Parcel(kind, name, payload["user"]["id"], payload, body, FORM)


def event_parcel(payload: Payload, user: str) -> Parcel:
    body = json.dumps(payload, ensure_ascii=False).encode()
    name = payload["event"]["type"]
    return Parcel("event", name, user, payload, body, "application/json")
