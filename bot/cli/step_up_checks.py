"""What a doctor says of second factors, and of customers whose account owners leave too few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.wiring import Ledger
from core.domain.customers import CustomerKey
from core.domain.plans import Action
from core.domain.quorums import quorums
from core.ports.store import Work
from core.usecases.roles import able, enrolled
from handlers.checkup import Finding, Mark

KEYLESS = "second factors: people are enrolled, and there is no master key to look at codes with"
ABOUT_CUSTOMERS = frozenset({Action.SUSPEND, Action.REINSTATE, Action.CANCEL})


def check_step_up(ledger: Ledger) -> Iterator[Finding]:
    """Nothing where nobody is enrolled and nobody owns an account. There is a policy to be read."""
    with ledger.office.store.reading() as work:
        factors = work.step_ups.factors()
        if factors and not ledger.settings.master_keys:
            yield Finding(Mark.NOTE, KEYLESS)
        if factors:
            counts = sum(one.counts for one in factors)
            said = f"second factors: {counts} count, {len(factors) - counts} wait"
            yield Finding(Mark.OK, said)
        yield from _owned(work)


def _owned(work: Work) -> Iterator[Finding]:
    """Can the votes on a customer's plans be given by those who do not own its account?"""
    owners: dict[CustomerKey, set[str]] = defaultdict(set)
    for one in work.account_owners.all():
        owners[one.customer].add(one.person_id)
    policy, holders, factors = work.policies.current(), able(work), enrolled(work)
    for key, barred in owners.items():
        found = quorums(policy, holders, enrolled=factors, barred=barred)
        mine = [one for one in found if one.action in ABOUT_CUSTOMERS and not one.feasible()]
        for quorum in mine:
            why = f"{quorum.needed} votes are needed, and at best {quorum.at_best} are left"
            name = _name(work, key)
            yield Finding(Mark.WRONG, f"account owners of {name}: {why} to {quorum.action}")


def _name(work: Work, key: CustomerKey) -> str:
    found = work.customers.get(key)
    return found.name if found else str(key)
