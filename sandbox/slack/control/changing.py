"""Control API: changing people and channels, which the bot is told of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, sent_object
from sandbox.slack import channels, people
from sandbox.slack.acts.speaking import send_event
from sandbox.slack.acts.stage import Stage
from sandbox.slack.channels import Channel
from sandbox.slack.deliveries import Delivery
from sandbox.slack.people import BOT_USER_ID, OUTSIDE_TEAM_ID, Person, user_object

Asked = dict[str, Any]
NEWS = ("app_uninstalled", "channel_id_changed", "tokens_revoked")


def add_changes(routes: Blueprint, stage: Stage) -> None:
    @routes.patch("/sandbox/slack/people/<id>")
    def change_person(id: str) -> ResponseReturnValue:
        asked = _only(sent_object(), flags=people.FLAGS, words=people.WORDS)
        with stage.workspace.lock:
            person = replace(stage.workspace.person(id), **asked)
            stage.workspace.change_person(person)
        delivery = _tell_of_person(stage, person)
        return jsonify(people.listed(person) | {"delivery": delivery.listed()})

    @routes.patch("/sandbox/slack/channels/<id>")
    def change_channel(id: str) -> ResponseReturnValue:
        asked = _only(sent_object(), flags=channels.FLAGS, words=("name",), lists=("members",))
        with stage.workspace.lock:
            before = stage.workspace.channel(id)
            after = replace(before, **asked)
            stage.workspace.change_channel(after)
        delivery = _tell_of_channel(stage, before, after)
        told = delivery.listed() if delivery else None
        return jsonify(channels.listed(after) | {"delivery": told})


def add_news(routes: Blueprint, stage: Stage) -> None:
    @routes.post("/sandbox/slack/events")
    def tell() -> ResponseReturnValue:
        """News of the app itself, or of a channel's id: told, and nothing else changes."""
        asked = sent_object()
        if asked.get("type") not in NEWS:
            raise WrongCall(f"type is one of {', '.join(NEWS)}")
        delivery = send_event(stage, asked | {"event_ts": stage.workspace.next_ts()}, "U0ADMIN")
        return jsonify(delivery=delivery.listed())


def _only(
    asked: Asked, *, flags: tuple[str, ...], words: tuple[str, ...], lists: tuple[str, ...] = ()
) -> Asked:
    """The fields that may be changed, each of its type."""
    kinds = {
        **dict.fromkeys(flags, bool),
        **dict.fromkeys(words, str),
        **dict.fromkeys(lists, list),
    }
    for name, value in asked.items():
        if name not in kinds:
            raise WrongCall(f"{name} cannot be changed; these can: {', '.join(kinds)}")
        if not isinstance(value, kinds[name]):
            raise WrongCall(f"{name} must be a {kinds[name].__name__}, not {value!r}")
    return {name: tuple(v) if isinstance(v, list) else v for name, v in asked.items()}


def _tell_of_person(stage: Stage, person: Person) -> Delivery:
    away = stage.workspace.now().astimezone(ZoneInfo(person.tz)).utcoffset()
    described = user_object(person, offset=int(away.total_seconds()) if away else 0)
    if not person.is_stranger:
        described["locale"] = person.locale
    ts = stage.workspace.next_ts()
    body = {
        "type": "user_change",
        "user": described,
        "cache_ts": int(float(ts)),
        "event_ts": ts,
    }
    return send_event(stage, body, person.id)


def _tell_of_channel(stage: Stage, before: Channel, after: Channel) -> Delivery | None:
    """Only sharing and unsharing a channel the bot is in is an event."""
    if before.is_ext_shared == after.is_ext_shared or BOT_USER_ID not in after.members:
        return None
    body = {
        "type": "channel_shared" if after.is_ext_shared else "channel_unshared",
        "channel": after.id,
        "event_ts": stage.workspace.next_ts(),
    }
    if after.is_ext_shared:
        body["connected_team_id"] = OUTSIDE_TEAM_ID
    else:
        body["previously_connected_team_id"] = OUTSIDE_TEAM_ID
    return send_event(stage, body, "U0ADMIN")
