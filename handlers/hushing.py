"""The job that keeps digests from other organisations: hides what they could read, tells who
wanted it there."""

from __future__ import annotations

from dataclasses import dataclass

from core.ports.engine import Delivery, Later
from core.usecases import hushing
from handlers.channel_words import ChannelWords
from handlers.messages.outsiders import hidden_digest, hidden_message, not_there
from handlers.request import Room, Services
from handlers.say import Say

WAIT_A_MOMENT = 10.0
# Of buttons that whoever is first may press.
CALLS_FOR_ANYBODY = ("mappings", "page")


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
            for purpose in CALLS_FOR_ANYBODY:
                self._hide(purpose, channel)
            self._hush(hushing.to_do(channel, office=self.services.office))

    def _hide(self, purpose: str, channel: str) -> None:
        """What is not drawn anew elsewhere: names that wait are shown by `/mapping`, too, and a
        page comes again."""
        with self.services.office.store.reading() as work:
            found = [one for one in work.buttons.placed(purpose) if one.channel == channel]
        for place in {(one.channel, one.ts) for one in found}:
            self.say.update(*place, hidden_message(self.language.of(channel)))
            with self.services.office.store() as work:
                work.buttons.forget(*place)
                work.commit()

    def _hush(self, hush: hushing.Hush) -> None:
        numbers = [one.number for one in hush.schedules]
        if hush.newest is not None:
            hidden = hidden_digest(numbers, self.language.of(hush.channel))
            self.say.update(hush.newest.channel, hush.newest.ts, hidden)
        for account in hush.setters:
            message = not_there(hush.channel, numbers, self.services.words(account))
            self.say.post(account.user_id, message)
        hushing.done(hush, office=self.services.office)
