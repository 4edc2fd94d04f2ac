"""Decide on credit: ask for a limit, agree to it or not, take it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from core.domain.credit import (
    LONGEST_REASON,
    Credit,
    CreditState,
    Proposal,
    check_proposal,
    needs_second,
)
from core.domain.credit_errors import CreditAlreadyOpen, CreditOver, OthersCredit, OwnCredit
from core.domain.credit_events import (
    CreditApproved,
    CreditAsked,
    CreditDrafted,
    CreditEnded,
    CreditRejected,
)
from core.domain.customers import Customer, CustomerKey
from core.domain.errors import ReasonMissing
from core.domain.event import Route, Stamp
from core.domain.people import AccountKey, Person
from core.domain.plans import digest
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note
from core.usecases.credit_jobs import draw, looked_at, tell
from core.usecases.credit_limits import look
from core.usecases.finding import customer_of, person_with


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants decided for a customer."""

    customer: CustomerKey
    proposal: Proposal


def draft(wish: Wish, account: AccountKey, *, office: Office) -> Credit:
    """Write down what may be asked for. Raises CreditUnfit, ReasonMissing, CreditAlreadyOpen,
    NoRole, NotEligible, UnknownCustomer."""
    with office.store() as work:
        person, customer = _who(work, wish, account, office)
        stamp = office.stamp(office.clock(), person.person_id, Route.SLACK)
        begun = _begun(work, wish, customer, stamp)
        credit = _save(work, begun, CreditState.DRAFT, office)
        text = digest(credit.proposal.reason)
        tell(work, credit, CreditDrafted(**_named(credit), reason_digest=text), stamp)
        work.commit()
    return credit


def ask(wish: Wish, account: AccountKey, *, office: Office) -> Credit:
    """A small limit is in force at once, any other waits for somebody else. Raises as `draft`
    does."""
    with office.store() as work:
        person, customer = _who(work, wish, account, office)
        stamp = office.stamp(office.clock(), person.person_id, Route.SLACK)
        begun = _begun(work, wish, customer, stamp)
        if _alone(work, wish.proposal, person):
            credit = _put_in_force(work, begun, stamp, office)
        else:
            credit = _save(work, begun, CreditState.PENDING, office)
            tell(work, credit, CreditAsked(**_named(credit), **_terms(credit)), stamp)
        work.commit()
    return credit


def approve(credit_id: str, account: AccountKey, *, office: Office) -> Credit:
    """Raises OwnCredit for whoever asked, CreditOver, NoRole, NotEligible, LostRace."""
    now = office.clock()
    with office.store() as work:
        credit = work.credits.hold(credit_id)
        person = _decider(work, credit, account)
        if credit.proposal.valid_until <= office.today(now):
            raise CreditOver(state=CreditState.EXPIRED)
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        credit = _put_in_force(work, credit, stamp, office)
        work.commit()
    return credit


def reject(credit_id: str, why: str, account: AccountKey, *, office: Office) -> Credit:
    """Raises as `approve` does, and ReasonMissing."""
    now = office.clock()
    with office.store() as work:
        credit = work.credits.hold(credit_id)
        person = _decider(work, credit, account)
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        rejected = _over(credit, CreditState.REJECTED, _reason(why), stamp)
        work.credits.update(rejected, credit.state)
        text = digest(rejected.why)
        event = CreditRejected(**_named(credit), requester=credit.requested_by, why_digest=text)
        tell(work, rejected, event, stamp)
        work.commit()
    return rejected


def withdraw(credit_id: str, why: str, account: AccountKey, *, office: Office) -> Credit:
    """What waits is taken back by whoever asked; a limit in force by anybody who may ask, at once.
    Raises OthersCredit, CreditOver, ReasonMissing, NoRole, NotEligible, LostRace."""
    now = office.clock()
    with office.store() as work:
        credit = work.credits.hold(credit_id)
        person = _taking_back(work, credit, account)
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        ended = end(work, credit, CreditState.WITHDRAWN, stamp, _reason(why))
        work.commit()
    return ended


def may_reject(credit_id: str, account: AccountKey, *, office: Office) -> Credit:
    """Before a form is filled in. Raises as `reject` does."""
    with office.store.reading() as work:
        credit = work.credits.get(credit_id)
        _decider(work, credit, account)
    return credit


def may_withdraw(credit_id: str, account: AccountKey, *, office: Office) -> Credit:
    """Before a form is filled in. Raises as `withdraw` does."""
    with office.store.reading() as work:
        credit = work.credits.get(credit_id)
        _taking_back(work, credit, account)
    return credit


def end(work: Work, credit: Credit, state: CreditState, stamp: Stamp, why: str = "") -> Credit:
    """It holds no longer, or never will; what took its place is told by itself. Raises LostRace."""
    ended = _over(credit, state, why, stamp)
    work.credits.update(ended, credit.state)
    event = CreditEnded(
        **_named(credit),
        before=credit.state.value,
        state=state.value,
        owner=credit.requested_by,
        why_digest=digest(why) if why else "",
    )
    if state is CreditState.SUPERSEDED:
        draw(work, ended, note(work, event, stamp))
    else:
        tell(work, ended, event, stamp)
    return ended


def _named(credit: Credit) -> dict[str, Any]:
    return {
        "credit_id": credit.credit_id,
        "customer": str(credit.customer),
        "limit": credit.limit.plain(),
        "currency": credit.currency,
    }


def _terms(credit: Credit) -> dict[str, Any]:
    """All else that is decided on."""
    proposal = credit.proposal
    return {
        "terms": proposal.terms.kind.value,
        "days": proposal.terms.days,
        "valid_until": proposal.valid_until.isoformat(),
        "review_on": proposal.review_on.isoformat(),
        "checks": credit.checks,
        "reason_digest": digest(proposal.reason),
    }


def _over(credit: Credit, state: CreditState, why: str, stamp: Stamp) -> Credit:
    """What was decided once keeps who decided it."""
    decided = credit.decided_at is not None
    return replace(
        credit,
        state=state,
        why=why,
        decided_by=credit.decided_by if decided else stamp.person_id,
        decided_at=credit.decided_at if decided else stamp.at,
        next_at=None,
        over_since=None,
    )


def _reason(why: str) -> str:
    """Raises ReasonMissing."""
    if not 0 < len(why.strip()) <= LONGEST_REASON:
        raise ReasonMissing()
    return why.strip()


def _who(work: Work, wish: Wish, account: AccountKey, office: Office) -> tuple[Person, Customer]:
    person = person_with(work, account, may_ask(work))
    customer = customer_of(work, wish.customer)
    check_proposal(wish.proposal, office.today(office.clock()))
    return person, customer


def _alone(work: Work, proposal: Proposal, person: Person) -> bool:
    """May this person put it in force without anybody else?"""
    policy = work.policies.current()
    able = person.has(*policy.approvals.ask, *policy.approvals.vote)
    return able and not needs_second(proposal.limit, policy.floors)


def _begun(work: Work, wish: Wish, customer: Customer, stamp: Stamp) -> Credit:
    """The draft there is with what is wanted now, or a new one; either rests on the whole file."""
    code = wish.proposal.limit.currency
    known = [one for one in work.credits.of_customer(customer.key) if one.currency == code]
    waiting = next((one for one in known if one.is_undecided()), None)
    if waiting is not None and waiting.state is CreditState.PENDING:
        raise CreditAlreadyOpen(customer=customer.name, currency=code)
    return Credit(
        credit_id=waiting.credit_id if waiting else str(uuid4()),
        customer=customer.key,
        proposal=wish.proposal,
        state=CreditState.DRAFT,
        requested_by=stamp.person_id,
        requested_at=stamp.at,
        checks=tuple(check.check_id for check in work.credits.checks(customer.key)),
    )


def _save(work: Work, credit: Credit, state: CreditState, office: Office) -> Credit:
    """From a draft, which may be no row yet. Raises LostRace."""
    saved = replace(credit, state=state)
    saved = replace(saved, next_at=looked_at(saved, office.today(office.clock()), office))
    known = {one.credit_id for one in work.credits.of_customer(credit.customer)}
    if credit.credit_id in known:
        work.credits.update(saved, credit.state)
    else:
        work.credits.add(saved)
    return saved


def _put_in_force(work: Work, credit: Credit, stamp: Stamp, office: Office) -> Credit:
    """In the place of what is in force; who is over it is known at once."""
    for one in work.credits.of_customer(credit.customer):
        if one.state is CreditState.APPROVED and one.currency == credit.currency:
            end(work, one, CreditState.SUPERSEDED, stamp)
    decided = replace(credit, decided_by=stamp.person_id, decided_at=stamp.at)
    approved = _save(work, decided, CreditState.APPROVED, office)
    event = CreditApproved(**_named(credit), **_terms(credit), requester=credit.requested_by)
    tell(work, approved, event, stamp)
    return look(work, approved, office=office)


def _taking_back(work: Work, credit: Credit, account: AccountKey) -> Person:
    person = person_with(work, account, may_ask(work))
    if credit.is_undecided() and credit.requested_by != person.person_id:
        raise OthersCredit()
    if not credit.is_undecided() and credit.state is not CreditState.APPROVED:
        raise CreditOver(state=credit.state)
    return person


def _decider(work: Work, credit: Credit, account: AccountKey) -> Person:
    """Whoever asked learns that first, and not which role is missing."""
    person = person_with(work, account, may_ask(work))
    if credit.state is not CreditState.PENDING:
        raise CreditOver(state=credit.state)
    if credit.requested_by == person.person_id:
        raise OwnCredit()
    return person_with(work, account, work.policies.current().approvals.vote)
