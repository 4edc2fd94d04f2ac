"""The course of a containment: begun when its plan is over, its owner asked when its time is, and
others called where one person acted alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from core import containments
from core.domain.containment import (
    CONTAINING,
    OWNER_ALONE,
    Act,
    Containment,
    State,
    concerns,
    due,
)
from core.domain.event import Route, Stamp
from core.domain.events import ContainmentAsked, RatificationDue
from core.domain.paging import Why
from core.domain.people import Role
from core.domain.plans import Action, By, Plan, PlanState, Step, StepState
from core.ports.office import Office
from core.ports.store import Work
from core.usecases import ratifying, unratified
from core.usecases.case_course import keepers_of


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
            unratified.decide(work, heard, now, office=office)
        case Act.LOOK:
            unratified.look(work, heard, now, office=office)


# Whose plan is over


def _contained(work: Work, plan: Plan, *, office: Office) -> None:
    """A containment begins with what is off by then, or one person's was for nothing."""
    one = work.containments.of_plan(plan.plan_id)
    key, reason, now = plan.content.customer, plan.content.reason, office.clock()
    if one is not None:
        if one.is_open() and not containments.is_off(work, one):
            containments.end(work, one, _in_vain(work, plan), _stamp(office))
        return
    if key is None or reason is None:
        return
    hours = work.policies.current().containment_hours
    begun = containments.fresh(plan, key, reason, hours, now)
    if containments.is_off(work, begun):
        work.containments.add(begun)
        containments.begin(work, begun, _stamp(office))


def _in_vain(work: Work, plan: Plan) -> str:
    """Nobody says that nothing was suspended where a person has to find that out."""
    unclear = any(_may_be_off(step) for step in work.plans.steps(plan.plan_id))
    return "unclear" if unclear else "nothing_done"


def _may_be_off(step: Step) -> bool:
    """Nothing shows what came of it, or a person was asked for it and nobody said."""
    asked = bool(step.attempt) and step.line.by is not By.DESK
    return step.state is StepState.REVIEW or (asked and step.state is StepState.CANCELLED)


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
    unratified.decide(work, replace(refused, asked=one.asked + 1), office.clock(), office=office)


# What is due


def _ask(work: Work, one: Containment, *, office: Office) -> None:
    """Its owner; later the administrators and whoever is on call as well."""
    work.containments.update(one, one.state)
    others = containments.able(work, Role.ADMINISTRATOR) if one.asked > OWNER_ALONE else ()
    keepers = _keepers(work, one, office.today(office.clock()))
    called = tuple(dict.fromkeys([*keepers, *others]))
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


def _keepers(work: Work, one: Containment, on: date) -> list[str]:
    """Whoever looks after its case on this day; else whoever asked for it."""
    case = work.cases.get(one.case_id) if one.case_id else None
    return sorted(keepers_of(work, case, on)) if case and case.owner else [one.requester]


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
