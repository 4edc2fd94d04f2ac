"""A person says who an account in the books is: somebody else than was proposed, nobody, or no
longer the customer that it was confirmed to be, which takes a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.errors import LostRace, ReasonMissing
from core.domain.events import MappingChanged, MappingTurnedDown, Route, Stamp
from core.domain.mapping import Change, LedgerKey, Strength, Suggestion
from core.domain.mapping_errors import MappingUnchanged, UnknownLedgerAccount
from core.domain.people import AccountKey, Role
from core.domain.plans import digest
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import REVIEW, record
from core.usecases.finding import customer_of, person_with
from core.usecases.matching import match_soon
from core.usecases.names import say_who


@dataclass(frozen=True, slots=True)
class Seen:
    """Who an account was when somebody looked at it."""

    mapping: MappingState
    customer: CustomerKey | None

    @classmethod
    def of(cls, debtor: Debtor) -> Seen:
        return cls(debtor.mapping, debtor.customer)

    @property
    def confirmed(self) -> CustomerKey | None:
        return self.customer if self.mapping is MappingState.CONFIRMED else None


@dataclass(frozen=True, slots=True)
class Wish:
    """Who it is said to be, nobody where that is None; what was `seen` before, and why."""

    account: LedgerKey
    seen: Seen
    customer: CustomerKey | None
    reason: str = ""


def settle(
    wish: Wish, account: AccountKey, *, office: Office, route: Route = Route.SLACK
) -> Debtor:
    """The account as it stands then. Raises NoRole, NotEligible, ReasonMissing, MappingUnchanged,
    UnknownLedgerAccount, UnknownCustomer, and LostRace where somebody else was quicker."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, frozenset(Role))
        debtor = work.books.debtor(*wish.account)
        if debtor is None:
            raise UnknownLedgerAccount(text=wish.account[1])
        if Seen.of(debtor) != wish.seen:
            raise LostRace(state="changed")
        stamp = office.stamp(now, person.person_id, route)
        settled = _settle(work, debtor, wish, stamp)
        work.commit()
    return settled


def _settle(work: Work, debtor: Debtor, wish: Wish, stamp: Stamp) -> Debtor:
    before, customer = wish.seen.confirmed, wish.customer
    if before is not None and not wish.reason.strip():
        raise ReasonMissing()
    denied = _denied(work, debtor, customer)
    if customer is not None:
        customer_of(work, customer)
    if before == customer and (customer is not None or not denied):
        raise MappingUnchanged(name=debtor.name)
    work.mappings.turn_down(denied)
    if customer is not None:
        work.mappings.take_up(wish.account, customer)
    settled = _write(work, debtor, wish, denied, stamp)
    if customer is None:
        match_soon(work, f"{debtor.source}:{debtor.customer_ref}:{stamp.at.isoformat()}")
    _look_again(work, {debtor.customer, customer} - {None}, stamp)
    return settled


def _denied(work: Work, debtor: Debtor, customer: CustomerKey | None) -> list[Suggestion]:
    """Whoever it is not, so that nobody proposes it again: what stood for it, and what it was."""
    key = debtor.source, debtor.customer_ref
    found = {one.customer: one for one in work.mappings.suggested_for(key)}
    if debtor.customer is not None:
        was = Suggestion(*key, debtor.customer, Strength.CANDIDATE, ())
        found.setdefault(debtor.customer, was)
    return [one for one in found.values() if one.customer != customer]


def _write(
    work: Work, debtor: Debtor, wish: Wish, denied: Iterable[Suggestion], stamp: Stamp
) -> Debtor:
    before = wish.seen.confirmed
    if before is not None:
        return _change(work, debtor, wish, before, stamp)
    if wish.customer is not None:
        return say_who(work, debtor, wish.customer, stamp)
    event = MappingTurnedDown(
        source=debtor.source,
        customer_ref=debtor.customer_ref,
        customers=tuple(sorted(str(one.customer) for one in denied)),
    )
    record(work, event, stamp)
    return _save(work, debtor, None)


def _change(work: Work, debtor: Debtor, wish: Wish, before: CustomerKey, stamp: Stamp) -> Debtor:
    reason = wish.reason.strip()
    change = Change(str(uuid4()), debtor.source, debtor.customer_ref, before, reason, stamp.at)
    work.mappings.note(change)
    event = MappingChanged(
        source=debtor.source,
        customer_ref=debtor.customer_ref,
        customer=str(before),
        after=str(wish.customer or ""),
        change_id=change.change_id,
        reason_digest=digest(reason),
    )
    record(work, event, stamp)
    return _save(work, debtor, wish.customer)


def _save(work: Work, debtor: Debtor, customer: CustomerKey | None) -> Debtor:
    state = MappingState.CONFIRMED if customer is not None else MappingState.UNMAPPED
    settled = replace(debtor, mapping=state, customer=customer)
    work.books.save_debtor(settled)
    return settled


def _look_again(work: Work, customers: Iterable[CustomerKey | None], stamp: Stamp) -> None:
    """Plans that rest on what these customers owe may have lost their reason."""
    meant = set(customers)
    for plan in work.plans.open():
        if plan.content.customer in meant:
            work.jobs.enqueue(Job(REVIEW, f"review:{plan.plan_id}:{stamp.at.isoformat()}"))
