"""Digests in Slack: the job that posts one slot, and the buttons that save and repeat."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from core.ports.engine import Delivery, Later
from core.ports.office import Office
from core.usecases import digest_posting, digests
from handlers.buttons import button_of
from handlers.channel_words import ChannelWords
from handlers.messages.blocks import Message, plain
from handlers.messages.digest import MOST_RENEWALS, Tokens, digest
from handlers.messages.text import Words
from handlers.overdue_rows import mint_rows
from handlers.renewals import mint_for
from handlers.request import Click, Room, Rooms, Services
from handlers.say import Say

OUR_FAULT = 500
WAIT_A_MOMENT = 2.0
# Slack says of these that part of it may have been done.
UNCLEAR = frozenset({"fatal_error", "internal_error"})
NOT_NOW = frozenset({"service_unavailable"})
KEPT_OUT = {
    Room.SHARED: digest_posting.OUTSIDERS,
    Room.PUBLIC: "public",
    Room.GONE: "channel_not_found",
}
# Nobody was there to hear it.
UNHEARD = (ConnectionRefusedError, socket.gaierror)

Where = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Digester:
    """The handler of the job `digest`. A post that may have arrived is not repeated: the slot is
    then in doubt, and a person may post it again."""

    office: Office
    say: Say
    rooms: Rooms
    language: ChannelWords

    def post(self, delivery: Delivery) -> None:
        """Whatever may fail without having said anything comes before `begin`."""
        where = str(delivery.payload["schedule_id"]), str(delivery.payload["slot"])
        view = digests.view(*where, office=self.office)
        room = self._look(view.schedule.channel)
        words, tokens = self._words(view), self._tokens(view)
        message = digest(view, words, tokens)
        asked = bool(delivery.payload.get("asked"))
        if not digest_posting.begin(view.schedule, where[1], office=self.office, asked=asked):
            return
        if room in KEPT_OUT:
            digest_posting.failed(*where, KEPT_OUT[room], office=self.office)
        elif ts := self._sent(where, view.schedule.channel, message):
            self._place(tokens, view.schedule.channel, ts)
            digest_posting.posted(view, ts, office=self.office)

    def _tokens(self, view: digests.View) -> Tokens:
        renewals = mint_for(view.renewals[:MOST_RENEWALS], self.office)
        return Tokens(tuple(renewals), tuple(mint_rows(view.listed, self.office)))

    def _place(self, tokens: Tokens, channel: str, ts: str) -> None:
        """Its buttons work in this message only."""
        with self.office.store() as work:
            for token in (*tokens.renewals, *tokens.rows):
                work.buttons.place(token, channel, ts)
            work.commit()

    def _look(self, channel: str) -> Room:
        """Who is there now, not who was there five minutes ago. Raises Later."""
        self.rooms.forget(channel)
        room = self.rooms.look(channel)
        if room is Room.UNSEEN:
            raise Later(WAIT_A_MOMENT, "Slack did not say who reads a channel")
        return room

    def _words(self, view: digests.View) -> Words:
        """In the zone of the schedule."""
        return self.language.of(view.schedule.channel, view.schedule.zone)

    def _sent(self, where: Where, channel: str, message: Message) -> str:
        """Its ts if Slack took it. Raises Later where it certainly did not, and may soon."""
        try:
            return self.say.post(channel, message)
        except Later:
            digest_posting.not_posted(*where, office=self.office)
            raise
        except SlackApiError as error:
            self._refused(where, error)
        except (SlackClientError, OSError) as error:
            self._unanswered(where, error)
        return ""

    def _refused(self, where: Where, error: SlackApiError) -> None:
        """A refusal in words is definite; a server that broke down may have posted it before."""
        why = str(error.response.get("error") or error.response.status_code)
        if error.response.status_code >= OUR_FAULT or why in UNCLEAR:
            digest_posting.unsure(*where, office=self.office)
        elif why in NOT_NOW:
            digest_posting.not_posted(*where, office=self.office)
            raise Later(WAIT_A_MOMENT, f"Slack: {why}") from error
        else:
            digest_posting.failed(*where, why, office=self.office)

    def _unanswered(self, where: Where, error: Exception) -> None:
        if isinstance(error, URLError) and isinstance(error.reason, UNHEARD):
            digest_posting.not_posted(*where, office=self.office)
            raise Later(WAIT_A_MOMENT, "Slack is not reached") from error
        digest_posting.unsure(*where, office=self.office)


def _again(click: Click, services: Services) -> Message:
    schedule_id, slot = button_of(click, services, "digest").subject.split("\n")
    office = services.once(click.delivery)
    digest_posting.post_again(schedule_id, slot, click.account, office=office)
    return plain(services.words(click.account)("It is posted again."))


BUTTONS: Mapping[str, Callable[[Click, Services], Message | None]] = {
    "digest_again": _again,
}
