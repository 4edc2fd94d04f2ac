"""Service requests as our jobs post them: the card, the package in the thread, a reminder."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.domain.prints import Card
from core.ports.engine import Delivery, Later
from core.ports.office import Office
from core.ports.records import Button, Posted
from core.usecases.prints import keep_print
from core.usecases.tickets import View, view_in
from handlers.channel_words import ChannelWords
from handlers.messages.blocks import Message
from handlers.messages.outsiders import hidden_card
from handlers.messages.ticket_card import reminder, ticket_card
from handlers.messages.ticket_package import package
from handlers.prints import drawing
from handlers.request import Room, Services
from handlers.say import Say

WAIT_A_MOMENT, WAIT_LONGER = 10.0, 120.0


@dataclass(frozen=True, slots=True)
class TicketPosts:
    """The handlers of the jobs `ticket_card`, `ticket_package` and `ticket_owner`. What was posted
    is known by its key, so that each may run again."""

    services: Services
    say: Say
    language: ChannelWords

    @property
    def office(self) -> Office:
        return self.services.office

    def card(self, delivery: Delivery) -> None:
        """In the thread of its case, edited in place; what a later drawing showed is not drawn."""
        ticket_id, seq = str(delivery.payload["ticket_id"]), int(delivery.payload["seq"])
        key, now = f"ticket:{ticket_id}", self.office.clock()
        with self.office.store() as work:
            posted = work.posts.get(key)
            if posted is not None and posted.shows >= seq > 0:
                return
            view = view_in(work, work.tickets.get(ticket_id), office=self.office)
            button = Button("ticket", ticket_id)
            if posted is not None:
                button = replace(button, channel=posted.channel, ts=posted.ts)
            token = work.buttons.mint(button, now)
            work.commit()
        shown = max(seq, posted.shows) if posted else seq
        self._hide(posted)
        channel, thread = self._thread(view)
        message = ticket_card(view, token, self.language.of(channel))
        is_here = posted is not None and posted.channel == channel
        if posted is None or not is_here or not self.say.update(channel, posted.ts, message):
            posted = Posted(key, channel, self.say.post(channel, message, thread))
        with self.office.store() as work:
            posted = replace(posted, shows=shown)
            work.posts.put(posted)
            work.buttons.place(token, posted.channel, posted.ts)
            seen = drawing(Card.TICKET, view.ticket.case_id, ticket_id, posted, message)
            keep_print(work, seen, office=self.office)
            work.commit()

    def _hide(self, posted: Posted | None) -> None:
        """While outsiders read there; it goes on with the thread of its case."""
        if posted is not None and self.services.rooms.look(posted.channel) is Room.SHARED:
            stub = hidden_card(self.language.of(posted.channel))
            self.say.update(posted.channel, posted.ts, stub)

    def package(self, delivery: Delivery) -> None:
        """Each part once, however often the job runs."""
        view = self._view(str(delivery.payload["ticket_id"]))
        channel, thread = self._thread(view)
        for n, message in enumerate(package(view, self.language.of(channel))):
            self._post(f"ticket_package:{delivery.payload['asked']}:{n}", channel, message, thread)

    def remind(self, delivery: Delivery) -> None:
        """Whoever looks after it, in a message of its own, as long as something is to be done."""
        view, owner = self._view(str(delivery.payload["ticket_id"])), str(delivery.payload["owner"])
        if not view.ticket.waits():
            return
        with self.office.store.reading() as work:
            accounts = work.people.get(owner).accounts
        for account in sorted(accounts):
            message = reminder(view, self.services.words(account))
            key = f"ticket_owner:{view.ticket.ticket_id}:{view.ticket.reminders}:{account.user_id}"
            self._post(key, account.user_id, message)

    def _post(self, key: str, channel: str, message: Message, thread: str = "") -> None:
        with self.office.store.reading() as work:
            if work.posts.get(key) is not None:
                return
        ts = self.say.post(channel, message, thread)
        with self.office.store() as work:
            work.posts.put(Posted(key, channel, ts))
            work.commit()

    def _view(self, ticket_id: str) -> View:
        with self.office.store.reading() as work:
            return view_in(work, work.tickets.get(ticket_id), office=self.office)

    def _thread(self, view: View) -> tuple[str, str]:
        """Where its case is talked about, if only our own people read there. Raises Later."""
        channel, _, thread = view.facts.case.thread.partition(":")
        if not thread:
            raise Later(WAIT_A_MOMENT, "the case has no thread yet")
        room = self.services.rooms.look(channel)
        if room is Room.SHARED:
            raise Later(WAIT_LONGER, "a channel is shared with another organisation")
        if room in (Room.UNSEEN, Room.GONE):
            raise Later(WAIT_A_MOMENT, "Slack did not say who reads a channel")
        return channel, thread
