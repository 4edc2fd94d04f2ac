"""Where one customer stands on the ladder, why, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.domain.customers import Customer
from core.domain.explaining import Because, because
from core.domain.facts import Facts
from core.domain.forecast import Next, next_stage
from core.domain.people import AccountKey
from core.domain.policy import Policy
from core.domain.positions import NoFloor
from core.domain.rungs import Rung, rungs
from core.domain.verdicts import Verdict, judge
from core.dossiers import facts_of, local_date
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import find_customer, person_with


@dataclass(frozen=True, slots=True)
class Place:
    """The verdict of a customer's local date, by a policy, and the stage that follows it if nothing
    is paid."""

    policy: Policy
    facts: Facts
    verdict: Verdict
    following: Next | None


@dataclass(frozen=True, slots=True)
class Unjudged:
    """The policy has no floor for a currency of this customer's."""

    policy: Policy
    on: date
    currency: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A place with its reasons and the whole ladder; without them where nothing was judged."""

    customer: Customer
    place: Place | Unjudged
    reasons: tuple[Because, ...] = ()
    rungs: tuple[Rung, ...] = ()


def explain(text: str, account: AccountKey, *, office: Office) -> Explanation:
    """One customer by name, domain, tenant id or invoice number. Raises NoRole, NotEligible and
    those of find_customer."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        place = place_of(work, customer, office=office)
    return explained(customer, place)


def explained(customer: Customer, place: Place | Unjudged) -> Explanation:
    if isinstance(place, Unjudged):
        return Explanation(customer, place)
    facts, verdict, rules = place.facts, place.verdict, place.policy.rules
    return Explanation(
        customer,
        place,
        tuple(because(verdict, facts, rules)),
        rungs(facts, rules, verdict),
    )


def place_of(work: Work, customer: Customer, *, office: Office) -> Place | Unjudged:
    """As it is on the customer's local date."""
    policy, on = work.policies.current(), local_date(work, customer.key, office.clock())
    facts = facts_of(work, customer.key, on, rules=policy.rules, office=office)
    try:
        verdict = judge(facts, policy.rules, on)
        return Place(policy, facts, verdict, next_stage(facts, policy.rules, verdict))
    except NoFloor as error:
        return Unjudged(policy, on, error.currency)
