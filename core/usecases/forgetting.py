"""Forget people at a customer: their names and addresses are erased, and that something was done
stays on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.domain.customers import Customer, CustomerKey
from core.domain.erasure import Erasure, Kept
from core.domain.erasure_errors import NobodyFound, StillNeeded
from core.domain.events import PersonalDataErased, Route
from core.domain.notices import ON_ITS_WAY
from core.domain.phrases import Phrase
from core.ports.erasing import Someone
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.finding import administrator, find_customer

USAGE = "forget contoso --by U012AB3CD --address greta@contoso.example"


class Needed(Phrase):
    """What keeps personal data from being erased for now."""

    CASE = "an open case"
    PLAN = "an open plan"
    TICKET = "an open service request"
    LETTER = "a letter on its way"
    REPLY = "a reply that nobody read"
    DEBT = "an open document"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased, or would be."""

    customer: Customer
    erased: Mapping[Kept, int]


def forget(text: str, address: str, *, by: str, office: Office, really: bool = False) -> Forgotten:
    """Of everybody at a customer, or of the person with one address. Unless `really`, nothing is
    changed. Raises BadInput, NoRole, NotEligible, StillNeeded, NobodyFound and those of
    find_customer."""
    now = office.clock()
    with office.store() as work:
        person = administrator(work, by, USAGE)
        customer = find_customer(work, text)
        erasure = _erasure(work.erasing.people(customer.key), address)
        if address and not erasure.names:
            raise NobodyFound(customer=customer.name, address=address)
        needed = list(_needed(work, customer.key, erasure))
        if needed:
            raise StillNeeded(customer=customer.name, why=needed)
        found = Forgotten(customer, work.erasing.erase(customer.key, erasure))
        if really:
            for whose in (customer.key, None):
                work.text_keys.forget(work.text_keys.outlived(whose))
            event = _event(found, erasure)
            record(work, event, office.stamp(now, person.person_id, Route.CLI))
            work.commit()
    return found


def _event(found: Forgotten, erasure: Erasure) -> PersonalDataErased:
    return PersonalDataErased(
        customer=str(found.customer.key),
        everybody=int(erasure.everybody),
        contacts=found.erased[Kept.CONTACTS],
        books=found.erased[Kept.BOOKS],
        letters=found.erased[Kept.LETTERS],
        replies=found.erased[Kept.REPLIES],
        cards=found.erased[Kept.CARDS],
        texts=found.erased[Kept.TEXTS],
    )


def _erasure(people: Sequence[Someone], address: str) -> Erasure:
    wanted = address.casefold()
    meant = [one for one in people if not wanted or one.address.casefold() == wanted]
    names = {text for one in meant for text in (one.address, one.name) if text}
    return Erasure(frozenset(names), everybody=not address)


def _needed(work: Work, key: CustomerKey, erasure: Erasure) -> Iterator[Needed]:
    """One person is needed only while something is on its way to or from that person; everybody
    is, as long as there is something to clear up or to claim."""
    on_its_way = (one.draft for one in work.letters.of_customer(key) if one.state in ON_ITS_WAY)
    if any(erasure.everybody or erasure.touches(*draft.to) for draft in on_its_way):
        yield Needed.LETTER
    unread = [one.sender for one in work.letters.unread(key)]
    strangers = (one.sender for one in work.letters.unread_of_nobody())
    if (unread and erasure.everybody) or erasure.touches(*unread, *strangers):
        yield Needed.REPLY
    if not erasure.everybody:
        return
    if work.cases.open_for(key):
        yield Needed.CASE
    if work.plans.open_for(key) is not None:
        yield Needed.PLAN
    if work.tickets.open_for(key):
        yield Needed.TICKET
    if any(document.open.amount for page in work.books.account(key) for document in page.documents):
        yield Needed.DEBT
