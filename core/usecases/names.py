"""Who is who: names in the books, the tenants they are said to be, and a person who confirms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.errors import LostRace
from core.domain.events import Event, MappingConfirmed, MappingsConfirmed, Route, Stamp
from core.domain.people import AccountKey, Role
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.records import Snapshot
from core.ports.store import Store, Work
from core.recording import REVIEW, note, record
from core.usecases.carrying_over import in_parts
from core.usecases.finding import person_with

Tell = Callable[[Work, Event, Stamp], int]


@dataclass(frozen=True, slots=True)
class Known:
    """Names that are somebody already, and that these books change: they change with them."""

    renamed: tuple[Debtor, ...]
    proposed: tuple[Debtor, ...]

    def save(self, work: Work) -> None:
        work.books.rename(self.renamed)
        work.books.save_debtors(self.proposed)


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
        renamed=tuple(new for old, new in somebody if new.customer == old.customer),
        proposed=tuple(new for old, new in somebody if new.customer != old.customer),
    )


def _said(work: Work, snapshot: Snapshot, known: dict[str, Debtor]) -> list[Debtor]:
    """Every name in the snapshot as it shall stand. One with several tenants is a new proposal
    each time, so that a person looks at it."""
    tenants: dict[str, list[CustomerKey]] = {}
    for customer in work.customers.all():
        tenants.setdefault(customer.key.tenant_id, []).append(customer.key)
    said: dict[str, Debtor] = {}
    for source, ref, name, tenant_id in work.books.named_tenants(snapshot.snapshot_id):
        stands = said.get(ref) or known.get(ref)
        stands = stands or Debtor(source, ref, name, MappingState.UNMAPPED)
        keys = tenants.get(tenant_id, [])
        if len(keys) == 1 and stands.customer != keys[0]:
            stands = replace(stands, mapping=MappingState.PROPOSED, customer=keys[0])
        said[ref] = replace(stands, name=max(name, stands.name) if ref in said else name)
    return list(said.values())


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
    if debtor is None or debtor.customer != match.customer:
        return None
    debtor = replace(debtor, mapping=MappingState.CONFIRMED)
    work.books.save_debtor(debtor)
    event = MappingConfirmed(
        source=match.source, customer_ref=match.customer_ref, customer=str(match.customer)
    )
    tell(work, event, stamp)
    return debtor
