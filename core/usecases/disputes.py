"""Disputes of a part of an invoice: open one, settle it, let it run out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

from core.accounts import documents_of
from core.agreements import case_of, look_again, plainly
from core.domain.agreement_errors import DisputeOver, DisputeUnfit, Unfit, UnknownDocument
from core.domain.customers import Customer, CustomerKey
from core.domain.disputes import LONGEST_DAYS, USUAL_DAYS, Dispute, DisputeState
from core.domain.errors import LostRace, ReasonMissing
from core.domain.event import Stamp
from core.domain.events import DisputeEnded, DisputeOpened, Route
from core.domain.exposure import Document
from core.domain.money import parse_money, zero
from core.domain.notices import Meaning
from core.domain.people import AccountKey, Person
from core.domain.plans import digest
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.agreeing import case_for
from core.usecases.finding import customer_of, find_customer, person_with
from core.usecases.letter_replies import read_by_doing
from core.usecases.signal_payments import note_disputed


@dataclass(frozen=True, slots=True)
class Offer:
    """Invoices of which something may be disputed; `picked` is the one that was named."""

    customer: Customer
    documents: tuple[Document, ...]
    picked: Document | None
    until: date


@dataclass(frozen=True, slots=True)
class Wish:
    """`document` as handle_of names it; `amount` as it was typed, in the invoice's currency, empty
    for all that is open; `reply_id` is the reply that says so, if one does."""

    customer: CustomerKey
    document: str
    amount: str
    until: date
    reason: str
    reply_id: str = ""


def handle_of(document: Document) -> str:
    """A short name of a document for a form: source and id may be long."""
    return hashlib.sha256(f"{document.source}\n{document.document_id}".encode()).hexdigest()[:32]


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """What of a customer's may be disputed. Raises NoRole, NotEligible, UnknownDocument where
    nothing is open, and those of find_customer."""
    today = office.today(office.clock())
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        documents = disputable(work, customer.key, today)
    if not documents:
        raise UnknownDocument(text=text.strip())
    named = text.strip().casefold()
    picked = next((doc for doc in documents if doc.number.casefold() == named), None)
    until = today + timedelta(days=USUAL_DAYS)
    return Offer(customer, tuple(documents), picked, until)


def disputable(work: Work, key: CustomerKey, today: date) -> list[Document]:
    """Invoices with something open, oldest first, but for those with an undecided dispute."""
    taken = {(one.source, one.document_id) for one in work.disputes.of(key) if one.state == "open"}
    found = [
        doc
        for doc in documents_of(work, key, today)
        if doc.counts() and doc.open > zero(doc.open.currency)
    ]
    free = [doc for doc in found if (doc.source, doc.document_id) not in taken]
    return sorted(free, key=lambda doc: (doc.due or today, doc.number))


def dispute(wish: Wish, account: AccountKey, *, office: Office) -> Dispute:
    """Take a part of an invoice out of what is overdue, at once. Raises ReasonMissing,
    UnknownDocument, BadAmount, DisputeUnfit, NoRole, NotEligible."""
    if not wish.reason.strip():
        raise ReasonMissing()
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer, today = customer_of(work, wish.customer), office.today(now)
        document = _named(work, wish, today)
        opened = _opened(wish, customer, document, person, today)
        work.disputes.add(opened)
        case = case_for(work, customer.key, person, office=office)
        event = DisputeOpened(
            case_id=case.case_id,
            customer=str(customer.key),
            dispute_id=opened.dispute_id,
            number=opened.number,
            amount=plainly(opened.amount),
            until=opened.until.isoformat(),
            reason_digest=digest(opened.reason),
        )
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        note_disputed(work, opened, document, office=office)
        look_again(work, opened.dispute_id)
        if wish.reply_id:
            read_by_doing(work, wish.reply_id, Meaning.DISPUTE, person, office=office)
        work.commit()
    return opened


def _named(work: Work, wish: Wish, today: date) -> Document:
    documents = disputable(work, wish.customer, today)
    found = next((doc for doc in documents if handle_of(doc) == wish.document), None)
    if found is None:
        raise UnknownDocument(text="")
    return found


def _opened(
    wish: Wish, customer: Customer, document: Document, person: Person, today: date
) -> Dispute:
    typed = wish.amount.strip()
    amount = parse_money(typed, document.open.currency) if typed else document.open
    if amount <= zero(amount.currency):
        raise DisputeUnfit(why=Unfit.NOT_POSITIVE)
    if document.open < amount:
        raise DisputeUnfit(why=Unfit.TOO_MUCH)
    if wish.until < today:
        raise DisputeUnfit(why=Unfit.PAST)
    if wish.until > today + timedelta(days=LONGEST_DAYS):
        raise DisputeUnfit(why=Unfit.TOO_FAR)
    return Dispute(
        dispute_id=str(uuid4()),
        customer=customer.key,
        source=document.source,
        document_id=document.document_id,
        number=document.number,
        amount=amount,
        reason=wish.reason.strip(),
        opened_by=person.person_id,
        opened_on=today,
        until=wish.until,
    )


def settle(dispute_id: str, to: DisputeState, account: AccountKey, *, office: Office) -> Dispute:
    """Decide a dispute for the customer or against it. Raises DisputeOver, NoRole, NotEligible."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        seen, today = work.disputes.get(dispute_id), office.today(now)
        if not seen.runs(today):
            raise DisputeOver(number=seen.number)
        sighting = work.books.sighting(seen.source, seen.document_id)
        moved = replace(
            seen,
            state=to,
            settled_on=today,
            settled_by=person.person_id,
            open_then=sighting.document.open if sighting.document else None,
        )
        _end(work, moved, seen, office.stamp(now, person.person_id, Route.SLACK))
        look_again(work, f"{dispute_id}:settled")
        work.commit()
    return moved


def expire_all(*, office: Office) -> None:
    """Disputes whose last day is over ended against the customer."""
    now = office.clock()
    today = office.today(now)
    with office.store.reading() as work:
        over = [one for one in work.disputes.open() if one.until < today]
    for one in over:
        with office.store() as work:
            moved = replace(one, state=DisputeState.EXPIRED, settled_on=one.until)
            try:
                _end(work, moved, one, office.stamp(now, "", Route.AUTOMATION))
            except LostRace:
                continue
            work.commit()


def _end(work: Work, moved: Dispute, seen: Dispute, stamp: Stamp) -> None:
    work.disputes.update(moved, seen)
    event = DisputeEnded(
        case_id=case_of(work, moved.customer),
        customer=str(moved.customer),
        dispute_id=moved.dispute_id,
        number=moved.number,
        amount=plainly(moved.amount),
        state=moved.state.value,
    )
    record(work, event, stamp)
