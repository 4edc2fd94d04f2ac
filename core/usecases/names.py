"""Who is who: names in the books, the tenants they are said to be, and a person who confirms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.errors import LostRace
from core.domain.events import Event, MappingConfirmed, MappingsConfirmed, Route, Stamp
from core.domain.mapping import LedgerKey
from core.domain.people import AccountKey, Role
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.records import Snapshot
from core.ports.store import Store, Work
from core.recording import REVIEW, note, record
from core.usecases.carrying_over import in_parts
from core.usecases.finding import person_with
from core.usecases.matching import match_soon

Tell = Callable[[Work, Event, Stamp], int]


@dataclass(frozen=True, slots=True)
class Known:
    """Names that are somebody already, and that these books change: they change with them."""

    snapshot_id: str
    renamed: tuple[Debtor, ...]
    proposed: tuple[Debtor, ...]

    def save(self, work: Work) -> None:
        """Whoever is nobody still may be somebody that the books do not name."""
        work.books.rename(self.renamed)
        work.books.save_debtors(self.proposed)
        match_soon(work, self.snapshot_id)


def meet_names(snapshot: Snapshot, *, store: Store) -> Known:
    """A tenant id that Partner Center knows is a proposal; one that changed must be confirmed
    again. Whoever is nobody yet is noted at once, since no money is anybody's by that."""
    with store.reading() as work:
        known = {debtor.customer_ref: debtor for debtor in work.books.named_by(snapshot.source)}
        said = _said(work, snapshot, known)
    told = [(known.get(one.customer_ref), one) for one in said]
    nobody = [new for old, new in told if new != old and (old is None or old.customer is None)]
    somebody = [(old, new) for old, new in told if new != old and old and old.customer]
    in_parts(nobody, lambda work, part: work.books.introduce(part), store=store)
    return Known(
        snapshot_id=snapshot.snapshot_id,
        renamed=tuple(new for old, new in somebody if new.customer == old.customer),
        proposed=tuple(new for old, new in somebody if new.customer != old.customer),
    )


def _said(work: Work, snapshot: Snapshot, known: dict[str, Debtor]) -> list[Debtor]:
    """Every name in the snapshot as it shall stand. One with several tenants is a new proposal
    each time, so that a person looks at it."""
    tenants: dict[str, list[CustomerKey]] = {}
    for customer in work.customers.all():
        tenants.setdefault(customer.key.tenant_id, []).append(customer.key)
    said, never = dict[str, Debtor](), _turned_down(work)
    for source, ref, name, tenant_id in work.books.named_tenants(snapshot.snapshot_id):
        stands = said.get(ref) or known.get(ref)
        stands = stands or Debtor(source, ref, name, MappingState.UNMAPPED)
        keys = [key for key in tenants.get(tenant_id, []) if ((source, ref), key) not in never]
        if len(keys) == 1 and stands.customer != keys[0]:
            stands = replace(stands, mapping=MappingState.PROPOSED, customer=keys[0])
        said[ref] = replace(stands, name=max(name, stands.name) if ref in said else name)
    return list(said.values())


def _turned_down(work: Work) -> set[tuple[LedgerKey, CustomerKey]]:
    """What a person said it is not."""
    return {(one.account, one.customer) for one in work.mappings.turned_down()}


@dataclass(frozen=True, slots=True)
class Match:
    """A name in the books and the tenant it is said to be."""

    source: str
    customer_ref: str
    customer: CustomerKey


def confirm(matches: Sequence[Match], account: AccountKey, *, office: Office) -> list[Debtor]:
    """A person says that these names in the books are these tenants. One whose proposal changed
    meanwhile is left for a new look. Raises NoRole, LostRace when all of them changed."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, frozenset(Role))
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        tell = record if len(matches) == 1 else note
        found = [_confirm(work, match, stamp, tell) for match in matches]
        confirmed = [debtor for debtor in found if debtor is not None]
        if not confirmed:
            raise LostRace(state="changed")
        if len(matches) > 1:
            sources = tuple(sorted({match.source for match in matches}))
            record(work, MappingsConfirmed(count=len(confirmed), sources=sources), stamp)
        meant = {match.customer for match in matches}
        for plan in work.plans.open():
            if plan.content.customer in meant:
                work.jobs.enqueue(Job(REVIEW, f"review:{plan.plan_id}:{now.isoformat()}"))
        work.commit()
    return confirmed


def _confirm(work: Work, match: Match, stamp: Stamp, tell: Tell) -> Debtor | None:
    debtor = work.books.debtor(match.source, match.customer_ref)
    if debtor is None or not stands(work, debtor, match.customer):
        return None
    return say_who(work, debtor, match.customer, stamp, tell)


def stands(work: Work, debtor: Debtor, customer: CustomerKey) -> bool:
    """Do the books still say so, or is it still proposed for somebody who is nobody yet?"""
    if debtor.customer is not None:
        return debtor.customer == customer
    suggested = work.mappings.suggested_for((debtor.source, debtor.customer_ref))
    return any(one.customer == customer for one in suggested)


def say_who(
    work: Work, debtor: Debtor, customer: CustomerKey, stamp: Stamp, tell: Tell = record
) -> Debtor:
    """From now on an account is this customer."""
    known = replace(debtor, mapping=MappingState.CONFIRMED, customer=customer)
    work.books.save_debtor(known)
    event = MappingConfirmed(
        source=debtor.source, customer_ref=debtor.customer_ref, customer=str(customer)
    )
    tell(work, event, stamp)
    return known
