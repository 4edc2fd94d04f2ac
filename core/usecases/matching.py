"""Looks for who accounts in the books may be, after new books and whenever tenants were read. What
it finds is a proposal: nothing is anybody's before a person says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from core.domain.customers import Customer, CustomerKey, Debtor
from core.domain.events import AccountsMatched, Route
from core.domain.mapping import (
    NOTHING_SAID,
    AccountFacts,
    LedgerAccount,
    LedgerKey,
    Strength,
    Suggestion,
    common_domains,
    index,
    suggest,
)
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.carrying_over import in_parts

MATCH = "match"
# Of an account and what is found for it.
Found = tuple[LedgerKey, tuple[Suggestion, ...]]


def match_soon(work: Work, occasion: str) -> None:
    """In a transaction that brings new accounts or new tenants."""
    work.jobs.enqueue(Job(MATCH, f"{MATCH}:{occasion}", lane=MATCH))


def match(*, office: Office) -> None:
    """Once for every account that is nobody's. Proposals that are new are told."""
    with office.store.reading() as work:
        before = work.mappings.suggestions()
        found = _look(work)
    now = {key: suggestions for key, suggestions in found if suggestions}
    stood: dict[LedgerKey, list[Suggestion]] = {}
    for one in before:
        stood.setdefault(one.account, []).append(one)
    moved = [(key, each) for key, each in found if list(each) != stood.get(key, [])]
    in_parts(moved, _write, store=office.store)
    _tell(before, now, left=len(found), office=office)


def _write(work: Work, part: Sequence[Found]) -> None:
    found = [one for _, suggestions in part for one in suggestions]
    work.mappings.suggest([key for key, _ in part], found)


def _look(work: Work) -> list[Found]:
    nobodys = work.mappings.unmapped()
    if not nobodys:
        return []
    sources = sorted({debtor.source for debtor in nobodys})
    facts = {source: work.mappings.facts(source) for source in sources}
    common = common_domains(
        account for source in sources for account in _everybody(work, source, facts[source])
    )
    tenants, never = index(_tenants(work)), _turned_down(work)
    found = []
    for debtor in nobodys:
        key = debtor.source, debtor.customer_ref
        account = _described(debtor, facts[debtor.source])
        found.append((key, suggest(account, tenants, common, never.get(key, frozenset()))))
    return found


def _tenants(work: Work) -> Iterator[Customer]:
    registered = work.customers.registered()
    return (replace(one, registration=registered.get(one.key, "")) for one in work.customers.all())


def _everybody(
    work: Work, source: str, facts: Mapping[str, AccountFacts]
) -> Iterable[LedgerAccount]:
    return (_described(debtor, facts) for debtor in work.books.named_by(source))


def _described(debtor: Debtor, facts: Mapping[str, AccountFacts]) -> LedgerAccount:
    """A tenant id that the books name is a proposal of its own (core/usecases/names.py)."""
    said = facts.get(debtor.customer_ref, NOTHING_SAID)
    return LedgerAccount(
        source=debtor.source,
        customer_ref=debtor.customer_ref,
        name=debtor.name,
        domains=said.domains,
        registration=said.registration,
    )


def _turned_down(work: Work) -> dict[LedgerKey, set[CustomerKey]]:
    never: dict[LedgerKey, set[CustomerKey]] = {}
    for one in work.mappings.turned_down():
        never.setdefault(one.account, set()).add(one.customer)
    return never


def _tell(
    before: Iterable[Suggestion],
    now: Mapping[LedgerKey, tuple[Suggestion, ...]],
    *,
    left: int,
    office: Office,
) -> None:
    stood = {(one.account, one.customer) for one in before if one.is_proposal()}
    proposed = [one for each in now.values() for one in each if one.is_proposal()]
    new = Counter(one.strength for one in proposed if (one.account, one.customer) not in stood)
    if not new:
        return
    event = AccountsMatched(
        sure=new[Strength.SURE],
        likely=new[Strength.LIKELY],
        maybe=new[Strength.MAYBE],
        left=left - len(proposed),
    )
    with office.store() as work:
        record(work, event, office.stamp(office.clock(), "", Route.AUTOMATION))
        work.commit()
