"""Microsoft's side of service requests: hand one in at most once, look for it, keep in step."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from core.domain.errors import LostRace
from core.domain.events import Route, Stamp
from core.domain.ticket_events import TicketOpened, TicketPrepared, TicketSent, TicketUnsure
from core.domain.tickets import (
    Counter,
    Sending,
    Taking,
    Ticket,
    TicketState,
    Topic,
    Way,
)
from core.ports.engine import Later
from core.ports.office import Office
from core.ports.outside import Answer, Missing, Outcome, Unreachable
from core.ports.tickets import Created, Gone, NotLoggedIn, Request, ServiceDesk
from core.usecases.ticket_jobs import reminder_after, tell
from core.usecases.ticket_talk import Talk

log = logging.getLogger(__name__)

# Lists show a new request a little later than its creation.
LOOK_AGAIN = 60.0
PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Does what is next for a service request that goes by program. May be told so twice."""

    office: Office
    desk: ServiceDesk

    def work(self, ticket_id: str) -> None:
        """Raises Later."""
        with self.office.store.reading() as work:
            ticket = work.tickets.get(ticket_id)
        try:
            self._next(ticket)
        except LostRace:
            log.info("somebody else moved a service request ticket=%s", ticket.reference)

    def _next(self, ticket: Ticket) -> None:
        if ticket.way is Way.PORTAL:
            return
        match ticket.state:
            case TicketState.QUEUED:
                self._create(ticket)
            case TicketState.SENT | TicketState.UNSURE:
                self._look_for(ticket)
            case TicketState.OPEN:
                Talk(self.office, self.desk).go_on(ticket)

    def _create(self, ticket: Ticket) -> None:
        """From the commit on it counts as sent: whoever comes later looks for it, and no more."""
        now, topic = self.office.clock(), ticket.wish.topic
        assert topic is not None
        sent = replace(
            ticket,
            state=TicketState.SENT,
            request_id=str(uuid4()),
            correlation_id=str(uuid4()),
            sent_at=now,
        )
        with self.office.store() as work:
            work.tickets.update(sent, TicketState.QUEUED)
            ids = {"request_id": sent.request_id, "correlation_id": sent.correlation_id}
            event = TicketSent(**_named(sent), **ids)
            tell(work, sent, event, self._stamp(now))
            work.commit()
        self._settle(sent, self._hand_in(sent, topic))

    def _hand_in(self, ticket: Ticket, topic: Topic) -> Created | str:
        """The answer, or why nothing can have been created."""
        request = Request(
            title=ticket.title,
            text=ticket.text,
            severity=ticket.wish.severity,
            topic=topic,
            request_id=ticket.request_id,
            correlation_id=ticket.correlation_id,
        )
        try:
            return self.desk.create(ticket.customer.account, request)
        except NotLoggedIn:
            return Taking.NO_LOGIN.value
        except Gone:
            return Taking.GONE.value
        except Unreachable as error:
            return Created(Answer(Outcome.LATER, "", error.why, error.retry_after))

    def _settle(self, ticket: Ticket, created: Created | str) -> None:
        """Only a definite answer moves it; anything else is looked for. Raises Later."""
        if isinstance(created, str):
            self._by_hand(ticket, created, "")
            return
        answer = created.answer
        match answer.outcome:
            case Outcome.DONE if created.number:
                self._opened(ticket, created.number, "answered")
            case Outcome.REFUSED | Outcome.STALE:
                self._by_hand(ticket, "refused", answer.detail or answer.code)
            case Outcome.LATER:
                with self.office.store() as work:
                    work.tickets.update(replace(ticket, state=TicketState.QUEUED), ticket.state)
                    work.commit()
                raise Later(answer.retry_after or LOOK_AGAIN, answer.detail)
            case _:
                raise Later(LOOK_AGAIN, answer.detail)

    def _look_for(self, ticket: Ticket) -> None:
        """By our reference in its title, and for a while: never by sending it again."""
        now = self.office.clock()
        late = ticket.sent_at is None or now - ticket.sent_at >= PATIENCE
        try:
            number = self._number_of(ticket)
        except (Unreachable, Missing, NotLoggedIn) as error:
            number = ""
            log.warning("not looked for ticket=%s why=%s", ticket.reference, error)
        if number:
            self._opened(ticket, number, "found")
        elif not late:
            raise Later(LOOK_AGAIN, "it was not found yet")
        elif ticket.state is TicketState.SENT:
            self._unsure(ticket, now)

    def _number_of(self, ticket: Ticket) -> str:
        """The partner's own list has all of them; a customer's, those that name the customer."""
        for customer in (None, ticket.customer):
            for seen in self.desk.list(ticket.customer.account, customer):
                if ticket.reference.lower() in seen.title.lower():
                    return seen.number
        return ""

    def _opened(self, ticket: Ticket, number: str, how: str) -> None:
        now = self.office.clock()
        opened = replace(ticket, state=TicketState.OPEN, number=number, status="open")
        opened = replace(opened, remind_at=None, reminders=0)
        with self.office.store() as work:
            work.tickets.update(opened, ticket.state)
            tell(work, opened, TicketOpened(**_named(opened), number=number, how=how),
                 self._stamp(now))  # fmt: skip
            work.commit()

    def _unsure(self, ticket: Ticket, now: datetime) -> None:
        remind_at = reminder_after(now, 0, self.office)
        unsure = replace(ticket, state=TicketState.UNSURE, remind_at=remind_at)
        with self.office.store() as work:
            work.tickets.update(unsure, ticket.state)
            tell(work, unsure, TicketUnsure(**_named(unsure)), self._stamp(now))
            work.commit()

    def _by_hand(self, ticket: Ticket, why: str, detail: str) -> None:
        """A person has to submit it, and hears why; where the way is gone, that is remembered."""
        now, remind_at = self.office.clock(), reminder_after(self.office.clock(), 0, self.office)
        prepared = replace(
            ticket, state=TicketState.PREPARED, way=Way.PORTAL, why=why, remind_at=remind_at
        )
        with self.office.store() as work:
            if why in (Taking.GONE, Taking.NO_LOGIN):
                counter = work.tickets.counter(ticket.customer.account)
                work.tickets.save_counter(replace(counter, taking=Taking(why), tried_at=now))
            work.tickets.update(prepared, ticket.state)
            for entry in work.tickets.entries(ticket.ticket_id):
                if entry.sending is Sending.TODO:
                    work.tickets.move(entry, replace(entry, sending=Sending.KEPT))
            event = TicketPrepared(**_named(prepared), why=why, detail=detail)
            tell(work, prepared, event, self._stamp(now))
            work.commit()

    def _stamp(self, now: datetime) -> Stamp:
        return self.office.stamp(now, "", Route.AUTOMATION)


def _named(ticket: Ticket) -> dict[str, str]:
    return {
        "case_id": ticket.case_id,
        "ticket_id": ticket.ticket_id,
        "reference": ticket.reference,
    }


def read_counter(account: str, *, office: Office, desk: ServiceDesk) -> Counter:
    """Ask an account for its topics if that is due; what is not answered keeps what was known."""
    now = office.clock()
    with office.store.reading() as work:
        known = work.tickets.counter(account)
    if not known.is_due(now):
        return known
    try:
        topics = tuple(desk.topics(account))
        read = Counter(account, Taking.OPEN, topics, now, now)
    except NotLoggedIn:
        read = replace(known, taking=Taking.NO_LOGIN, tried_at=now)
    except Gone:
        read = replace(known, taking=Taking.GONE, tried_at=now)
    except (Unreachable, Missing) as error:
        log.warning("no support topics account=%s why=%s", account, error)
        read = replace(known, tried_at=now)
    return _kept(read, known, office)


def _kept(read: Counter, known: Counter, office: Office) -> Counter:
    with office.store() as work:
        if work.tickets.counter(read.account) == known:
            work.tickets.save_counter(read)
            work.commit()
    return read
