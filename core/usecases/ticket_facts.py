"""What a service request says besides what a person wrote: ids, what we did, the case's course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.domain.alerts import Alert
from core.domain.cases import Case
from core.domain.customers import Customer, Generation, Subscription
from core.domain.events import IntentWritten, Recorded, StepSettled
from core.domain.partners import Partner
from core.domain.plans import Plan
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.plan_view import card_link


@dataclass(frozen=True, slots=True)
class Deed:
    """A change that we sent, with the ids by which Microsoft finds it in its logs."""

    at: datetime
    verb: str
    subscription_id: str
    name: str
    by: str
    state: str
    request_id: str
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`course` are the case's events, oldest first; `people` by person id; `alerts` are what
    Microsoft itself saw."""

    partner: Partner
    customer: Customer
    case: Case
    subscriptions: tuple[Subscription, ...]
    deeds: tuple[Deed, ...]
    course: tuple[Recorded, ...]
    links: tuple[str, ...]
    people: Mapping[str, str]
    alerts: tuple[Alert, ...] = ()

    def licences(self) -> list[Subscription]:
        return [one for one in self.subscriptions if one.generation is not Generation.AZURE]

    def azure(self) -> list[Subscription]:
        return [one for one in self.subscriptions if one.generation is Generation.AZURE]


def facts_of(work: Work, case: Case, *, office: Office) -> Facts:
    customer = work.customers.get(case.customer)
    course = tuple(work.events.of_case(case.case_id))
    plans = _plans(work, course)
    people = {r.stamp.person_id for r in course} | {p.content.requester for p in plans}
    names = {one: person.name for one, person in work.people.each(people).items()}
    links = [card_link(work.events.of_plan(plan.plan_id)) for plan in plans]
    return Facts(
        partner=office.partner(case.customer),
        customer=customer or Customer(case.customer, str(case.customer), ""),
        case=case,
        subscriptions=tuple(work.customers.subscriptions(case.customer)),
        deeds=tuple(deed for plan in plans for deed in _deeds(work, plan, names)),
        course=course,
        links=tuple(filter(None, [case.link, *links])),
        people=names,
        alerts=tuple(one for one in work.alerts.of_case(case.case_id) if not one.is_test),
    )


def _plans(work: Work, course: tuple[Recorded, ...]) -> list[Plan]:
    """Those of the case, each once, in the order in which they came."""
    named = dict.fromkeys(r.event.plan_id for r in course if r.event.plan_id)
    return [work.plans.get(plan_id) for plan_id in named]


def _deeds(work: Work, plan: Plan, people: Mapping[str, str]) -> list[Deed]:
    events = work.events.of_plan(plan.plan_id)
    states = {
        (r.event.step_id, r.event.attempt): r.event.state
        for r in events
        if isinstance(r.event, StepSettled)
    }
    names = {line.subscription_id: line.name for line in plan.content.lines}
    return [
        Deed(
            at=recorded.stamp.at,
            verb=event.verb,
            subscription_id=event.subscription_id,
            name=names.get(event.subscription_id, ""),
            by=people.get(plan.content.requester, ""),
            state=states.get((event.step_id, event.attempt), ""),
            request_id=event.request_id,
            correlation_id=event.correlation_id,
        )
        for recorded in events
        if isinstance(event := recorded.event, IntentWritten)
    ]
