"""The pretend workspace: who is in it, which channels it has, what was said."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sandbox.clock import Clock
from sandbox.slack.changes import Changes
from sandbox.slack.channels import CHANNELS, Channel, channel_from_json, direct_message
from sandbox.slack.messages import Message
from sandbox.slack.people import (
    BOT_USER_ID,
    OWN_LANGUAGES,
    PEOPLE,
    SLACKBOT_ID,
    Person,
    person_from_json,
)
from sandbox.slack.refusals import SlackRefusal

VERSIONS = 5
Blocks = list[dict[str, Any]]


class Workspace:
    """State behind one lock, which is never held while the bot is being called."""

    def __init__(self, clock: Clock) -> None:
        self.lock = threading.RLock()
        self.changes = Changes()
        self.url = ""
        self._clock = clock
        self._people = {person.id: person for person in PEOPLE}
        self._channels = {channel.id: channel for channel in CHANNELS}
        self._messages: dict[str, dict[str, Message]] = {}
        self._shown_before: dict[tuple[str, str], deque[Blocks]] = {}
        self._last_micros = 0

    def now(self) -> datetime:
        return self._clock.now()

    def next_ts(self) -> str:
        """A moment of business time that no other message has."""
        with self.lock:
            micros = int(self._clock.now().timestamp() * 1_000_000)
            self._last_micros = max(micros, self._last_micros + 1)
            return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    # people and channels

    def people(self) -> list[Person]:
        return list(self._people.values())

    def person(self, id: str) -> Person:
        if id not in self._people:
            raise SlackRefusal("user_not_found")
        return self._people[id]

    def speak_own_languages(self) -> None:
        """From now on; without it everybody reads English."""
        for id, locale in OWN_LANGUAGES.items():
            self.change_person(replace(self.person(id), locale=locale))

    def change_person(self, person: Person) -> None:
        with self.lock:
            self._people[person.id] = person
            self.changes.note(user=person.id)

    def channels(self) -> list[Channel]:
        return list(self._channels.values())

    def channel(self, id: str) -> Channel:
        """A channel by its id, by its name, or the direct message with a person."""
        with self.lock:
            for person in self._people.values():
                if id in (person.id, direct_message(person.id).id):
                    return self.direct_message(person.id)
            bare = id.removeprefix("#")
            for channel in self._channels.values():
                if channel.id == id or (channel.name == bare and not channel.is_im):
                    return channel
        raise SlackRefusal("channel_not_found")

    def direct_message(self, user: str) -> Channel:
        person = self.person(user)
        if person.is_bot or person.id == SLACKBOT_ID:
            raise SlackRefusal("cannot_dm_bot")
        channel = direct_message(user)
        with self.lock:
            return self._channels.setdefault(channel.id, channel)

    def change_channel(self, channel: Channel) -> None:
        with self.lock:
            self._channels[channel.id] = channel
            self.changes.note(channel=channel.id)

    def bot_channel(self, id: str) -> Channel:
        """A channel the bot may write in."""
        channel = self.channel(id)
        if BOT_USER_ID not in channel.members:
            raise SlackRefusal("channel_not_found" if channel.is_private else "not_in_channel")
        if channel.is_archived:
            raise SlackRefusal("is_archived")
        return channel

    # messages

    def post(
        self,
        channel: str,
        *,
        user: str,
        text: str,
        blocks: Iterable[dict[str, Any]] = (),
        thread_ts: str | None = None,
        ephemeral_for: str | None = None,
        attachments: Iterable[dict[str, Any]] = (),
        files: Iterable[dict[str, Any]] = (),
    ) -> Message:
        with self.lock:
            message = Message(
                ts=self.next_ts(),
                channel=channel,
                user=user,
                text=text,
                blocks=list(blocks),
                thread_ts=self._root_of(channel, thread_ts),
                ephemeral_for=ephemeral_for,
                attachments=list(attachments),
                files=list(files),
            )
            self.put(message)
        return message

    def say(self, channel: str, *, to: str, text: str) -> Message:
        """Slackbot tells one person something that Slack itself has to say."""
        return self.post(channel, user=SLACKBOT_ID, text=text, ephemeral_for=to)

    def put(self, message: Message) -> None:
        with self.lock:
            self._messages.setdefault(message.channel, {})[message.ts] = message
            self.changes.note(channel=message.channel)

    def edit(self, message: Message, **changed: Any) -> Message:
        key = message.channel, message.ts
        with self.lock:
            self._shown_before.setdefault(key, deque(maxlen=VERSIONS)).appendleft(message.blocks)
        edited = replace(message, **changed, revision=message.revision + 1)
        self.put(edited)
        return edited

    def shown_before(self, message: Message) -> list[Blocks]:
        """The blocks of its last versions, which a screen may still show; the newest first."""
        with self.lock:
            return list(self._shown_before.get((message.channel, message.ts), ()))

    def remove(self, message: Message) -> None:
        with self.lock:
            self._messages.get(message.channel, {}).pop(message.ts, None)
            self.changes.note(channel=message.channel)

    def message(self, channel: str, ts: str) -> Message:
        found = self._messages.get(channel, {}).get(ts)
        if found is None:
            raise SlackRefusal("message_not_found")
        return found

    def messages(self, channel: str) -> list[Message]:
        with self.lock:
            return sorted(self._messages.get(channel, {}).values(), key=lambda m: m.ts)

    def replies(self, message: Message) -> int:
        with self.lock:
            said = self._messages.get(message.channel, {}).values()
            return sum(m.thread_ts == message.ts and m.is_reply for m in said)

    def permalink(self, message: Message) -> str:
        link = f"{self.url}/archives/{message.channel}/p{message.ts.replace('.', '')}"
        if message.is_reply:
            link += f"?thread_ts={message.thread_ts}&cid={message.channel}"
        return link

    def _root_of(self, channel: str, thread_ts: str | None) -> str | None:
        """A reply to a reply stands in the same thread; an unknown root is no thread."""
        if thread_ts is None:
            return None
        root = self._messages.get(channel, {}).get(thread_ts)
        return root.thread_ts or thread_ts if root else None

    # saving

    def to_json(self) -> dict[str, Any]:
        with self.lock:
            said = [m for inside in self._messages.values() for m in inside.values()]
            return {
                "people": [asdict(person) for person in self._people.values()],
                "channels": [asdict(channel) for channel in self._channels.values()],
                "messages": [asdict(message) for message in said],
                "last_micros": self._last_micros,
            }

    def load_json(self, saved: Mapping[str, Any]) -> None:
        with self.lock:
            self._people = {p["id"]: person_from_json(p) for p in saved["people"]}
            self._channels = {c["id"]: channel_from_json(c) for c in saved["channels"]}
            self._messages = {}
            for message in saved["messages"]:
                self.put(Message(**message))
            self._last_micros = int(saved["last_micros"])
