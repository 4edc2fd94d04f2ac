"""The course of a containment: begun when its plan is over, its owner asked when its time is, and
what one person did alone decided when nobody else did."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core import containments
from core.domain.containment import (
    CALL_AGAIN,
    CONTAINING,
    OWNER_ALONE,
    Act,
    Attack,
    Containment,
    State,
    concerns,
    due,
    fell,
)
from core.domain.event import Route, Stamp
from core.domain.events import ContainmentAsked, RatificationDue, RolledBack, StaysUnratified
from core.domain.paging import Why
from core.domain.people import Role
from core.domain.planning import IN_AZURE
from core.domain.plans import AUTOMATIC, DONE_STEPS, Action, Plan, PlanState
from core.ports.office import Office
from core.ports.store import Work
from core.recording import advance_soon, end_plan, halt_plan
from core.usecases import ratifying
from core.usecases.filing import file_plan
from core.usecases.finding import customer_of
from core.usecases.reinstatement import release_of

# What is under way when nobody agreed in time is ended first.
ENDING = timedelta(minutes=5)


def follow(plan_id: str, *, office: Office) -> None:
    """What it means for containments that this plan is over. Does nothing the second time."""
    with office.store() as work:
        plan = work.plans.get(plan_id)
        if plan.is_open() or not concerns(plan.content):
            return
        match plan.content.action:
            case Action.RATIFY:
                _voted_down(work, plan, office=office)
            case Action.REINSTATE:
                _lifted(work, plan, office=office)
            case action if action in CONTAINING:
                _contained(work, plan, office=office)
        work.commit()


def hear(containment_id: str, *, office: Office) -> None:
    """Do what is due, if its time has come. Does nothing the second time."""
    now = office.clock()
    with office.store() as work:
        one = containments.goes_on(work, work.containments.hold(containment_id))
        if one.next_at is None or one.next_at > now:
            return
        if why := _over(work, one):
            containments.end(work, one, why, _stamp(office))
        else:
            _act(work, one, now, office=office)
        work.commit()


def _over(work: Work, one: Containment) -> str:
    """Why there is nobody to be asked; empty where there is."""
    if one.state is State.UNDOING or work.plans.get(one.plan_id).is_open():
        return ""
    if not containments.is_off(work, one):
        return "lifted"
    if one.state is not State.RUNNING:
        return ""
    return "case_closed" if one.case_id and _is_closed(work, one) else ""


def _is_closed(work: Work, one: Containment) -> bool:
    return not work.cases.get(containments.goes_on(work, one).case_id).is_open()


def _stamp(office: Office) -> Stamp:
    return office.stamp(office.clock(), "", Route.AUTOMATION)


def _act(work: Work, one: Containment, now: datetime, *, office: Office) -> None:
    found = due(one, now)
    heard = replace(one, next_at=found.next_at, asked=one.asked + (found.act is not None))
    match found.act:
        case None:
            work.containments.update(heard, one.state)
            containments.look_again(work, heard)
        case Act.ASK | Act.ESCALATE:
            _ask(work, heard, office=office)
        case Act.CALL:
            _call(work, heard, office=office)
        case Act.DECIDE:
            decide(work, heard, now, office=office)
        case Act.LOOK:
            _look(work, heard, office=office)


# Whose plan is over


def _contained(work: Work, plan: Plan, *, office: Office) -> None:
    """A containment begins with what was really done, or one person's was for nothing."""
    one = work.containments.of_plan(plan.plan_id)
    done = any(step.state in DONE_STEPS for step in work.plans.steps(plan.plan_id))
    key, reason, now = plan.content.customer, plan.content.reason, office.clock()
    if one is not None and one.is_open() and not done:
        containments.end(work, one, "nothing_done", _stamp(office))
    if one is not None or not done or key is None or reason is None:
        return
    hours = work.policies.current().containment_hours
    begun = containments.fresh(plan, key, reason, hours, now)
    work.containments.add(begun)
    containments.begin(work, begun, _stamp(office))


def _lifted(work: Work, plan: Plan, *, office: Office) -> None:
    """Whatever is on again is contained no more."""
    key = plan.content.customer
    for one in work.containments.open_for(key) if key else []:
        under_way = work.plans.get(one.plan_id).is_open()
        if not under_way and not containments.is_off(work, one):
            why = "rolled_back" if one.state is State.UNDOING else "lifted"
            containments.end(work, one, why, _stamp(office))


def _voted_down(work: Work, plan: Plan, *, office: Office) -> None:
    """A second person does not agree, or nobody looked for too long: who refuses has it decided at
    once, by the rule of the second deadline."""
    one = work.containments.of_plan(plan.content.subject)
    if one is None or one.state is not State.UNRATIFIED:
        return
    if plan.state is not PlanState.REJECTED:
        ratifying.ask(work, one, office=office)
        return
    voted = [vote.person_id for vote in work.plans.votes(plan.plan_id)]
    one = containments.goes_on(work, one)
    refused = replace(one, refused_by=voted[-1] if voted else "")
    decide(work, replace(refused, asked=one.asked + 1), office.clock(), office=office)


# What is due


def _ask(work: Work, one: Containment, *, office: Office) -> None:
    """Its owner; later the administrators and whoever is on call as well."""
    work.containments.update(one, one.state)
    others = containments.able(work, Role.ADMINISTRATOR) if one.asked > OWNER_ALONE else ()
    called = tuple(dict.fromkeys([containments.owner_of(work, one), *others]))
    event = ContainmentAsked(
        case_id=one.case_id,
        containment_id=one.containment_id,
        until=one.until,
        asked=one.asked,
        called=called,
    )
    containments.tell(work, one, event, _stamp(office))
    containments.call(work, one, called, f"{one.until.isoformat()}:{one.asked}")
    if others:
        ratifying.page(work, one, Why.CONTAINED, f"{one.kept}:{one.asked}", office=office)


def _call(work: Work, one: Containment, *, office: Office) -> None:
    """Nobody agreed in time."""
    work.containments.update(one, one.state)
    ratifying.ask(work, one, office=office)
    called = containments.deciders(work)
    event = RatificationDue(
        case_id=one.case_id,
        containment_id=one.containment_id,
        decide_by=one.decide_by,
        called=called,
    )
    containments.tell(work, one, event, _stamp(office))
    containments.call(work, one, called, "due")
    ratifying.page(work, one, Why.UNRATIFIED, "due", office=office)


def decide(work: Work, one: Containment, now: datetime, *, office: Office) -> None:
    """Nobody agreed: it stays where the attack goes on, and is rolled back where it does not. What
    is still under way ends first; another plan of this customer is waited for."""
    plan = work.plans.hold(one.plan_id)
    if plan.is_open():
        _end(work, plan, office=office)
        soon = replace(one, next_at=now + ENDING)
        work.containments.update(soon, one.state)
        containments.look_again(work, soon)
        return
    attack = attack_of(work, one, plan)
    busy = work.plans.open_for(one.customer) is not None
    if attack.goes_on() or busy:
        _stay(work, one, attack, now, office=office)
    else:
        _roll_back(work, one, now, office=office)


def _end(work: Work, plan: Plan, *, office: Office) -> None:
    if plan.state is PlanState.EXECUTING and not plan.halted:
        halt_plan(work, plan, _stamp(office))
    elif plan.state is not PlanState.EXECUTING:
        end_plan(work, plan, PlanState.WITHDRAWN, "unratified", _stamp(office))


def attack_of(work: Work, one: Containment, plan: Plan) -> Attack:
    """Whether it goes on, by the alerts that the desk knows and what Azure counts."""
    content, alone = plan.content, plan.content.alone
    ids = {part for line in content.lines for part in (line.subscription_id, line.under) if part}
    active = bool(work.alerts.active_for(one.customer, ids))
    if alone is not None:
        known = {alert.alert_id: alert for alert in work.alerts.of_customer(one.customer)}
        named = known.get(alone.alert)
        active = active or not alone.is_known() or named is None or named.is_open()
    known_azure = _azure(work, one)
    if not any(line.under or line.subscription_id in known_azure for line in content.lines):
        return Attack(active, None)
    return Attack(active, fell(one.spending, work.bills.spending(one.customer), one.since))


def _azure(work: Work, one: Containment) -> set[str]:
    found = work.customers.subscriptions(one.customer)
    return {each.subscription_id for each in found if each.generation in IN_AZURE}


def _stay(work: Work, one: Containment, attack: Attack, now: datetime, *, office: Office) -> None:
    """It stays, unratified: approvers and administrators hear of it every hour."""
    hourly = replace(one, next_at=now + CALL_AGAIN)
    work.containments.update(hourly, one.state)
    ratifying.ask(work, hourly, office=office)
    called = containments.deciders(work)
    event = StaysUnratified(
        case_id=one.case_id,
        containment_id=one.containment_id,
        alert=attack.alert_active,
        spending=attack.fell is False,
        called=called,
    )
    containments.tell(work, hourly, event, _stamp(office))
    containments.call(work, hourly, called, f"stays:{one.asked}")
    ratifying.page(work, hourly, Why.UNRATIFIED, f"stays:{one.asked}", office=office)


def _roll_back(work: Work, one: Containment, now: datetime, *, office: Office) -> None:
    """Lift what that plan changed itself, and nothing else, without votes."""
    undoing = replace(one, state=State.UNDOING)
    work.containments.update(undoing, one.state)
    containments.withdraw_ratification(work, undoing, "rolled_back", _stamp(office))
    lifting = _lift(work, undoing, office=office)
    if lifting is None:
        containments.end(work, undoing, "lifted", _stamp(office))
        return
    called = containments.deciders(work)
    event = RolledBack(
        case_id=one.case_id,
        containment_id=one.containment_id,
        by_plan=lifting.plan_id,
        called=called,
    )
    containments.tell(work, undoing, event, _stamp(office))
    containments.call(work, undoing, called, "rolled_back")


def _lift(work: Work, one: Containment, *, office: Office) -> Plan | None:
    """The reinstatement, on its way; None where nothing is left to lift."""
    ours = [s for s in work.customers.open_suspensions(one.customer) if s.plan_id == one.plan_id]
    if not ours:
        return None
    request = release_of(
        work,
        customer_of(work, one.customer),
        ours,
        requester=one.requester,
        filed_by=AUTOMATIC,
        route=Route.AUTOMATION,
        note="",
        office=office,
    )
    plan = file_plan(work, replace(request, subject=one.plan_id), now=office.clock(), office=office)
    return advance_soon(work, work.plans.move(plan, PlanState.APPROVED))


def _look(work: Work, one: Containment, *, office: Office) -> None:
    """A roll-back that did not come to its end is begun again, once nothing else is open."""
    if not containments.is_off(work, one):
        containments.end(work, one, "rolled_back", _stamp(office))
        return
    work.containments.update(one, one.state)
    containments.look_again(work, one)
    if work.plans.open_for(one.customer) is None:
        _lift(work, one, office=office)
