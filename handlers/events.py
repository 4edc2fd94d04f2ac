"""What Slack tells by itself: people that change, channels that are shared, mentions, visits."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from slack_bolt import Ack, App

from core.domain.errors import Refusal
from core.ports.outside import Unreachable
from core.usecases import home, sharing
from core.usecases.workspace import UNINSTALLED, lost, tokens_revoked
from handlers.directory import SlackDirectory
from handlers.payload import Payload
from handlers.request import Services, event_key

log = logging.getLogger(__name__)

Body = Mapping[str, object]


def hook_people(app: App, services: Services, directory: SlackDirectory) -> None:
    def user_changed(ack: Ack, body: Body) -> None:
        """A failure is not caught here: Slack then sends the event again."""
        sent = Payload(body)
        try:
            member = directory.member_of(sent.within("event").body)
            services.remember(member, event_key(sent))
        except Unreachable as error:
            log.warning("user_change unreadable why=%s", error)
        except Refusal as refusal:
            log.info("user_change not taken why=%s", type(refusal).__name__)
        ack()

    app.event("user_change")(user_changed)


def hook_channels(app: App, services: Services) -> None:
    def sharing_changed(ack: Ack, body: Body) -> None:
        """Cards with a customer's money on them go where outsiders come, and go on elsewhere or
        come back after; a digest goes."""
        sent = Payload(body)
        channel = sent.within("event").text("channel")
        services.rooms.forget(channel)
        try:
            sharing.sharing_changed(channel, event_key(sent), office=services.office)
        except Refusal as refusal:
            log.info("a change of sharing not taken why=%s", type(refusal).__name__)
        ack()

    def id_changed(ack: Ack, body: Body) -> None:
        """A private channel has another id from the moment in which it begins to be shared."""
        sent = Payload(body)
        before, after = (sent.within("event").text(n) for n in ("old_channel_id", "new_channel_id"))
        for channel in (before, after):
            services.rooms.forget(channel)
        try:
            sharing.renumbered(before, after, event_key(sent), office=services.office)
        except Refusal as refusal:
            log.info("another id of a channel not taken why=%s", type(refusal).__name__)
        ack()

    app.event("channel_shared")(sharing_changed)
    app.event("channel_unshared")(sharing_changed)
    app.event("channel_id_changed")(id_changed)


def hook_workspace(app: App, services: Services) -> None:
    office = services.office

    def uninstalled(ack: Ack, body: Body) -> None:
        sent = Payload(body)
        lost(UNINSTALLED, event_key(sent), office=office, team=sent.text("team_id"))
        ack()

    def revoked(ack: Ack, body: Body) -> None:
        """Slack names the users whose tokens these were; ours is that of the bot."""
        sent = Payload(body)
        bots = sent.within("event").within("tokens").texts("bot")
        tokens_revoked(bots, event_key(sent), office=office, team=sent.text("team_id"))
        ack()

    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked")(revoked)


def hook_home(app: App, services: Services) -> None:
    def visited(ack: Ack, body: Body) -> None:
        """The tab is drawn by a job, so that Slack is answered at once."""
        sent = Payload(body)
        event = sent.within("event")
        if event.text("tab") in ("", "home") and event.text("user"):
            home.opened(event.text("user"), event_key(sent), office=services.office)
        ack()

    app.event("app_home_opened")(visited)
