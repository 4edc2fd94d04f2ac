"""What comes round by itself for letters: those due are looked at, and waiting ones judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.domain.calendar import add_business_days
from core.domain.events import ContactNeeded, LetterDelivered
from core.domain.notices import DECIDED_WITHIN, PATIENCE, LetterState, Outgoing
from core.domain.people import Role
from core.gathering import exposure_of
from core.places import place_of
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.letter_moves import about, asks, automatic
from core.usecases.letters import addresses, look_at
from core.usecases.mail_outages import tell, waiting_for_server

# When the mailbox was last read to its end: before that nobody knows what did not bounce.
MAILBOX_READ = "mailbox_read"


def tick(*, office: Office, sends: bool) -> None:
    """Every few seconds, by any number of processes: states and keys say what was done already.
    Without a mail server nothing is looked at, so that it waits instead of failing."""
    now = office.clock()
    with office.store.reading() as work:
        if not _anything(work, now, sends):
            return
    with office.store() as work:
        if sends:
            for letter in work.letters.due(now):
                look_at(work, letter, f"{now:%Y-%m-%dT%H:%M}")
        for letter in _certain(work, now):
            _count(work, letter, office)
        for letter in work.letters.bounced_open():
            _follow(work, letter, office)
        tell(work, office)
        work.commit()


def _anything(work: Work, now: datetime, sends: bool) -> bool:
    due = sends and bool(work.letters.due(now))
    settled = bool(_certain(work, now)) or bool(work.letters.bounced_open())
    return due or settled or bool(waiting_for_server(work))


def mailbox_read(work: Work, at: datetime) -> None:
    """All that had come back until then is in."""
    work.desk.put(MAILBOX_READ, at.astimezone(UTC).isoformat())


def last_read(work: Work) -> datetime | None:
    """When the mailbox was last read to its end."""
    text = work.desk.get(MAILBOX_READ)
    return datetime.fromisoformat(text) if text else None


def _certain(work: Work, now: datetime) -> list[Outgoing]:
    """Accepted ones that had a day to bounce, in which a bounce would have been read: silence of a
    mailbox that nobody looked into says nothing."""
    read = last_read(work)
    return work.letters.accepted_before(min(now, read) - PATIENCE) if read else []


def _count(work: Work, letter: Outgoing, office: Office) -> None:
    """From the day on which the customer's server took it."""
    assert letter.accepted_at is not None
    on = place_of(work, letter.customer).local(letter.accepted_at).date()
    delivered = replace(
        letter, state=LetterState.DELIVERED, delivered_at=office.clock(), delivered_on=on
    )
    work.letters.move(delivered, letter.state)
    event = LetterDelivered(**about(letter), delivered_on=on.isoformat())
    record(work, event, automatic(office))


def _follow(work: Work, letter: Outgoing, office: Office) -> None:
    """A bounce has its owner until it is made up for; after five business days all administrators
    are asked, once. It shields nobody in silence."""
    now = office.clock()
    assert letter.bounced_at is not None
    if _made_up_for(work, letter, office):
        work.letters.move(replace(letter, settled_at=now), letter.state)
        return
    today = office.today(letter.bounced_at)
    deadline = add_business_days(today, DECIDED_WITHIN, office.own.country)
    if letter.escalated_at is not None or office.today(now) <= deadline:
        return
    work.letters.move(replace(letter, escalated_at=now), letter.state)
    everyone = tuple(one.person_id for one in work.people.with_role(Role.ADMINISTRATOR))
    event = ContactNeeded(**asks(letter), administrators=everyone)
    record(work, event, automatic(office))


def _made_up_for(work: Work, letter: Outgoing, office: Office) -> bool:
    """It reached the customer since, goes to somebody else from now on, or nothing is owed."""
    assert letter.bounced_at is not None
    since = place_of(work, letter.customer).local(letter.bounced_at).date()
    arrived = work.letters.delivered(letter.customer)
    if any(one.name == letter.name and one.on >= since for one in arrived):
        return True
    if not {address.lower() for address in letter.draft.to} <= addresses(work, letter.customer):
        return True
    return not exposure_of(work, letter.customer, office.today(office.clock())).debts
