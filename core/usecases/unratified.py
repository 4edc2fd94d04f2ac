"""What one person did alone and nobody ratified in time: it stays while the attack goes on, or is
rolled back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core import containments
from core.domain.containment import CALL_AGAIN, Attack, Containment, State, fell
from core.domain.event import Route, Stamp
from core.domain.events import RolledBack, StaysUnratified
from core.domain.paging import Why
from core.domain.planning import IN_AZURE
from core.domain.plans import AUTOMATIC, Plan, PlanState
from core.domain.sole import rolls_back
from core.ports.office import Office
from core.ports.store import Work
from core.recording import advance_soon, end_plan, halt_plan
from core.usecases import ratifying
from core.usecases.filing import file_plan
from core.usecases.finding import customer_of
from core.usecases.reinstatement import release_of

# What is under way when nobody agreed in time is ended first.
ENDING = timedelta(minutes=5)


def decide(work: Work, one: Containment, now: datetime, *, office: Office) -> None:
    """Nobody agreed: it stays where the attack goes on, and is rolled back where it does not. What
    is still under way ends first. Another plan of this customer is waited for where it was decided
    on; one that only waits for votes gives way, or whoever files one could put this off."""
    plan, other = work.plans.hold(one.plan_id), work.plans.open_for(one.customer)
    attack = attack_of(work, one, plan)
    ending = plan.is_open() and plan.halted
    if plan.is_open() and not (ending and attack.goes_on()):
        _end(work, plan, office=office)
        soon = replace(one, next_at=now + ENDING)
        work.containments.update(soon, one.state)
        containments.look_again(work, soon)
    elif attack.goes_on() or (other is not None and other.state is not PlanState.PENDING):
        _stay(work, one, attack, now, office=office)
    else:
        if other is not None:
            end_plan(work, other, PlanState.SUPERSEDED, "rolled_back", _stamp(office))
        _roll_back(work, one, office=office)


def _end(work: Work, plan: Plan, *, office: Office) -> None:
    if plan.state is PlanState.EXECUTING and not plan.halted:
        halt_plan(work, plan, _stamp(office))
    elif plan.state is not PlanState.EXECUTING:
        end_plan(work, plan, PlanState.WITHDRAWN, "unratified", _stamp(office))


def attack_of(work: Work, one: Containment, plan: Plan) -> Attack:
    """Whether it goes on, by the alerts that the desk knows, of whichever subscription, and what
    Azure counts."""
    content, alone = plan.content, plan.content.alone
    known = {alert.alert_id: alert for alert in work.alerts.of_customer(one.customer)}
    active = any(alert.is_to_act_on() for alert in known.values())
    if alone is not None:
        named = known.get(alone.alert) if alone.is_known() else None
        active = active or named is None or named.stands()
    known_azure = _azure(work, one)
    if not any(line.under or line.subscription_id in known_azure for line in content.lines):
        return Attack(active, None)
    counted = work.spend.of(one.customer, one.since.date())
    fallen = fell(one.spending, work.bills.spending(one.customer), one.since, counted)
    return Attack(active, fallen)


def _azure(work: Work, one: Containment) -> set[str]:
    found = work.customers.subscriptions(one.customer)
    return {each.subscription_id for each in found if each.generation in IN_AZURE}


def _stay(work: Work, one: Containment, attack: Attack, now: datetime, *, office: Office) -> None:
    """It stays, unratified: approvers and administrators hear of it every hour."""
    hourly = replace(one, next_at=now + CALL_AGAIN)
    work.containments.update(hourly, one.state)
    ratifying.ask(work, hourly, office=office)
    found = StaysUnratified(alert=attack.alert_active, spending=attack.fell is False)
    _call(work, hourly, found, office=office)


def _call(work: Work, one: Containment, found: StaysUnratified, *, office: Office) -> None:
    """Whoever may decide, and who is on call, hear that it stays, and why."""
    called = containments.deciders(work)
    event = replace(found, case_id=one.case_id, containment_id=one.containment_id, called=called)
    containments.tell(work, one, event, _stamp(office))
    containments.call(work, one, called, f"stays:{one.asked}")
    ratifying.page(work, one, Why.UNRATIFIED, f"stays:{one.asked}", office=office)


def _roll_back(work: Work, one: Containment, *, office: Office) -> None:
    """Lift what that plan changed itself, and nothing else, without votes."""
    undoing = replace(one, state=State.UNDOING)
    work.containments.update(undoing, one.state)
    containments.withdraw_ratification(work, undoing, "rolled_back", _stamp(office))
    _give_back(work, undoing)
    lifting = _lift(work, undoing, office=office)
    if lifting is None:
        containments.end(work, undoing, "rolled_back", _stamp(office))
        return
    called = containments.deciders(work)
    event = RolledBack(
        case_id=one.case_id,
        containment_id=one.containment_id,
        by_plan=lifting.plan_id,
        called=called,
    )
    containments.tell(work, undoing, event, _stamp(office))
    containments.call(work, undoing, called, f"rolled_back:{lifting.plan_id}")


def _give_back(work: Work, one: Containment) -> None:
    """What was off already, for a debt, rests on that again: once it is paid it is lifted."""
    lines = {line.subscription_id for line in work.plans.get(one.plan_id).content.lines}
    for found in work.customers.open_suspensions(one.customer):
        before = work.plans.get(found.plan_id).content.reason
        if found.subscription_id in lines and found.plan_id != one.plan_id and before is not None:
            work.customers.keep_suspended(one.customer, found.subscription_id, before.value)


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


def look(work: Work, one: Containment, now: datetime, *, office: Office) -> None:
    """A roll-back that did not come to its end is decided anew. While it is under way, what is on
    again may still lack its settings; that it is held up is told every hour."""
    plan = work.plans.open_for(one.customer)
    if plan is not None and rolls_back(plan.content):
        work.containments.update(one, one.state)
        containments.look_again(work, one)
        if plan.waiting_for:
            _call(work, one, StaysUnratified(waits=plan.waiting_for), office=office)
    elif containments.is_off(work, one):
        again = replace(one, state=State.UNRATIFIED)
        work.containments.update(again, one.state)
        decide(work, again, now, office=office)
    else:
        containments.end(work, one, "rolled_back", _stamp(office))


def _stamp(office: Office) -> Stamp:
    return office.stamp(office.clock(), "", Route.AUTOMATION)
