"""Letters to customers: written down to be sent, and what persons decide about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import uuid4

from core.domain.customers import CustomerKey
from core.domain.event import Route, Stamp
from core.domain.events import (
    LetterAgain,
    LetterQueued,
    LetterRecorded,
    LetterWithdrawn,
)
from core.domain.notice_errors import (
    BadAddress,
    EvidenceMissing,
    LetterElsewhere,
    NoContact,
    NotADay,
)
from core.domain.notices import (
    RECORDABLE,
    Contact,
    ContactKind,
    Draft,
    LetterState,
    Means,
    Outgoing,
    Past,
    chosen,
    is_address,
)
from core.domain.people import AccountKey, Person
from core.domain.plans import digest
from core.gathering import may_ask
from core.places import place_of
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.finding import customer_of, person_with
from core.usecases.letter_moves import about, accepted

LETTER = "letter"


def queue(work: Work, draft: Draft, stamp: Stamp) -> Outgoing:
    """Write a letter down, in the caller's transaction; it leaves as a job. Raises NoContact
    without an address, BadAddress."""
    if not draft.to:
        raise NoContact(customer=customer_of(work, draft.customer).name)
    for address in draft.to:
        if not is_address(address):
            raise BadAddress(text=address)
    if draft.access_from is not None:
        draft = replace(draft, zone=place_of(work, draft.customer).zone)
    letter = Outgoing(
        letter_id=str(uuid4()),
        draft=draft,
        state=LetterState.QUEUED,
        policy=work.policies.version(),
        created_at=stamp.at,
        try_at=stamp.at,
    )
    work.letters.add(letter)
    event = LetterQueued(
        **about(letter),
        language=draft.language,
        access_from=draft.access_from.isoformat() if draft.access_from else "",
        basis=draft.basis,
        to_digest=digest("\n".join(draft.to)),
        text_digest=digest(f"{draft.subject}\n{draft.text}"),
    )
    record(work, event, stamp)
    look_at(work, letter, "queued")
    return letter


def look_at(work: Work, letter: Outgoing, occasion: str) -> None:
    """Have this queued letter judged, and sent if nothing speaks against it; once an occasion."""
    key = f"{LETTER}:{letter.letter_id}:{occasion}"
    lane = f"letters:{letter.customer}"
    work.jobs.enqueue(Job(LETTER, key, {"letter_id": letter.letter_id}, lane=lane))


def recipients(work: Work, key: CustomerKey, kinds: Iterable[ContactKind]) -> list[Contact]:
    """Whom a letter for these kinds goes to, each address once; those of billing stand in where a
    kind has none. The first one's language is the letter's. Raises NoContact."""
    known = work.contacts.of(key)
    found: dict[str, Contact] = {}
    for kind in kinds:
        for one in chosen(known, kind) or chosen(known, ContactKind.BILLING):
            found.setdefault(one.address.lower(), one)
    if not found:
        raise NoContact(customer=customer_of(work, key).name)
    return list(found.values())


def addresses(work: Work, key: CustomerKey) -> set[str]:
    """Everywhere that a letter to this customer may go as things stand, in small letters."""
    known = work.contacts.of(key)
    return {one.address.lower() for kind in ContactKind for one in chosen(known, kind)}


# What a person says about one


def record_delivery(
    letter_id: str,
    means: Means,
    delivered_on: date,
    evidence: str,
    account: AccountKey,
    *,
    office: Office,
) -> Outgoing:
    """It reached the customer another way. Raises EvidenceMissing, NotADay, LetterElsewhere for one
    that no person can speak for, NoRole."""
    now, proof = office.clock(), evidence.strip()
    if not proof:
        raise EvidenceMissing()
    with office.store() as work:
        person, letter = _letter(work, letter_id, account, RECORDABLE)
        _check_day(work, letter, delivered_on, office)
        recorded = replace(
            letter,
            state=LetterState.RECORDED,
            means=means,
            delivered_at=now,
            delivered_on=delivered_on,
            evidence=proof,
            person_id=person.person_id,
        )
        work.letters.move(recorded, letter.state)
        _tell_recorded(work, recorded, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return recorded


def _check_day(work: Work, letter: Outgoing, delivered_on: date, office: Office) -> None:
    """From the day on which it was written until today, where the customer is or we are."""
    now = office.clock()
    here = place_of(work, letter.customer).local(now).date()
    if not letter.created_at.date() <= delivered_on <= max(here, office.today(now)):
        raise NotADay(text=delivered_on.isoformat())


def take_over(found: Iterable[Past], *, office: Office) -> int:
    """Letters sent before, from a file at the terminal; one that is known is left as it is. Returns
    how many are new. Raises EvidenceMissing, NotADay, UnknownCustomer: nothing of it is kept."""
    now, count = office.clock(), 0
    with office.store() as work:
        stamp = office.stamp(now, "", Route.CLI)
        for past in found:
            if not past.evidence.strip():
                raise EvidenceMissing()
            if past.delivered_on > office.today(now):
                raise NotADay(text=past.delivered_on.isoformat())
            customer_of(work, past.customer)
            count += _take_over(work, past, stamp)
        work.commit()
    return count


def _take_over(work: Work, past: Past, stamp: Stamp) -> bool:
    known = {(one.name, one.on) for one in work.letters.delivered(past.customer)}
    if (past.name, past.delivered_on) in known:
        return False
    zone = place_of(work, past.customer).zone
    draft = Draft(
        past.customer, past.name, "en", (), "", "", access_from=past.access_from, zone=zone
    )
    letter = Outgoing(
        letter_id=str(uuid4()),
        draft=draft,
        state=LetterState.RECORDED,
        policy=work.policies.version(),
        created_at=stamp.at,
        try_at=stamp.at,
        means=past.means,
        delivered_at=stamp.at,
        delivered_on=past.delivered_on,
        evidence=past.evidence.strip(),
    )
    work.letters.add(letter)
    _tell_recorded(work, letter, stamp)
    return True


def _tell_recorded(work: Work, letter: Outgoing, stamp: Stamp) -> None:
    event = LetterRecorded(
        **about(letter),
        means=letter.means.value if letter.means else "",
        delivered_on=letter.delivered_on.isoformat() if letter.delivered_on else "",
        evidence_digest=digest(letter.evidence),
    )
    record(work, event, stamp)


def it_arrived(letter_id: str, account: AccountKey, *, office: Office) -> Outgoing:
    """Of one that nobody knew about: the mail server's log, or the customer, says so. It may still
    bounce. Raises LetterElsewhere, NoRole."""
    now = office.clock()
    with office.store() as work:
        person, letter = _letter(work, letter_id, account, {LetterState.UNCLEAR})
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        moved = accepted(work, letter, "said", stamp)
        work.commit()
    return moved


def send_again(letter_id: str, account: AccountKey, *, office: Office) -> Outgoing:
    """Of one that nobody knew about, under the same Message-ID: a mail program that has it shows it
    once. It is judged anew before it leaves. Raises LetterElsewhere, NoRole."""
    now = office.clock()
    with office.store() as work:
        person, letter = _letter(work, letter_id, account, {LetterState.UNCLEAR})
        queued = replace(letter, state=LetterState.QUEUED, try_at=now)
        work.letters.move(queued, letter.state)
        record(work, LetterAgain(**about(letter)), office.stamp(now, person.person_id, Route.SLACK))
        look_at(work, queued, f"again {now.isoformat()}")
        work.commit()
    return queued


def withdraw(work: Work, letter: Outgoing, why: str, stamp: Stamp) -> Outgoing:
    """It is not sent, in the caller's transaction. Raises LostRace if it left meanwhile."""
    withdrawn = replace(letter, state=LetterState.WITHDRAWN, why=why, waits="")
    work.letters.move(withdrawn, letter.state)
    record(work, LetterWithdrawn(**about(letter), why=why), stamp)
    return withdrawn


def withdraw_waiting(work: Work, key: CustomerKey, why: str, stamp: Stamp) -> int:
    """All of a customer's notices that are queued; letters about what happened stay."""
    mine = [one for one in work.letters.waiting() if one.customer == key]
    notices = [one for one in mine if not one.draft.is_event()]
    for letter in notices:
        withdraw(work, letter, why, stamp)
    return len(notices)


def _letter(
    work: Work, letter_id: str, account: AccountKey, states: Iterable[LetterState]
) -> tuple[Person, Outgoing]:
    person = person_with(work, account, may_ask(work))
    letter = work.letters.hold(letter_id)
    if letter.state not in states:
        raise LetterElsewhere(name=letter.name, state=letter.state)
    return person, letter


def shown(letter_id: str, account: AccountKey, *, office: Office) -> Outgoing:
    """One letter with its text. Raises NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return work.letters.get(letter_id)


def of_customer(key: CustomerKey, account: AccountKey, *, office: Office) -> list[Outgoing]:
    """All letters to a customer, newest first. Raises NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return work.letters.of_customer(key)
