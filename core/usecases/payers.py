"""Accounts that others pay for. What a parent owes is shown with each of its children, and cuts
nobody off: only what is owed on an account that a person confirmed as a customer counts there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.accounts import pages_of
from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.exposure import expose
from core.domain.money import Money
from core.ports.store import Work


@dataclass(frozen=True, slots=True)
class Payer:
    """The account that pays for one of a customer's, and what is overdue there; None where nobody
    confirmed who it is, so that nothing of it is known."""

    pays_for: Debtor
    customer_ref: str
    name: str
    customer: CustomerKey | None
    overdue: Mapping[str, Money] | None


def payers_of(work: Work, key: CustomerKey, on: date) -> tuple[Payer, ...]:
    """Whoever pays for the accounts that are confirmed as this customer's, unless it is itself."""
    found = []
    for debtor in work.books.claims(key):
        if debtor.mapping is not MappingState.CONFIRMED:
            continue
        said = work.mappings.facts_of((debtor.source, debtor.customer_ref))
        if said.payer_ref:
            found.append(_payer(work, debtor, said.payer_ref, on))
    return tuple(one for one in found if one.customer != key)


def _payer(work: Work, debtor: Debtor, payer_ref: str, on: date) -> Payer:
    paying = work.books.debtor(debtor.source, payer_ref)
    confirmed = paying is not None and paying.mapping is MappingState.CONFIRMED
    customer = paying.customer if paying is not None and confirmed else None
    return Payer(
        pays_for=debtor,
        customer_ref=payer_ref,
        name=paying.name if paying is not None else payer_ref,
        customer=customer,
        overdue=_overdue(work, customer, (debtor.source, payer_ref), on) if customer else None,
    )


def _overdue(
    work: Work, customer: CustomerKey, key: tuple[str, str], on: date
) -> Mapping[str, Money]:
    """On that account alone: the payer may have others."""
    documents = [
        document
        for page in pages_of(work, customer, on)
        if (page.debtor.source, page.debtor.customer_ref) == key
        for document in page.documents
    ]
    return expose(documents, on).overdue()


def paid_for(work: Work, key: CustomerKey) -> tuple[Debtor, ...]:
    """The accounts that this customer pays for, whoever they are."""
    found = []
    for debtor in work.books.claims(key):
        if debtor.mapping is MappingState.CONFIRMED:
            refs = work.mappings.paid_by((debtor.source, debtor.customer_ref))
            known = (work.books.debtor(debtor.source, ref) for ref in refs)
            found += [one for one in known if one is not None and one.customer != key]
    return tuple(found)
