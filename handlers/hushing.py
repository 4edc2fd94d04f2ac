"""The job that keeps digests from other organisations: hides what they could read, tells who
wanted it there."""

from __future__ import annotations

from dataclasses import dataclass

from core.ports.engine import Delivery, Later
from core.usecases import hushing
from handlers.channel_words import ChannelWords
from handlers.messages.outsiders import hidden_digest, not_there
from handlers.request import Room, Services
from handlers.say import Say

WAIT_A_MOMENT = 10.0


@dataclass(frozen=True, slots=True)
class Husher:
    """The handler of the job `hush`. Each of its steps may be done twice."""

    services: Services
    say: Say
    language: ChannelWords

    def look(self, delivery: Delivery) -> None:
        """Raises Later while Slack does not say who reads the channel."""
        channel, rooms = str(delivery.payload["channel"]), self.services.rooms
        rooms.forget(channel)
        room = rooms.look(channel)
        if room is Room.UNSEEN:
            raise Later(WAIT_A_MOMENT, "Slack did not say who reads a channel")
        if room is Room.SHARED:
            self._hush(hushing.to_do(channel, office=self.services.office))

    def _hush(self, hush: hushing.Hush) -> None:
        numbers = [one.number for one in hush.schedules]
        if hush.newest is not None:
            hidden = hidden_digest(numbers, self.language.of(hush.channel))
            self.say.update(hush.newest.channel, hush.newest.ts, hidden)
        for account in hush.setters:
            message = not_there(hush.channel, numbers, self.services.words(account))
            self.say.post(account.user_id, message)
        hushing.done(hush, office=self.services.office)
