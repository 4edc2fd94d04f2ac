"""A person types a command or a message, or picks a shortcut."""

from __future__ import annotations

from typing import Any

from sandbox.calls import WrongCall
from sandbox.slack.acts.stage import Outcome, Stage, needed
from sandbox.slack.channels import Channel
from sandbox.slack.deliveries import Delivery
from sandbox.slack.messages import Message, message_object
from sandbox.slack.payloads import (
    about_message,
    command_fields,
    command_parcel,
    event,
    event_parcel,
    interaction,
    interaction_parcel,
)
from sandbox.slack.people import BOT_USER_ID, Person
from sandbox.slack.views import view_object
from sandbox.slack.wording import command_words, message_words

Asked = dict[str, Any]
HOME_TABS = ("home", "messages")

NOT_A_COMMAND = (
    "{command} is not a valid command. In Slack, all messages that start with the \"/\" character "
    "are interpreted as commands."
)


def type_command(stage: Stage, asked: Asked) -> Outcome:
    person = stage.own_actor(needed(asked, "user"))
    channel = stage.place(person, needed(asked, "channel"))
    command, _, rest = needed(asked, "text").strip().partition(" ")
    if not command.startswith("/") or len(command) < 2:
        raise WrongCall(f"a command begins with a slash, like /standing, not {command!r}")
    since = stage.since()
    if not stage.manifest.offers(command):
        stage.workspace.say(channel.id, to=person.id, text=NOT_A_COMMAND.format(command=command))
        return Outcome(person.id, since)
    words = command_words(rest.strip(), stage.workspace)
    fields = command_fields(person, channel, command, words)
    fields["response_url"] = stage.response_url(person, channel)
    fields["trigger_id"] = stage.triggers.make(person.id)
    delivery = stage.send(command_parcel(fields))
    stage.acknowledgements.of_command(delivery, channel.id)
    return Outcome(person.id, since, delivery)


def write_message(stage: Stage, asked: Asked) -> Outcome:
    """A message of a person; the bot hears of it when it is mentioned or written to."""
    person = stage.actor(needed(asked, "user"))
    channel = stage.place(person, needed(asked, "channel"))
    if channel.is_archived:
        raise WrongCall(f"{channel.id} is archived; nobody writes there")
    if asked.get("thread_ts"):
        stage.seen_message(person, channel, needed(asked, "thread_ts"))
    since = stage.since()
    message = stage.workspace.post(
        channel.id,
        user=person.id,
        text=message_words(needed(asked, "text"), stage.workspace),
        thread_ts=asked.get("thread_ts"),
    )
    heard = _heard(message, channel, person)
    if heard is None:
        return Outcome(person.id, since)
    return Outcome(person.id, since, send_event(stage, heard, person.id))


def send_event(stage: Stage, body: Asked, user: str) -> Delivery:
    """Tell the bot of something that happened."""
    payload = event(body, event_time=int(stage.workspace.now().timestamp()))
    delivery = stage.send(event_parcel(payload, user))
    stage.acknowledgements.of_silence(delivery)
    return delivery


def pick_shortcut(stage: Stage, asked: Asked) -> Outcome:
    """A message shortcut when there is a `ts`, else a global one."""
    person = stage.own_actor(needed(asked, "user"))
    callback_id = needed(asked, "callback_id")
    since = stage.since()
    channel = None
    if asked.get("ts"):
        channel = stage.place(person, needed(asked, "channel"))
        message = stage.seen_message(person, channel, asked["ts"])
        payload = interaction("message_action", person) | _about(stage, person, message, channel)
    else:
        payload = interaction("shortcut", person)
    payload |= {
        "callback_id": callback_id,
        "action_ts": stage.workspace.next_ts(),
        "trigger_id": stage.triggers.make(person.id),
    }
    delivery = stage.send(interaction_parcel("shortcut", callback_id, payload))
    stage.acknowledgements.of_silence(delivery, channel=channel.id if channel else "")
    return Outcome(person.id, since, delivery)


def open_home(stage: Stage, asked: Asked) -> Outcome:
    """A person opens a tab of the app; its channel is the direct message with the bot."""
    person = stage.actor(needed(asked, "user"))
    channel = stage.workspace.direct_message(person.id)
    if (tab := asked.get("tab", "home")) not in HOME_TABS:
        raise WrongCall(f"tab is one of {', '.join(HOME_TABS)}, not {tab!r}")
    since = stage.since()
    body = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": stage.workspace.next_ts(),
    }
    if tab == "home" and (published := stage.views.home(person.id)):
        body["view"] = view_object(published)
    return Outcome(person.id, since, send_event(stage, body, person.id))


def _about(stage: Stage, person: Person, message: Message, channel: Channel) -> Asked:
    about = about_message(message, channel)
    return {
        "channel": about["channel"],
        "message": message_object(message),
        "message_ts": message.ts,
        "response_url": stage.response_url(person, channel, message),
    }


def _heard(message: Message, channel: Channel, person: Person) -> Asked | None:
    """The event that this message is to the bot, if it is one."""
    if BOT_USER_ID not in channel.members:
        return None
    is_mention = f"<@{BOT_USER_ID}>" in message.text
    if not is_mention and not channel.is_im:
        return None
    body: Asked = {
        "type": "message" if channel.is_im else "app_mention",
        "user": person.id,
        "text": message.text,
        "ts": message.ts,
        "event_ts": message.ts,
        "channel": channel.id,
        "team": person.team_id,
    }
    if channel.is_im:
        body["channel_type"] = "im"
    if message.is_reply:
        body["thread_ts"] = message.thread_ts
    return body
