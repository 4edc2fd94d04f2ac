"""Containments as they are written down: begun, kept, over; ratified by a second person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from core.domain.containment import Containment, State
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.event import Event, Stamp
from core.domain.events import ContainmentBegun, ContainmentOver, Ratified
from core.domain.people import Person, Role, ineligibility
from core.domain.plans import Action, Plan, PlanState, Reason
from core.ports.engine import Job, Priority
from core.ports.store import Work
from core.recording import end_plan, record, repaint

CONTAINMENT, CONTAINMENT_CARD, CONTAINMENT_DM = "containment", "containment_card", "containment_dm"


def fresh(plan: Plan, key: CustomerKey, reason: Reason, hours: int, now: datetime) -> Containment:
    """Of a plan that two people agreed on."""
    until = now + timedelta(hours=hours)
    return Containment(
        containment_id=str(uuid4()),
        plan_id=plan.plan_id,
        customer=key,
        case_id=plan.content.case_id or "",
        reason=reason,
        requester=plan.content.requester,
        since=now,
        until=until,
        state=State.RUNNING,
        next_at=until,
    )


def begin(work: Work, one: Containment, stamp: Stamp) -> None:
    """What was asked for is suspended."""
    event = ContainmentBegun(
        plan_id=one.plan_id,
        case_id=one.case_id,
        containment_id=one.containment_id,
        until=one.until,
    )
    tell(work, one, event, stamp)


def tell(work: Work, one: Containment, event: Event, stamp: Stamp) -> int:
    """Write it down, have its card drawn anew, and have it looked at when its time comes."""
    seq = record(work, event, stamp)
    named: dict[str, str | int] = {"containment_id": one.containment_id, "seq": seq}
    lane = f"containment:{one.containment_id}:card"
    key = f"{CONTAINMENT_CARD}:{seq}"
    work.jobs.enqueue(Job(CONTAINMENT_CARD, key, named, lane=lane, priority=Priority.CARD))
    look_again(work, one)
    return seq


def look_again(work: Work, one: Containment, occasion: str = "") -> None:
    """Have it looked at when its time comes."""
    if one.next_at is None:
        return
    key = f"{CONTAINMENT}:{one.containment_id}:{occasion or one.next_at.isoformat()}"
    named = {"containment_id": one.containment_id}
    work.jobs.enqueue(Job(CONTAINMENT, key, named, run_at=one.next_at))


def call(work: Work, one: Containment, people: Iterable[str], occasion: str) -> None:
    """Write to each of them alone."""
    for person_id in people:
        named = {"containment_id": one.containment_id, "person_id": person_id, "on": occasion}
        key = f"{CONTAINMENT_DM}:{one.containment_id}:{occasion}:{person_id}"
        work.jobs.enqueue(Job(CONTAINMENT_DM, key, named, priority=Priority.CARD))


def end(work: Work, one: Containment, why: str, stamp: Stamp) -> Containment:
    """Nothing of it is left to be decided, nor to be ratified. Raises LostRace."""
    over = replace(one, state=State.OVER, ended_at=stamp.at, ended_why=why, next_at=None)
    work.containments.update(over, one.state)
    withdraw_ratification(work, one, "containment_over", stamp)
    event = ContainmentOver(
        plan_id=one.plan_id, case_id=one.case_id, containment_id=one.containment_id, why=why
    )
    tell(work, over, event, stamp)
    return over


def ratifying(work: Work, one: Containment) -> Plan | None:
    """The open plan by which a second person agrees."""
    asked = work.plans.open_of(Action.RATIFY)
    return next((plan for plan in asked if plan.content.subject == one.plan_id), None)


def withdraw_ratification(work: Work, one: Containment, why: str, stamp: Stamp) -> None:
    plan = ratifying(work, one)
    if plan is not None:
        end_plan(work, plan, PlanState.WITHDRAWN, why, stamp)


def ratify(work: Work, plan: Plan, stamp: Stamp) -> None:
    """A second person agrees: from now on it is a containment as any other. Raises LostRace where
    that is over, or is being rolled back."""
    one = work.containments.of_plan(plan.content.subject)
    if one is None or one.state is not State.UNRATIFIED:
        raise LostRace(state=plan.state)
    agreed = replace(
        one, state=State.RUNNING, ratified_by=stamp.person_id, asked=0, next_at=one.until
    )
    work.containments.update(agreed, one.state)
    event = Ratified(
        plan_id=plan.plan_id,
        case_id=one.case_id,
        containment_id=one.containment_id,
        until=one.until,
    )
    tell(work, agreed, event, stamp)
    repaint(work, one.plan_id, f"ratified:{one.containment_id}")


def is_off(work: Work, one: Containment) -> bool:
    """Is anything of it still suspended by the desk, as far as we know? What others suspended is
    not contained by having been found so; of what is rolled back counts what its plan suspended."""
    found = work.customers.open_suspensions(one.customer)
    if one.state is State.UNDOING:
        return any(suspended.plan_id == one.plan_id for suspended in found)
    off = {suspended.subscription_id for suspended in found}
    lines = work.plans.get(one.plan_id).content.lines
    return any(line.subscription_id in off for line in lines)


def deciders(work: Work) -> tuple[str, ...]:
    """Approvers and administrators who can act (person ids)."""
    return able(work, Role.APPROVER, Role.ADMINISTRATOR)


def able(work: Work, *roles: Role) -> tuple[str, ...]:
    found = [p.person_id for p in work.people.with_role(*roles) if _can_act(work, p)]
    return tuple(dict.fromkeys(found))


def _can_act(work: Work, person: Person) -> bool:
    team, known = work.desk.get("home_team"), person.member
    return known is None or ineligibility(known, team) is None


def goes_on(work: Work, one: Containment) -> Containment:
    """In the case into which its own was merged, if it was."""
    case = work.cases.get(one.case_id) if one.case_id else None
    while case is not None and case.merged_into:
        case = work.cases.get(case.merged_into)
    return one if case is None else replace(one, case_id=case.case_id)


def owner_of(work: Work, one: Containment) -> str:
    """Who is asked: the case's owner, else whoever asked for it."""
    case = work.cases.get(one.case_id) if one.case_id else None
    return (case.owner if case else "") or one.requester
