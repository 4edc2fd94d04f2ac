"""What acting as a person needs, and what every act returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.calls import NotHere, WrongCall
from sandbox.slack.acknowledgements import Acknowledgements
from sandbox.slack.channels import Channel
from sandbox.slack.courier import Courier
from sandbox.slack.deliveries import Deliveries, Delivery, Parcel
from sandbox.slack.manifest import Manifest
from sandbox.slack.messages import Message
from sandbox.slack.people import BOT_USER_ID, SLACKBOT_ID, TEAM_ID, Person
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.response_urls import ResponseUrl, ResponseUrls
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import View, Views
from sandbox.slack.workspace import Workspace

# Options that an external select was shown, by place, block and action.
Offers = dict[tuple[str, str, str], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act; without a delivery Slack kept it to itself."""

    user: str
    since: str
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """The parts of the workspace that people act on."""

    workspace: Workspace
    views: Views
    triggers: Triggers
    response_urls: ResponseUrls
    deliveries: Deliveries
    courier: Courier
    acknowledgements: Acknowledgements
    manifest: Manifest = field(default_factory=Manifest)
    offers: Offers = field(default_factory=dict)

    def actor(self, id: str) -> Person:
        """Somebody who can act: not the bot, not Slackbot, not deactivated."""
        person = self.workspace.person(id)
        if person.is_bot or id in (BOT_USER_ID, SLACKBOT_ID):
            raise WrongCall(f"{id} is no person; GET /sandbox/slack/people lists them")
        if person.deleted:
            raise WrongCall(f"{id} is deactivated and cannot sign in")
        return person

    def own_actor(self, id: str) -> Person:
        """Somebody to whom Slack offers commands and shortcuts of this workspace's apps."""
        person = self.actor(id)
        if person.team_id != TEAM_ID or person.is_stranger:
            raise WrongCall(f"{id} is external: Slack offers no commands and shortcuts to them")
        return person

    def place(self, person: Person, channel_id: str) -> Channel:
        """A channel that this person is in."""
        channel = self.workspace.channel(channel_id)
        if channel.id == f"D{person.id[1:]}" or person.id in channel.members:
            return channel
        raise WrongCall(f"{person.id} is not in {channel.id}; its members can act there")

    def seen_message(self, person: Person, channel: Channel, ts: str) -> Message:
        message = self.workspace.message(channel.id, ts)
        if message.ephemeral_for not in (None, person.id):
            raise NotHere(f"{person.id} does not see a message {ts} in {channel.id}")
        return message

    def open_view(self, person: Person, view_id: str) -> View:
        view = self.views.find(view_id=view_id)
        if view.user != person.id:
            raise NotHere(f"{person.id} has no view {view_id} open")
        return view

    def response_url(self, person: Person, channel: Channel, message: Message | None = None) -> str:
        """A fresh address for late answers."""
        token = self.response_urls.make(
            ResponseUrl(
                user=person.id,
                channel=channel.id,
                made=self.workspace.now(),
                ts=message.ts if message else None,
                thread_ts=message.thread_ts if message else None,
            )
        )
        return f"{self.workspace.url}/slack/response/{token}"

    def send(self, parcel: Parcel) -> Delivery:
        delivery = self.deliveries.add(parcel)
        self.courier.deliver(delivery)
        return delivery

    def since(self) -> str:
        """The moment from which an act looks for private answers."""
        return self.workspace.next_ts()

    def private_answer(self, outcome: Outcome) -> Message | None:
        """The last private message this person got since the act began."""
        said = (m for c in self.workspace.channels() for m in self.workspace.messages(c.id))
        own = [m for m in said if m.ephemeral_for == outcome.user and m.ts > outcome.since]
        return max(own, key=lambda message: message.ts, default=None)


def needed(asked: dict[str, Any], name: str) -> str:
    """A field that a call cannot do without."""
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise WrongCall(f"say {name} as text; the call had {', '.join(asked) or 'nothing'}")
    return value


def as_wrong_call(refusal: SlackRefusal) -> WrongCall | NotHere:
    """A refusal of Slack's, in the words of the control API."""
    text = " ".join([refusal.error, *refusal.messages])
    return NotHere(text) if refusal.error.endswith("not_found") else WrongCall(text)
