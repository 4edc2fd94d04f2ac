"""What is said of a case by itself: the first message of its thread, and where it came from."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from core.domain.cases import Case, Note
from core.domain.events import (
    CaseAssigned,
    CaseClosed,
    CaseNoted,
    CaseRated,
    DelegateNamed,
    DelegateReleased,
    ItemTicked,
    LetterDelivered,
    LetterRecorded,
    PlanEnded,
    PlanFiled,
    PromiseEnded,
    PromiseMade,
    Route,
    TicketClosed,
    TicketOpened,
    TicketPrepared,
    TicketQueued,
    VoteCast,
)
from core.domain.plans import Reason, digest
from core.ports.engine import Delivery, Later
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record, repaint_case
from core.usecases.prints import keep_print
from handlers.case_heads import head_of, key_of
from handlers.channel_words import ChannelWords
from handlers.messages.blocks import Message
from handlers.messages.text import Words
from handlers.notifier import Notifier
from handlers.prints import case_drawing
from handlers.request import Room, Services
from handlers.say import Say

WAIT_A_MOMENT = 10.0

# What changes the first message of a case of non-payment.
CHANGES = frozenset(
    {CaseAssigned, CaseClosed, CaseRated, DelegateNamed, DelegateReleased, ItemTicked}
    | {LetterDelivered, LetterRecorded, PlanEnded, PlanFiled, PromiseEnded, PromiseMade}
    | {TicketClosed, TicketOpened, TicketPrepared, TicketQueued, VoteCast}
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CasePosts:
    """The handlers of the jobs `case_card` and `case_source`; each may run again."""

    services: Services
    say: Say
    language: ChannelWords
    notifier: Notifier

    @property
    def office(self) -> Office:
        return self.services.office

    def card(self, delivery: Delivery) -> None:
        """Edit the first message of the thread, and that of the case in which it goes on. What a
        later drawing showed is not drawn, nor what a case of non-payment, of which there are many,
        looks the same after."""
        case_id, seq = str(delivery.payload["case_id"]), int(delivery.payload["seq"])
        words = self._words(case_id)
        with self.office.store() as work:
            case, posted = work.cases.get(case_id), work.posts.get(key_of(case_id))
            if case.merged_into:
                repaint_case(work, case.merged_into, f"{case_id}:{seq}")
            if not case.thread or (posted is not None and posted.shows >= seq > 0):
                work.commit()
                return
            if posted is not None and not _changes(work, case, seq):
                return
            head = head_of(work, case, case.thread, words, office=self.office)
            work.commit()
        channel, _, ts = case.thread.partition(":")
        if case.is_open() and self.notifier.refuge.leads_from(channel):
            self.notifier.move_thread(case)
        elif self._draw(channel, ts, head.message):
            with self.office.store() as work:
                posted = head.posted(channel, ts)
                work.posts.put(posted)
                shown = case_drawing(case, posted, head.message)
                keep_print(work, shown, office=self.office)
                work.commit()

    def _words(self, case_id: str) -> Words:
        """Those of the channel of its thread."""
        with self.office.store.reading() as work:
            channel = work.cases.get(case_id).thread.partition(":")[0]
        return self.language.of(channel)

    def _draw(self, channel: str, ts: str, message: Message) -> bool:
        """It is hidden while outsiders read there. Raises Later where Slack does not say."""
        room = self.services.rooms.look(channel)
        if room is Room.SHARED:
            self.notifier.hide(channel, ts)
            return False
        if room in (Room.UNSEEN, Room.GONE):
            raise Later(WAIT_A_MOMENT, "Slack did not say who reads a channel")
        return self.say.update(channel, ts, message)

    def source(self, delivery: Delivery) -> None:
        """A note with the link to the message that a case was opened from; none where Slack knows
        none, as in a channel in which we are not."""
        place, case_id = str(delivery.payload["place"]), str(delivery.payload["case_id"])
        channel, _, ts = place.partition(":")
        try:
            link = self.say.permalink(channel, ts)
        except SlackApiError as error:
            log.warning("a message has no link why=%s", error.response.get("error"))
            return
        with self.office.store() as work:
            self._note(work, work.cases.get(case_id), link, str(delivery.payload["person_id"]))
            work.commit()

    def _note(self, work: Work, case: Case, link: str, person_id: str) -> None:
        """Once, also where the job runs again; a case that was closed meanwhile is left alone."""
        known = any(note.text == link for note in work.cases.notes(case.case_id))
        if known or not case.is_open():
            return
        now = self.office.clock()
        work.cases.add_note(Note(case.case_id, person_id, now, link))
        event = CaseNoted(case_id=case.case_id, text_digest=digest(link))
        record(work, event, self.office.stamp(now, person_id, Route.SLACK))


def _changes(work: Work, case: Case, seq: int) -> bool:
    """Does the first message look different after this event?"""
    if case.kind is not Reason.NON_PAYMENT or seq == 0:
        return True
    return type(work.events.get(seq).event) in CHANGES
