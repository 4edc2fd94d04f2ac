"""Whom letters to a customer go to: named by a person, by the books, or by Partner Center."""

from __future__ import annotations

from collections.abc import Iterable

from core.domain.customers import CustomerKey
from core.domain.event import Stamp
from core.domain.events import ContactRemoved, ContactSaved, Route
from core.domain.letters import LANGUAGES
from core.domain.notice_errors import BadAddress, UnknownLanguage
from core.domain.notices import Contact, Source, is_address
from core.domain.people import AccountKey
from core.domain.plans import digest
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.finding import customer_of, person_with
from core.usecases.held_letters import go_on


def save(contact: Contact, account: AccountKey, *, office: Office) -> None:
    """Named by a person, so that it wins. Raises BadAddress, UnknownLanguage, UnknownCustomer,
    NoRole."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        _save(work, contact, office.stamp(office.clock(), person.person_id, Route.SLACK))
        work.commit()


def save_instead(contact: Contact, letter_id: str, account: AccountKey, *, office: Office) -> None:
    """In place of those that a person named and this letter did not reach. Raises as `save`."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        stamp = office.stamp(office.clock(), person.person_id, Route.SLACK)
        missed = work.letters.get(letter_id).draft.to
        for old in work.contacts.of(contact.customer):
            written = (old.source, old.kind) == (Source.PERSON, contact.kind)
            if written and old.address in missed:
                _remove(work, old, stamp)
        _save(work, contact, stamp)
        work.commit()


def save_all(contacts: Iterable[Contact], *, office: Office) -> int:
    """From a file at the terminal, all or none; returns how many are new or changed. Raises
    BadAddress, UnknownLanguage, UnknownCustomer."""
    stamp = office.stamp(office.clock(), "", Route.CLI)
    with office.store() as work:
        known = set(work.contacts.all())
        new = [one for one in contacts if one not in known]
        for contact in new:
            _save(work, contact, stamp)
        work.commit()
    return len(new)


def _save(work: Work, contact: Contact, stamp: Stamp) -> None:
    if not is_address(contact.address):
        raise BadAddress(text=contact.address)
    if contact.language not in LANGUAGES:
        raise UnknownLanguage(text=contact.language, known=LANGUAGES)
    customer_of(work, contact.customer)
    work.contacts.save(contact)
    event = ContactSaved(
        customer=str(contact.customer),
        kind=contact.kind.value,
        language=contact.language,
        address_digest=digest(contact.address),
    )
    record(work, event, stamp)
    go_on(work, stamp.at.isoformat(), stamp.at, customer=str(contact.customer))


def remove(contact: Contact, account: AccountKey, *, office: Office) -> None:
    """Letters go there no more. One that the books name comes back with them. Raises NoRole."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        _remove(work, contact, office.stamp(office.clock(), person.person_id, Route.SLACK))
        work.commit()


def _remove(work: Work, contact: Contact, stamp: Stamp) -> None:
    work.contacts.remove(contact)
    event = ContactRemoved(
        customer=str(contact.customer),
        kind=contact.kind.value,
        address_digest=digest(contact.address),
    )
    record(work, event, stamp)


def listed(*, office: Office) -> list[Contact]:
    """What persons and Partner Center named, for the terminal."""
    with office.store.reading() as work:
        return work.contacts.all()


def of_customer(key: CustomerKey, account: AccountKey, *, office: Office) -> list[Contact]:
    """Everybody that is known, the most trusted source first. Raises NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        order = list(Source)
        return sorted(work.contacts.of(key), key=lambda one: order.index(one.source))
