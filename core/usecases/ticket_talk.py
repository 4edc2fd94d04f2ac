"""What is said in an open service request: our notes go out once, Microsoft's words come in."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from uuid import uuid4

from core.domain.events import Route, Stamp
from core.domain.plans import digest
from core.domain.ticket_events import TicketMoved, TicketNotSaid, TicketSaid
from core.domain.tickets import OVER, Entry, Said, Seen, SeenNote, Sending, Ticket
from core.ports.engine import Later
from core.ports.office import Office
from core.ports.outside import Answer, Missing, Outcome, Unreachable
from core.ports.store import Work
from core.ports.tickets import NotLoggedIn, ServiceDesk
from core.usecases.ticket_jobs import tell
from core.usecases.tickets import end

log = logging.getLogger(__name__)

WAIT_A_MOMENT = 60.0
# What Microsoft calls somebody that it gives no name.
ANSWERER = "Microsoft"


@dataclass(frozen=True, slots=True)
class Talk:
    """Reads before it says anything, so that what may have arrived is not said twice."""

    office: Office
    desk: ServiceDesk

    def go_on(self, ticket: Ticket) -> None:
        """Raises Later where something is still to be said."""
        with self.office.store.reading() as work:
            entries = work.tickets.entries(ticket.ticket_id)
        waiting = [one for one in entries if one.sending in (Sending.TODO, Sending.SENT)]
        try:
            seen = self.desk.get(ticket.customer.account, ticket.number)
        except (Unreachable, Missing, NotLoggedIn) as error:
            log.warning("not read ticket=%s why=%s", ticket.reference, error)
            if waiting:
                raise Later(WAIT_A_MOMENT, "the service request cannot be read") from error
            return
        self._take_in(ticket, entries, seen)
        if seen.status != OVER:
            for entry in waiting:
                if entry.sending is Sending.TODO:
                    self._say(ticket, entry)

    def _take_in(self, ticket: Ticket, entries: list[Entry], seen: Seen) -> None:
        """Whatever changed since the last reading, in one transaction."""
        with self.office.store() as work:
            now = work.tickets.get(ticket.ticket_id)
            if now.state is not ticket.state:
                return
            stamp = self._stamp()
            for entry in entries:
                if entry.sending is Sending.SENT:
                    self._settle(work, now, entry, _arrived(entry, seen), stamp)
            now = self._hear(work, now, entries, seen, stamp)
            if seen.status != now.status:
                now = _moved(work, now, seen.status, stamp)
            if seen.status == OVER:
                end(work, now, _closing(work, now), stamp)
            work.commit()

    def _hear(
        self, work: Work, ticket: Ticket, entries: list[Entry], seen: Seen, stamp: Stamp
    ) -> Ticket:
        """Notes that are not ours."""
        ours = {one.text.strip() for one in entries if one.said is Said.NOTE}
        new = [one for one in seen.notes[ticket.heard :] if one.text.strip() not in ours]
        for one in new:
            _told(work, ticket, one, stamp)
        if len(seen.notes) == ticket.heard:
            return ticket
        heard = replace(ticket, heard=len(seen.notes))
        if new:
            heard = replace(heard, answered_at=stamp.at)
        work.tickets.update(heard, ticket.state)
        return heard

    def _say(self, ticket: Ticket, entry: Entry) -> None:
        """Once. Raises Later where it has to wait, or where nobody knows."""
        request_id, correlation_id = str(uuid4()), str(uuid4())
        sent = replace(entry, sending=Sending.SENT, request_id=request_id)
        with self.office.store() as work:
            work.tickets.move(entry, sent)
            work.commit()
        answer = self._sent(ticket, sent, request_id, correlation_id)
        if answer.outcome is Outcome.UNKNOWN:
            raise Later(WAIT_A_MOMENT, answer.detail)
        with self.office.store() as work:
            if answer.outcome is Outcome.LATER:
                work.tickets.move(sent, entry)
            else:
                why = answer.detail or answer.code
                to = Sending.DONE if answer.outcome is Outcome.DONE else Sending.REFUSED
                self._settle(work, ticket, sent, to, self._stamp(), why)
                if to is Sending.DONE and entry.said is Said.CLOSE:
                    end(work, work.tickets.get(ticket.ticket_id), entry, self._of(entry))
            work.commit()
        if answer.outcome is Outcome.LATER:
            raise Later(answer.retry_after or WAIT_A_MOMENT, answer.detail)

    def _sent(self, ticket: Ticket, entry: Entry, request_id: str, correlation_id: str) -> Answer:
        account, ids = ticket.customer.account, (request_id, correlation_id)
        try:
            if entry.said is Said.CLOSE:
                return self.desk.close(
                    account, ticket.number, request_id=ids[0], correlation_id=ids[1]
                )
            return self.desk.note(
                account, ticket.number, entry.text, request_id=ids[0], correlation_id=ids[1]
            )
        except Unreachable as error:
            return Answer(Outcome.LATER, "", error.why, error.retry_after)
        except NotLoggedIn:
            return Answer(Outcome.REFUSED, "", "nobody is logged in for this account")

    def _settle(
        self, work: Work, ticket: Ticket, entry: Entry, to: Sending, stamp: Stamp, why: str = ""
    ) -> None:
        work.tickets.move(entry, replace(entry, sending=to))
        if to is Sending.DONE:
            return
        event = TicketNotSaid(
            case_id=ticket.case_id,
            ticket_id=ticket.ticket_id,
            name=ticket.name,
            said=entry.said.value,
            entry_id=entry.entry_id,
            state=to.value,
            why=why,
        )
        tell(work, ticket, event, stamp)

    def _stamp(self) -> Stamp:
        return self.office.stamp(self.office.clock(), "", Route.AUTOMATION)

    def _of(self, entry: Entry) -> Stamp:
        """What was carried out for somebody is that person's."""
        return self.office.stamp(self.office.clock(), entry.person_id, Route.SLACK)


def _arrived(entry: Entry, seen: Seen) -> Sending:
    """Did what may have arrived arrive?"""
    if entry.said is Said.CLOSE:
        return Sending.DONE if seen.status == OVER else Sending.UNSURE
    there = any(note.text.strip() == entry.text.strip() for note in seen.notes)
    return Sending.DONE if there else Sending.UNSURE


def _closing(work: Work, ticket: Ticket) -> Entry | None:
    """Our own wish to close it, where it was carried out."""
    done = [
        one
        for one in work.tickets.entries(ticket.ticket_id)
        if one.said is Said.CLOSE and one.sending is Sending.DONE
    ]
    return done[-1] if done else None


def _told(work: Work, ticket: Ticket, note: SeenNote, stamp: Stamp) -> None:
    # Who it was is a person's name, which is for the row and not for the trail.
    text = f"{note.by}: {note.text}" if note.by else note.text
    entry = Entry(str(uuid4()), ticket.ticket_id, Said.ANSWER, "", stamp.at, text)
    work.tickets.say(entry)
    event = TicketSaid(
        case_id=ticket.case_id,
        ticket_id=ticket.ticket_id,
        name=ticket.name,
        said=Said.ANSWER.value,
        entry_id=entry.entry_id,
        by=ANSWERER,
        text_digest=digest(text),
    )
    tell(work, ticket, event, stamp)


def _moved(work: Work, ticket: Ticket, status: str, stamp: Stamp) -> Ticket:
    moved = replace(ticket, status=status)
    work.tickets.update(moved, ticket.state)
    event = TicketMoved(
        case_id=ticket.case_id,
        ticket_id=ticket.ticket_id,
        name=ticket.name,
        before=ticket.status,
        after=status,
    )
    tell(work, moved, event, stamp)
    return moved
