"""Letters about what happened: written from the event, each once, with words that somebody read."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.collecting import Filing
from core.domain.event import Event, Route
from core.domain.events import (
    ContactRemoved,
    LetterForAPerson,
    LetterHeld,
    LetterUnaddressed,
    LetterUnwritten,
)
from core.domain.letters import Unwritable, Written
from core.domain.notice_errors import NoContact
from core.domain.notices import (
    LEFT,
    LONGEST_WAIT,
    Contact,
    ContactKind,
    Draft,
    LetterState,
    Source,
    is_address,
)
from core.ports.office import Office
from core.ports.store import Work
from core.ports.writing import LetterWriter
from core.recording import note, record
from core.usecases.collecting_letters import owner_of, was_read
from core.usecases.event_facts import News, news_of
from core.usecases.held_letters import UNADDRESSED, UNREAD_WORDS, UNWRITTEN
from core.usecases.letters import queue, recipients


@dataclass(frozen=True, slots=True)
class EventScribe:
    """The handler of the job `event_letter`. May be told twice."""

    office: Office
    writer: LetterWriter

    def write(self, seq: int) -> None:
        """Queue what is to be told of the event with this number. Who signs no letters sends none,
        and old news is no news."""
        now = self.office.clock()
        with self.office.store() as work:
            found = work.events.get(seq)
            if now - found.stamp.at > LONGEST_WAIT:
                return
            for news in news_of(work, found, office=self.office):
                if news.facts.own("").seller:
                    _Desk(work, self.office, self.writer, news, seq).write()
            work.commit()


@dataclass(frozen=True, slots=True)
class _Desk:
    """One letter in one transaction."""

    work: Work
    office: Office
    writer: LetterWriter
    news: News
    seq: int

    def write(self) -> None:
        if self.news.for_a_person:
            self._tell_once("", LetterForAPerson(**self._about()))
            return
        contacts = self._contacts()
        if not contacts:
            owner = owner_of(self.work, self.news.customer)
            self._tell_once(UNADDRESSED, LetterUnaddressed(**self._about(), owner=owner))
            self._hold(UNADDRESSED, "")
            return
        written = self._written(contacts[0].language)
        if written is not None and all(self._first(key) for key in self.news.once):
            self._queue(written, contacts)

    def _contacts(self) -> list[Contact]:
        try:
            found = recipients(self.work, self.news.customer, self.news.kinds)
        except NoContact:
            found = self._last_written_to()
        return [one for one in found if is_address(one.address)]

    def _last_written_to(self) -> list[Contact]:
        """Books name an address on what is open, so that of whoever paid they name none. What
        happened is told where the last letter went, unless it came back from there, somebody took
        a contact away since, or the address is another customer's by now."""
        work, key = self.work, self.news.customer
        last = next((one for one in work.letters.of_customer(key) if one.state in LEFT), None)
        if last is None or last.state not in (LetterState.ACCEPTED, LetterState.DELIVERED):
            return []
        removed = work.events.since(ContactRemoved, last.created_at)
        if any(getattr(one.event, "customer", "") == str(key) for one in removed):
            return []
        kind, language = ContactKind.BILLING, last.draft.language
        return [
            Contact(key, kind, address, language, source=Source.BOOKS)
            for address in last.draft.to
            if work.contacts.known_as(address) <= {key}
        ]

    def _written(self, language: str) -> Written | None:
        """None where somebody has to do something first."""
        facts = self.news.facts
        try:
            written = self.writer.write(facts, language)
        except Unwritable as error:
            owner = owner_of(self.work, self.news.customer)
            problem = next(iter(error.problems), "")
            unwritten = LetterUnwritten(
                **self._about(), language=language, problem=problem, owner=owner
            )
            self._tell_once(UNWRITTEN, unwritten)
            self._hold(UNWRITTEN, language)
            return None
        if was_read(self.work, self.writer, facts, written, office=self.office):
            return written
        self._hold(UNREAD_WORDS, language)
        return None

    def _queue(self, written: Written, contacts: list[Contact]) -> None:
        draft = Draft(
            customer=self.news.customer,
            name=self.news.facts.name,
            language=written.language,
            to=tuple(one.address for one in contacts),
            subject=written.subject,
            text=written.text,
            html=written.html,
            case_id=self.news.case_id,
        )
        queue(self.work, draft, self.office.stamp(self.office.clock(), "", Route.AUTOMATION))

    def _about(self) -> dict[str, str]:
        named = {"customer": str(self.news.customer), "name": self.news.facts.name}
        return named | {"case_id": self.news.case_id}

    def _first(self, key: str) -> bool:
        filing = Filing(key, self.news.customer, self.office.clock())
        return self.work.episodes.first(filing)

    def _tell_once(self, why: str, event: Event) -> None:
        if self._first(f"event:told:{self.seq}:{self.news.facts.name}:{why}"):
            record(self.work, event, self.office.stamp(self.office.clock(), "", Route.AUTOMATION))

    def _hold(self, why: str, language: str) -> None:
        held = LetterHeld(
            case_id=self.news.case_id,
            customer=str(self.news.customer),
            name=self.news.facts.name,
            language=language,
            about=self.seq,
            why=why,
        )
        note(self.work, held, self.office.stamp(self.office.clock(), "", Route.AUTOMATION))
