"""What a policy would do with the customers in the books, and what an edited one would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from core.accounts import all_pages
from core.domain.comparing import Comparison, Past, compare, pairs_of, replay
from core.domain.customers import CustomerKey, MappingState
from core.domain.errors import BadInput
from core.domain.people import AccountKey
from core.domain.plans import Action
from core.domain.policy import Policy
from core.domain.simulation import Recorded, Subject
from core.domain.simulation_sums import Outlook, Scheme, outlooks
from core.dossiers import CHUNK, facts_in
from core.gathering import may_ask
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import person_with

SIMULATE = "simulate"
DAYS, PAST_DAYS = 30, 90
# Each of them has up to so many days of facts.
PAST_CHUNK = CHUNK // 10


@dataclass(frozen=True, slots=True)
class Simulated:
    """`edited` and what it changes are None where only the policy in force was asked about."""

    outlook: Outlook
    edited: Outlook | None = None
    changes: Comparison | None = None
    past: Past | None = None


def simulate(
    edited: Scheme | None, *, office: Office, days: int = DAYS, back: int = PAST_DAYS
) -> Simulated:
    """So many days from today on, under the policy in force and, where there is one, under an
    edited policy; of that also what it would have done with so many recorded days, if any."""
    on = office.today(office.clock())
    with office.store.reading() as work:
        schemes = [Scheme.of(work.policies.current())]
    schemes += [edited] if edited is not None else []
    found = beside(outlooks(_subjects(schemes[0], on, office=office), schemes, on, days))
    if edited is None or back == 0:
        return found
    histories = _histories(on - timedelta(days=back), office=office)
    return replace(found, past=replay(histories, schemes[0].rules, edited.rules))


def beside(found: Sequence[Outlook]) -> Simulated:
    """One outlook alone, or two and what the second changes."""
    if len(found) == 1:
        return Simulated(found[0])
    before, after = found
    return Simulated(before, after, compare(pairs_of(before.journeys, after.journeys)))


@dataclass(frozen=True, slots=True)
class Wish:
    """An edited policy by its version, or none; `place` is where it was asked for."""

    version: str
    place: str


def ask(wish: Wish, account: AccountKey, delivery: str, *, office: Office) -> None:
    """Thousands of customers take longer than an answer may, so it is brought. Raises NoRole."""
    with office.store() as work:
        person_with(work, account, may_ask(work))
        payload = {
            "team": account.team_id,
            "user": account.user_id,
            "version": wish.version,
            "place": wish.place,
        }
        work.jobs.enqueue(Job(SIMULATE, f"simulate:{delivery}", payload, priority=Priority.BULK))
        work.commit()


def let_in(account: AccountKey, *, office: Office) -> None:
    """Raises NoRole, NotEligible for whoever may not see what customers owe."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))


def kept_policy(prefix: str, *, office: Office) -> Policy:
    """A policy that was ever in force or proposed, by the beginning of its version. Raises BadInput
    for one that is not there, or not the only one."""
    with office.store.reading() as work:
        found = work.policies.versions(prefix.lower()) if prefix else []
        if len(found) != 1:
            raise BadInput(
                problem="more than one policy begins with {text}"
                if found
                else "no policy was kept whose version begins with {text}",
                text=prefix,
            )
        return work.policies.get(found[0])


def _subjects(scheme: Scheme, on: date, *, office: Office) -> Iterator[Subject]:
    """Customers of whom something is in the books, by name."""
    with office.store.reading() as work:
        names = _names(work)
        keys = iter(_in_the_books(work, on))
    while chunk := list(islice(keys, CHUNK)):
        with office.store.reading() as work:
            dossiers, filed = work.dossiers.of(chunk), _filed(work)
        for key in chunk:
            yield Subject(
                key=str(key),
                name=names.get(key, key.tenant_id),
                facts=facts_in(dossiers[key], on, rules=scheme.rules, office=office),
                filed=filed.get(key, frozenset()),
            )


def _names(work: Work) -> dict[CustomerKey, str]:
    return {one.key: one.name for one in work.customers.all()}


def _filed(work: Work) -> dict[CustomerKey, frozenset[Action]]:
    """What is proposed for each customer already."""
    contents = (plan.content for plan in work.plans.open() if not plan.halted)
    return {one.customer: frozenset({one.action}) for one in contents if one.customer is not None}


def _in_the_books(work: Work, on: date) -> list[CustomerKey]:
    """Confirmed customers with a document that counts."""
    named: dict[CustomerKey, str] = {}
    for page in all_pages(work, on):
        debtor = page.debtor
        is_confirmed = debtor.mapping is MappingState.CONFIRMED
        if is_confirmed and debtor.customer and any(doc.counts() for doc in page.documents):
            named.setdefault(debtor.customer, debtor.name)
    return sorted(named, key=lambda key: (named[key], str(key)))


def _histories(since: date, *, office: Office) -> Iterator[Sequence[Recorded]]:
    """The recorded days of each customer who has any."""
    with office.store.reading() as work:
        names = _names(work)
        keys = iter(sorted(work.verdicts.seen_on(), key=str))
    while chunk := list(islice(keys, PAST_CHUNK)):
        with office.store.reading() as work:
            found = work.verdicts.histories(chunk, since)
        for key, days in found.items():
            name = names.get(key, key.tenant_id)
            yield [Recorded(str(key), name, one.on, one.facts) for one in days]
