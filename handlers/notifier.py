"""Says in Slack what is in the store: events in threads and channels, and the plans' cards.

Both are jobs, so each may run again: what was posted is known by its key."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from slack_sdk.errors import SlackApiError

from core.domain.cases import Case
from core.domain.events import (
    AccountsMatched,
    BooksTaken,
    CardPosted,
    Event,
    MappingChanged,
    MappingConfirmed,
    MappingsConfirmed,
    MappingTurnedDown,
    Recorded,
    Route,
)
from core.ports.engine import Delivery, Later
from core.ports.office import Office
from core.ports.records import Button, Posted
from core.ports.store import Work
from core.recording import record
from core.usecases.plan_view import PlanView, view_in
from core.usecases.prints import keep_print
from handlers.case_heads import head_of
from handlers.channel_words import ChannelWords
from handlers.messages.blocks import Message, plain
from handlers.messages.outsiders import hidden_card, moved_card, shared_channel
from handlers.messages.plan_card import plan_card
from handlers.messages.text import Words
from handlers.messages.told import told
from handlers.name_lists import NameList, new_list, redrawn, suggested_list
from handlers.offers import offer_for
from handlers.prints import case_drawing, plan_drawing
from handlers.refuge import Channels, Refuge
from handlers.request import Room, Rooms
from handlers.say import Say
from handlers.scenes import frozen_for, said_elsewhere, scene_of

WAIT_A_MOMENT, WAIT_LONGER = 10.0, 120.0
# What leaves a list of names that wait for a person.
SETTLING = (MappingConfirmed, MappingsConfirmed, MappingChanged, MappingTurnedDown)
Lists = Callable[[Work, datetime, Words], NameList | None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notifier:
    """The handlers of the jobs `tell` and `card`."""

    office: Office
    say: Say
    rooms: Rooms
    channels: Channels
    language: ChannelWords

    @property
    def refuge(self) -> Refuge:
        return Refuge(self.office, self.rooms, self.channels.fallback)

    def tell(self, delivery: Delivery) -> None:
        """One event, in the thread of its case or in the alerts channel."""
        seq = int(delivery.payload["seq"])
        with self.office.store.reading() as work:
            recorded = work.events.get(seq)
            said = work.posts.get(f"event:{seq}") is not None or said_elsewhere(work, recorded)
            scene = scene_of(work, recorded)
        if not said:
            channel, thread_ts = self._place(recorded)
            words = self.language.of(channel)
            message = plain(told(recorded.event, scene, words))
            shown, tokens = self._offering(message, recorded.event, words)
            self._post(f"event:{seq}", channel, shown, thread_ts, tokens=tokens)
        if isinstance(recorded.event, BooksTaken) and recorded.event.proposed:
            self._propose(f"mappings:{seq}", new_list)
        if isinstance(recorded.event, AccountsMatched):
            self._propose(f"mappings:{seq}", suggested_list)
        if isinstance(recorded.event, SETTLING):
            self._settle(scene.who)
        if isinstance(recorded.event, CardPosted) and not recorded.event.case_id:
            self._link_freeze(recorded.event.plan_id)

    def _link_freeze(self, plan_id: str) -> None:
        """Who froze everything and where it is lifted stand in one message."""
        with self.office.store.reading() as work:
            frozen = frozen_for(work, plan_id)
            posted = work.posts.get(f"event:{frozen.seq}") if frozen else None
            if frozen is None or posted is None:
                return
            scene = scene_of(work, frozen)
        message = plain(told(frozen.event, scene, self.language.of(posted.channel)))
        self._check(posted.channel)
        self.say.update(posted.channel, posted.ts, message)

    def _offering(
        self, message: Message, event: Event, words: Words
    ) -> tuple[Message, tuple[str, ...]]:
        """With the buttons that some news bring, and their token."""
        offer = offer_for(event)
        if offer is None:
            return message, ()
        with self.office.store() as work:
            token = work.buttons.mint(offer.button, self.office.clock())
            work.commit()
        return offer.shown(message, token, words), (token,)

    def card(self, delivery: Delivery) -> None:
        """The plan's card as it stands now: posted once, then edited in place. What a drawing of
        something later has shown already is not drawn again."""
        plan_id = str(delivery.payload["plan_id"])
        key, now = f"plan:{plan_id}", self.office.clock()
        with self.office.store() as work:
            posted = work.posts.get(key)
            if posted is not None and posted.shows >= int(delivery.payload["seq"]) > 0:
                return
            view = view_in(work, plan_id, now=now, office=self.office)
            button = Button("plan", plan_id, revision=view.plan.hash)
            if posted is not None:
                button = replace(button, channel=posted.channel, ts=posted.ts)
            token = work.buttons.mint(button, now)
            work.commit()
        message = plan_card(view, token, self.words_at(posted))
        before, posted = posted, self.keep(key, posted, message, token)
        if posted is None:
            return
        self._note_shown(posted, view, message)
        has_moved = before is not None and before.channel != posted.channel
        if has_moved or not any(isinstance(r.event, CardPosted) for r in view.events):
            self._announce(view, posted)

    def words_at(self, posted: Posted | None) -> Words:
        """For what stands in a message already, or will stand in the approvals channel."""
        return self.language.of(posted.channel if posted else self.channels.approvals)

    def keep(self, key: str, posted: Posted | None, message: Message, token: str) -> Posted | None:
        """Post it in the approvals channel, or edit what was posted. While outsiders read there it
        is hidden, and goes on in the fallback channel; None where there is none."""
        home = self.refuge.instead_of(self.channels.approvals)
        if posted is not None and self.rooms.look(posted.channel) is Room.SHARED:
            self.hide(posted.channel, posted.ts)
            if not self.refuge.leads_from(posted.channel):
                return None
            return self._post(key, home, message, tokens=(token,))
        self._check(posted.channel if posted else home)
        if posted is None or not self.say.update(posted.channel, posted.ts, message):
            posted = self._post(key, home, message, tokens=(token,))
        return posted

    def _note_shown(self, posted: Posted, view: PlanView, message: Message) -> None:
        newest = view.events[-1].seq if view.events else 0
        with self.office.store() as work:
            work.posts.put(replace(posted, shows=newest))
            keep_print(work, plan_drawing(view, posted, message), office=self.office)
            work.commit()

    def _announce(self, view: PlanView, posted: Posted) -> None:
        link = self.say.permalink(posted.channel, posted.ts)
        plan, now = view.plan, self.office.clock()
        event = CardPosted(plan_id=plan.plan_id, case_id=plan.content.case_id or "", permalink=link)
        with self.office.store() as work:
            record(work, event, self.office.stamp(now, "", Route.AUTOMATION))
            work.commit()

    def _post(
        self,
        key: str,
        channel: str,
        message: Message,
        thread_ts: str = "",
        *,
        tokens: tuple[str, ...] = (),
    ) -> Posted:
        """Post, and note where it is, so that its buttons work in this message only."""
        self._check(channel)
        ts = self.say.post(channel, message, thread_ts)
        posted = Posted(key, channel, ts)
        with self.office.store() as work:
            work.posts.put(posted)
            for token in tokens:
                work.buttons.place(token, channel, ts)
            work.commit()
        return posted

    def _check(self, channel: str) -> None:
        """What customers owe is posted where only our own people read. Raises Later."""
        room = self.rooms.look(channel)
        if room in (Room.UNSEEN, Room.GONE):
            raise Later(WAIT_A_MOMENT, "Slack did not say who reads a channel")
        if room is Room.SHARED:
            self._warn_of(channel)
            raise Later(WAIT_LONGER, "a channel is shared with another organisation")

    def hide(self, channel: str, ts: str) -> None:
        """It is drawn again when Slack says that the channel is ours alone, unless it went on
        elsewhere."""
        stub = moved_card if self.refuge.leads_from(channel) else hidden_card
        self.say.update(channel, ts, stub(self.language.of(channel)))
        self._warn_of(channel)

    def _warn_of(self, channel: str) -> None:
        """Once a day, without a word of any customer."""
        log.error("nothing is posted in a shared channel channel=%s", channel)
        key = f"shared:{channel}:{self.office.today(self.office.clock())}"
        with self.office.store.reading() as work:
            warned = work.posts.get(key) is not None
        alerts = self.refuge.instead_of(self.channels.alerts)
        if not warned and self.rooms.look(alerts) is Room.OURS:
            goes_on = self.channels.fallback if self.refuge.leads_from(channel) else ""
            self._post(key, alerts, shared_channel(channel, goes_on, self.language.of(alerts)))

    def _place(self, recorded: Recorded) -> tuple[str, str]:
        """Channel and thread; the case's root message is posted if it has none yet."""
        if not recorded.event.case_id:
            return self.refuge.instead_of(self.channels.alerts), ""
        with self.office.store.reading() as work:
            case = work.cases.get(recorded.event.case_id)
        if not case.thread:
            return self._open_thread(case)
        channel, _, thread_ts = case.thread.partition(":")
        if self.refuge.leads_from(channel):
            return self.move_thread(case)
        if not case.link:
            self._link(case, channel, thread_ts)
        return channel, thread_ts

    def move_thread(self, case: Case) -> tuple[str, str]:
        """Outsiders read it, and there is a way out: it goes on elsewhere."""
        channel, _, ts = case.thread.partition(":")
        self.hide(channel, ts)
        return self._open_thread(case)

    def _link(self, case: Case, channel: str, ts: str) -> None:
        """Lists lead to it. Where Slack knows none, the next news asks again."""
        try:
            link = self.say.permalink(channel, ts)
        except SlackApiError as error:
            log.warning("a thread has no link why=%s", error.response.get("error"))
            return
        with self.office.store() as work:
            work.cases.link(case.case_id, link)
            work.commit()

    def _open_thread(self, case: Case) -> tuple[str, str]:
        channel = self.refuge.instead_of(self.channels.cases)
        self._check(channel)
        words = self.language.of(channel)
        with self.office.store() as work:
            head = head_of(work, case, "", words, office=self.office)
            work.commit()
        ts = self.say.post(channel, head.message)
        with self.office.store() as work:
            work.cases.place(case.case_id, f"{channel}:{ts}")
            work.buttons.place(head.token, channel, ts)
            posted = head.posted(channel, ts)
            work.posts.put(posted)
            keep_print(work, case_drawing(case, posted, head.message), office=self.office)
            work.commit()
        self._link(case, channel, ts)
        return channel, ts

    def _propose(self, key: str, listed: Lists) -> None:
        """A list of names that wait for a person, once for each time that there are new ones."""
        channel = self.refuge.instead_of(self.channels.alerts)
        words = self.language.of(channel)
        with self.office.store() as work:
            if work.posts.get(key) is not None:
                return
            names = listed(work, self.office.clock(), words)
            work.commit()
        if names is not None:
            self._post(key, channel, names.message, tokens=names.tokens)

    def _settle(self, who: str) -> None:
        """Lists on which something is confirmed now, wherever that was done."""
        words = self.language.of(self.channels.alerts)
        with self.office.store() as work:
            lists = list(redrawn(work, who, self.office.clock(), words))
            work.commit()
        for names in lists:
            self._check(names.channel)
            self.say.update(names.channel, names.ts, names.message)
            if not names.tokens:
                with self.office.store() as work:
                    work.buttons.forget(names.channel, names.ts)
                    work.commit()
