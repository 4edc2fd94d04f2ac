"""Ask to write documents off: two other people decide, and nothing is ever reinstated by it."""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts import documents_of
from core.domain.agreement_errors import NothingToWriteOff, UnknownDocument
from core.domain.customers import Customer, CustomerKey
from core.domain.errors import ReasonMissing
from core.domain.event import Route
from core.domain.exposure import Document
from core.domain.people import AccountKey
from core.domain.plans import Action, Basis, Plan
from core.gathering import may_ask
from core.ports.office import Office
from core.usecases.agreeing import case_for, check_alone
from core.usecases.disputes import handle_of
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of, find_customer, person_with


@dataclass(frozen=True, slots=True)
class Offer:
    customer: Customer
    documents: tuple[Document, ...]
    quorum: int


@dataclass(frozen=True, slots=True)
class Wish:
    """`documents` as handle_of names them."""

    customer: CustomerKey
    documents: tuple[str, ...]
    reason: str


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """Invoices that could be written off. Raises UnknownDocument where there are none, NoRole,
    NotEligible and those of find_customer."""
    today = office.today(office.clock())
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        found = [doc for doc in documents_of(work, customer.key, today) if doc.counts()]
        quorum = work.policies.current().approvals.quorum_of(Action.WRITE_OFF)
    if not found:
        raise UnknownDocument(text=text.strip())
    return Offer(customer, tuple(found), quorum)


def ask(wish: Wish, account: AccountKey, *, office: Office) -> Plan:
    """File the plan. Raises ReasonMissing, NothingToWriteOff, PlanAlreadyOpen, NoRole,
    NotEligible."""
    if not wish.reason.strip():
        raise ReasonMissing()
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, wish.customer)
        documents = documents_of(work, customer.key, office.today(now))
        chosen = [doc for doc in documents if doc.counts() and handle_of(doc) in wish.documents]
        if not chosen:
            raise NothingToWriteOff()
        case = case_for(work, customer.key, person, office=office)
        check_alone(work, Action.WRITE_OFF, case, person)
        request = Request(
            action=Action.WRITE_OFF,
            requester=person.person_id,
            filed_by=person.person_id,
            route=Route.SLACK,
            note=wish.reason.strip(),
            basis=tuple(_basis(doc) for doc in chosen),
            about=customer.name,
            case=case,
        )
        plan = file_plan(work, request, now=now, office=office)
        work.commit()
    return plan


def _basis(doc: Document) -> Basis:
    due = doc.due or doc.issued
    return Basis(doc.source, doc.document_id, doc.number, due, doc.open, doc.disputed)
