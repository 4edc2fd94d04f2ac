"""Break-glass: one person suspends alone, with a one-time code, and others agree afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core import containments
from core.domain.alerts import Alert
from core.domain.alone import Alone, BreakGlass
from core.domain.cases import Case
from core.domain.containment import ALONE_LAPSES, CONTAINED, State, deadlines
from core.domain.containment_errors import (
    AlertMissing,
    BreakGlassOff,
    NotAContainment,
    TooManyAlone,
    Unratified,
    WishChanged,
)
from core.domain.customers import Customer, CustomerKey, Subscription
from core.domain.errors import LostRace, NothingSelected, ReasonMissing
from core.domain.event import Route
from core.domain.events import GlassBroken
from core.domain.people import AccountKey, Person
from core.domain.planning import why_not
from core.domain.plans import Plan, PlanState, Reason, digest
from core.domain.secret import Secret
from core.domain.sole import about
from core.domain.step_up import Offer as Typed
from core.domain.step_up import Proof, Purpose
from core.domain.step_up_errors import CodeLapsed
from core.ports.office import Office
from core.ports.store import Work
from core.recording import advance_soon
from core.usecases import ratifying, step_up, suspension
from core.usecases.cases import find, take
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of, find_customer, person_with


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form offers, and what will happen. `alerts` are those that are open; `case` is the
    one it was asked from, if it was."""

    customer: Customer
    case: Case | None
    choices: tuple[Subscription, ...]
    alerts: tuple[Alert, ...]
    terms: BreakGlass
    ratify_by: datetime
    decide_by: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person put into the form. `alert` is the id of an open alert, or a reference of
    Microsoft's, which then comes with a `link` to it or the number of a ticket."""

    customer: CustomerKey
    subscription_ids: tuple[str, ...]
    reason: Reason
    note: str
    alert: str
    link: str = ""

    def details(self) -> dict[str, str]:
        """For whoever goes on once the code was right."""
        return {
            "customer": str(self.customer),
            "subscriptions": "\n".join(self.subscription_ids),
            "reason": self.reason.value,
            "note": self.note,
            "alert": self.alert,
            "link": self.link,
        }

    @staticmethod
    def of(details: Mapping[str, str]) -> Wish:
        return Wish(
            customer=CustomerKey.parse(details["customer"]),
            subscription_ids=tuple(filter(None, details["subscriptions"].split("\n"))),
            reason=Reason(details["reason"]),
            note=details["note"],
            alert=details["alert"],
            link=details["link"],
        )


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """What /breakglass <case or customer> can offer. Raises BreakGlassOff, NoRole, NotEligible,
    Unratified, NotAContainment, the refusals of step_up.check_enrolled and those of finding.py."""
    now = office.clock()
    with office.store.reading() as work:
        terms = work.policies.current().break_glass
        person = _allowed(work, account, terms)
        step_up.check_enrolled(work, person.person_id, Purpose.BREAK_GLASS, office)
        case = _case(work, text)
        customer = customer_of(work, case.customer) if case else find_customer(work, text)
        ratify_by, decide_by = _deadlines(work, now, terms, office)
        partner = office.partner(customer.key)
        known = work.customers.subscriptions(customer.key)
        return Offer(
            customer=customer,
            case=case,
            choices=tuple(one for one in known if why_not(one, partner) == ""),
            alerts=tuple(_open_alerts(work, customer.key)),
            terms=terms,
            ratify_by=ratify_by,
            decide_by=decide_by,
        )


def ask(wish: Wish, code: Secret, account: AccountKey, *, office: Office) -> str:
    """Close the code and have the worker look at it: nothing is filed before it was right. Returns
    the id of the offer. Raises what `offer` and `suspension.request_of` raise, and NothingSelected,
    ReasonMissing, AlertMissing, TooManyAlone, CodeMissing."""
    with office.store() as work:
        terms = work.policies.current().break_glass
        person = _allowed(work, account, terms)
        request = _request(work, wish, person, terms, office=office)
        offered = step_up.offer(
            work,
            Purpose.BREAK_GLASS,
            person.person_id,
            code,
            office=office,
            account=account,
            about=_about(work, request, wish, office.clock()),
            details=wish.details(),
        )
        work.commit()
    return offered


def carry_out(typed: Typed, proof: Proof, *, office: Office) -> Plan | None:
    """The code was right: file the plan, carry it out, and tell everybody. Does nothing the second
    time. Raises as `ask`, WishChanged where it would not be what the code was typed for, and
    CodeLapsed where whoever looked did not go on at once: nobody waits for it any more."""
    now, wish = office.clock(), Wish.of(typed.details)
    with office.store() as work:
        if not work.inbox.first(f"alone:{proof.proof_id}", now):
            return None
        if typed.lapsed(now):
            raise CodeLapsed()
        terms = work.policies.current().break_glass
        person = _allowed(work, typed.account, terms)
        request = _request(work, wish, person, terms, office=office)
        wanted = _about(work, request, wish, now)
        if not proof.is_for(Purpose.BREAK_GLASS, person.person_id, wanted):
            raise WishChanged()
        plan = _file(work, request, wish, proof, now, office=office)
        case = work.cases.get(plan.content.case_id or "")
        take(work, case, person.person_id, now=now, office=office)
        work.commit()
    return plan


def _allowed(work: Work, account: AccountKey, terms: BreakGlass) -> Person:
    if not terms.enabled:
        raise BreakGlassOff()
    person = person_with(work, account, terms.roles)
    other = work.containments.unratified_of(person.person_id)
    if other is not None:
        raise Unratified(customer=customer_of(work, other.customer).name)
    return person


def _case(work: Work, text: str) -> Case | None:
    """Where a number was typed. Raises UnknownCase, NotAContainment."""
    if not text.strip().lstrip("#").isdecimal():
        return None
    case = find(work, text)
    if case.kind not in CONTAINED or case.closed_at is not None:
        raise NotAContainment()
    return case


def _deadlines(
    work: Work, now: datetime, terms: BreakGlass, office: Office
) -> tuple[datetime, datetime]:
    decreed = work.policies.current().rules.timing.decreed
    return deadlines(now, terms, replace(office.own, decreed=decreed))


def _open_alerts(work: Work, key: CustomerKey) -> list[Alert]:
    return [one for one in work.alerts.of_customer(key) if one.is_to_act_on()]


def _request(
    work: Work, wish: Wish, person: Person, terms: BreakGlass, *, office: Office
) -> Request:
    _check(work, wish)
    plain = suspension.Wish(wish.customer, wish.subscription_ids, wish.reason, wish.note)
    customer = customer_of(work, wish.customer)
    request = suspension.request_of(work, plain, customer, person, office=office)
    if len(request.lines) > terms.most:
        raise TooManyAlone(most=terms.most, asked=len(request.lines))
    return request


def _check(work: Work, wish: Wish) -> None:
    if not wish.subscription_ids:
        raise NothingSelected()
    if not wish.note.strip():
        raise ReasonMissing()
    if wish.reason not in CONTAINED:
        raise NotAContainment()
    if wish.link.strip():
        found = bool(wish.alert.strip())
    else:
        found = wish.alert in {one.alert_id for one in _open_alerts(work, wish.customer)}
    if not found:
        raise AlertMissing()


def _about(work: Work, request: Request, wish: Wish, now: datetime) -> str:
    return about(
        wish.customer,
        requester=request.requester,
        reason=wish.reason,
        note_digest=work.text_keys.seal(digest(request.note), wish.customer, now),
        lines=request.lines,
        alert=wish.alert,
        link=wish.link,
    )


def _file(
    work: Work,
    request: Request,
    wish: Wish,
    proof: Proof,
    now: datetime,
    *,
    office: Office,
) -> Plan:
    policy = work.policies.current()
    until = _deadlines(work, now, policy.break_glass, office)
    alone = Alone(wish.alert, wish.link, proof.proof_id, *until)
    request = replace(request, alone=alone, lapses_at=now + ALONE_LAPSES)
    plan = file_plan(work, request, now=now, office=office)
    one = replace(
        containments.fresh(plan, wish.customer, wish.reason, policy.containment_hours, now),
        state=State.UNRATIFIED,
        next_at=alone.ratify_by,
        proof=alone.proof,
        ratify_by=alone.ratify_by,
        decide_by=alone.decide_by,
        spending=work.bills.spending(wish.customer),
    )
    try:
        work.containments.add(one)
    except LostRace:
        raise Unratified(customer=plan.content.customer_name) from None
    ratifying.ask(work, one, office=office)
    _tell(work, plan, one.containment_id, now, office=office)
    return advance_soon(work, work.plans.move(plan, PlanState.APPROVED))


def _tell(work: Work, plan: Plan, containment_id: str, now: datetime, *, office: Office) -> None:
    """Everybody who decides: in the thread, and each alone."""
    one, alone = work.containments.get(containment_id), plan.content.alone
    assert alone is not None
    called = tuple(p for p in containments.deciders(work) if p != one.requester)
    event = GlassBroken(
        plan_id=plan.plan_id,
        case_id=one.case_id,
        containment_id=containment_id,
        alert=alone.alert,
        proof=alone.proof,
        subscriptions=len(plan.content.lines),
        ratify_by=alone.ratify_by,
        decide_by=alone.decide_by,
        called=called,
    )
    containments.tell(work, one, event, office.stamp(now, one.requester, Route.SLACK))
    containments.call(work, one, called, "begun")
