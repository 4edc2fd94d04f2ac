"""Sending a letter: judged once more, written down, sent once, and settled by what was answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.accounts import unread_of
from core.domain.events import LetterDeferred, LetterSending
from core.domain.notices import (
    APART,
    EVENTS,
    LONGEST_WAIT,
    MOST_TRIES,
    LetterState,
    Outgoing,
    opens,
    pause_after,
    room_from,
)
from core.domain.plans import Action
from core.freezes import stopping
from core.gathering import exposure_of
from core.places import place_of
from core.ports.letters import Post
from core.ports.office import Office
from core.ports.outside import Answer, Outcome
from core.ports.store import Work
from core.recording import record
from core.usecases.letter_moves import about, accepted, automatic, bounced, unclear
from core.usecases.letters import withdraw
from core.usecases.mail_outages import WAITS as SERVER
from core.usecases.mail_outages import note_answer

log = logging.getLogger(__name__)

# Why a letter is withdrawn instead of sent; empty if it may go.
Check = Callable[[Work, Outgoing], str]

LOOK_AGAIN = timedelta(minutes=10)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def still_true(office: Office) -> Check:
    """The least that is asked of a notice: that something is owed, that nobody has written back,
    and that it is not of last week. What happened is told in any case."""

    def check(work: Work, letter: Outgoing) -> str:
        if letter.draft.is_event():
            return ""
        now = office.clock()
        if not exposure_of(work, letter.customer, office.today(now)).debts:
            return "paid"
        if unread_of(work, letter.customer):
            return "unread_reply"
        return "outdated" if now - letter.created_at > LONGEST_WAIT else ""

    return check


@dataclass(frozen=True, slots=True)
class Sender:
    """The handler of the job `letter`. May be told twice: whoever finds a letter half-way cannot
    know whether it left."""

    office: Office
    post: Post
    check: Check

    def send(self, letter_id: str) -> None:
        now = self.office.clock()
        with self.office.store() as work:
            letter = self._next(work, work.letters.hold(letter_id), now)
            work.commit()
        if letter.state is LetterState.SENDING:
            self._settle(letter, self.post.send(letter))

    def _next(self, work: Work, letter: Outgoing, now: datetime) -> Outgoing:
        """From the commit of SENDING on, it may have left."""
        if letter.state is LetterState.SENDING:
            return unclear(work, letter, self.office)
        if letter.state is not LetterState.QUEUED or letter.try_at > now:
            return letter
        if why := self.check(work, letter):
            return withdraw(work, letter, why, automatic(self.office))
        waits, until = self._wait(work, letter, now)
        if waits:
            later = replace(letter, waits=waits, try_at=until)
            work.letters.move(later, letter.state)
            return later
        message_id = self.post.message_id(letter.letter_id)
        sending = replace(
            letter, state=LetterState.SENDING, sent_at=now, message_id=message_id, waits=""
        )
        work.letters.move(sending, letter.state)
        event = LetterSending(**about(letter), message_id=message_id)
        record(work, event, automatic(self.office))
        return sending

    def _wait(self, work: Work, letter: Outgoing, now: datetime) -> tuple[str, datetime]:
        """Why it does not go now, and when it is looked at again. A freeze stops whatever says that
        access will be affected, since that is not so while it lasts; it does not keep a customer
        from hearing what is owed, or what was done."""
        key, cut = letter.customer, Action.SUSPEND
        frozen = stopping(work, key, cut, now=now, office=self.office) is not None
        if frozen and letter.draft.threatens():
            return "freeze", now + LOOK_AGAIN
        policy = work.policies.current()
        caps, decreed = policy.letter_caps, policy.rules.timing.decreed
        most = {AN_HOUR: caps.per_hour, A_DAY: caps.per_day}
        waits = {"cap": room_from(work.letters.sent_since(now - A_DAY), now, most)}
        if not letter.draft.is_event():
            last = work.letters.last_sent(letter.customer, sorted(EVENTS))
            waits["pause"] = last + APART if last else now
            there = replace(place_of(work, letter.customer), decreed=decreed)
            waits["hours"] = opens(now, there)
        why = max(waits, key=lambda one: waits[one])
        return (why, waits[why]) if waits[why] > now else ("", now)

    def _settle(self, sent: Outgoing, answer: Answer) -> None:
        """A report of the address may have been faster than the answer to the letter."""
        with self.office.store() as work:
            letter = work.letters.hold(sent.letter_id)
            note_answer(work, answer, self.office)
            if letter.state in (LetterState.SENDING, LetterState.UNCLEAR):
                self._answered(work, letter, answer)
            work.commit()

    def _answered(self, work: Work, letter: Outgoing, answer: Answer) -> None:
        match answer.outcome:
            case Outcome.DONE:
                accepted(work, letter, "answered", automatic(self.office))
            case Outcome.REFUSED:
                bounced(work, letter, answer.detail, self.office)
            case Outcome.LATER:
                self._later(work, letter, answer)
            case _ if letter.state is LetterState.SENDING:
                unclear(work, letter, self.office)

    def _later(self, work: Work, letter: Outgoing, answer: Answer) -> None:
        """A server that says "not now" of an address is believed for some days; one that cannot be
        reached says nothing of the address, however long."""
        tries = letter.tries + 1 if answer.code else letter.tries
        if tries >= MOST_TRIES:
            bounced(work, letter, answer.detail, self.office)
            return
        why = answer.code or answer.detail
        log.warning("a letter was not taken letter=%s why=%s", letter.letter_id, why)
        again = replace(
            letter,
            state=LetterState.QUEUED,
            tries=tries,
            waits="deferred" if answer.code else SERVER,
            try_at=self.office.clock() + pause_after(tries),
            sent_at=None,
        )
        work.letters.move(again, letter.state)
        event = LetterDeferred(**about(letter), code=answer.code)
        record(work, event, automatic(self.office))
