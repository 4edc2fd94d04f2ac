"""Where one customer stands on the ladder, why, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.domain.collecting import Judged
from core.domain.customers import Customer
from core.domain.explaining import Because, because
from core.domain.facts import Facts
from core.domain.forecast import Next, next_stage
from core.domain.people import AccountKey
from core.domain.plans import Plan, Reason
from core.domain.policy import Policy
from core.domain.positions import NoFloor
from core.domain.rungs import Rung, rungs
from core.domain.verdicts import Verdict, judge
from core.dossiers import facts_of
from core.gathering import may_ask
from core.places import local_date
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


@dataclass(frozen=True, slots=True)
class Filed:
    """Where the customer of a plan stood when it was filed, as recorded on that day or, where
    nothing is, None; and where it stands now."""

    plan: Plan
    then: Judged | None
    now: Explanation


def explain_plan(plan_id: str, *, office: Office) -> Filed | None:
    """None for a plan about no customer's debt."""
    with office.store.reading() as work:
        plan = work.plans.get(plan_id)
        key = plan.content.customer
        customer = work.customers.get(key) if key else None
        if key is None or customer is None or plan.content.reason is not Reason.NON_PAYMENT:
            return None
        then = work.verdicts.get(key, local_date(work, key, plan.content.filed_at))
        place = place_of(work, customer, office=office)
    return Filed(plan, then, explained(customer, place))


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
    """As it is on the customer's local date, by the policy that its open episode began with."""
    episode, on = work.episodes.open(customer.key), local_date(work, customer.key, office.clock())
    policy = work.policies.get(episode.policy) if episode else work.policies.current()
    facts = facts_of(work, customer.key, on, rules=policy.rules, office=office)
    try:
        verdict = judge(facts, policy.rules, on)
        return Place(policy, facts, verdict, next_stage(facts, policy.rules, verdict))
    except NoFloor as error:
        return Unjudged(policy, on, error.currency)
