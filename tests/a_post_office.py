"""A desk that writes letters, a mail server that does as it is told, and what persons do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from core.domain.event import Route
from core.domain.events import Event
from core.domain.notices import Came, Draft, Incoming, LetterState, Outgoing, Reply
from core.ports.outside import Answer, Outcome
from core.usecases.finding import find_customer
from core.usecases.letter_replies import take_in
from core.usecases.letter_sending import Check, Sender, still_true
from core.usecases.letter_ticks import mailbox_read, tick
from core.usecases.letters import queue
from tests.a_letter import a_draft, an_incoming
from tests.office import Desk

E = TypeVar("E", bound=Event)
DONE = Answer(Outcome.DONE, "250", "250 taken")
NOT_NOW = Answer(Outcome.LATER, "451", "451 greylisted")
UNREACHED = Answer(Outcome.LATER, "", "OSError: refused")
NEVER = Answer(Outcome.REFUSED, "550", "550 nobody is here")
UNKNOWN = Answer(Outcome.UNKNOWN, "", "SMTPServerDisconnected: gone")
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)


class MailServer:
    """Implements core.ports.letters.Post; `dies` is raised in the middle of a conversation."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.answer = DONE
        self.dies: Exception | None = None

    def message_id(self, letter_id: str) -> str:
        return f"<{letter_id}@rheinland.example>"

    def send(self, letter: Outgoing) -> Answer:
        self.taken.append(letter.letter_id)
        if self.dies is not None:
            raise self.dies
        return self.answer


class PostOffice:
    """The desk, the mail server, and a customer that owes: Contoso of the sample books."""

    def __init__(self, desk: Desk, check: Check | None = None) -> None:
        self.desk, self.server = desk, MailServer()
        self.check = check or still_true(desk.office)
        with desk.store.reading() as work:
            self.customer = find_customer(work, "contoso.example").key

    @property
    def sender(self) -> Sender:
        return Sender(self.desk.office, self.server, self.check)

    def queued(self, draft: Draft | None = None, **changes: Any) -> Outgoing:
        draft = draft or a_draft(customer=self.customer, **changes)
        with self.desk.store() as work:
            stamp = self.desk.office.stamp(self.desk.now, "", Route.AUTOMATION)
            letter = queue(work, draft, stamp)
            work.commit()
        return letter

    def send(self, letter: Outgoing) -> Outgoing:
        self.sender.send(letter.letter_id)
        return self.again(letter)

    def sent(self, **changes: Any) -> Outgoing:
        return self.send(self.queued(**changes))

    def again(self, letter: Outgoing) -> Outgoing:
        with self.desk.store.reading() as work:
            return work.letters.get(letter.letter_id)

    def later(self, by: timedelta, *, read: bool = True) -> None:
        """Time passes; the mailbox was read meanwhile, or not."""
        self.desk.now += by
        if read:
            with self.desk.store() as work:
                mailbox_read(work, self.desk.now)
                work.commit()
        tick(office=self.desk.office, sends=True)

    def delivered(self, **changes: Any) -> Outgoing:
        letter = self.sent(**changes)
        self.later(A_DAY)
        assert self.again(letter).state is LetterState.DELIVERED
        return self.again(letter)

    def comes_back(self, letter: Outgoing | None = None, **changes: Any) -> Reply | None:
        answers = (letter.letter_id,) if letter else ()
        return take_in(an_incoming(answers=answers, **changes), office=self.desk.office)

    def bounces(self, letter: Outgoing) -> Outgoing:
        self.comes_back(letter, came=Came.BOUNCE, sender="mailer-daemon@x.example", why="5.1.1")
        return self.again(letter)

    def events(self, kind: type[E]) -> list[E]:
        with self.desk.store.reading() as work:
            found = work.events.since(kind, self.desk.now - timedelta(days=99))
        return [one.event for one in found if isinstance(one.event, kind)]


def read_twice(office: PostOffice, message: Incoming) -> tuple[Reply | None, Reply | None]:
    both = [take_in(replace(message), office=office.desk.office) for _ in range(2)]
    return both[0], both[1]
